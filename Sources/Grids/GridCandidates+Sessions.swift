import Calendar

extension GridCandidates {
  /// Hours of trading: the same times on the same days of each week.
  mutating func addSessions(_ step: TimeStep) {
    guard step.nanoseconds.isMultiple(of: TimeStep.second), step.nanoseconds <= TimeStep.day.nanoseconds / 2
    else { return }
    let seconds = Int(step.nanoseconds / TimeStep.second)
    var (days, times): ([Int64: Int], [Int: Int]) = ([:], [:])
    var slots: [Int: Int] = [:]
    for stamp in stamps where stamp.nanosecond == 0 {
      let time = Int(stamp.secondsOfDay)
      days[stamp.daysSinceEpoch, default: 0] += 1
      times[time, default: 0] += 1
      slots[stamp.weekday * 86_400 + time, default: 0] += 1
    }
    guard days.count >= 5, let first = stamps.first, let last = stamps.last else { return }
    let weeks = Double(last.seconds - first.seconds) / (7 * 86_400)
    var dayCounts = [Int](repeating: 0, count: 7)
    for day in days.keys { dayCounts[Int((day + 3).floorModulo(7))] += 1 }
    let usualDays = (0...6).filter { dayCounts[$0] * 4 >= (dayCounts.max() ?? 0) }
    let usualTimes = times.filter { $0.value * 2 >= days.count }.keys.sorted()
    add(usualDays.flatMap { day in usualTimes.map { day * 86_400 + $0 } }, step: seconds)
    guard weeks >= 2 else { return }
    let usual = slots.filter { Double($0.value) * 2 >= weeks }
    // In a few weeks one missing row makes a slot rare: it counts when its neighbours do.
    let all = slots.keys.filter {
      usual[$0] != nil || (usual[$0 - seconds] != nil && usual[$0 + seconds] != nil)
    }
    add(all.sorted(), step: seconds)
  }

  /// - Parameter slots: Seconds since Monday midnight, ascending.
  private mutating func add(_ slots: [Int], step: Int) {
    var runs: [SessionWeek.Run] = []
    for slot in slots {
      let (day, time) = (slot / 86_400, slot % 86_400)
      if let run = runs.last, run.weekday == day, run.first + run.count * step == time {
        runs[runs.count - 1] = .init(weekday: day, first: run.first, count: run.count + 1)
      } else {
        runs.append(.init(weekday: day, first: time, count: 1))
      }
    }
    // Every hour of every day is no session; many short runs are no sessions either.
    guard runs.count * 4 <= slots.count, slots.count * step < 7 * 86_400,
      let week = SessionWeek(step: step, runs: runs)
    else { return }
    add(.sessions(week), penalty: 3 + Double(runs.count)) { week.ordinal($0).isExact }
  }
}
