import Calendar

extension GridCandidates {
  /// Months, quarters, years with each anchor that most rows could have.
  mutating func addMonths() {
    let dates = stamps.map(\.date)
    let months = zip(dates, dates.dropFirst()).lazy.map {
      ($1.year - $0.year) * 12 + $1.month - $0.month
    }.filter { $0 > 0 }
    guard let count = Self.mode(months), let time = usualTime, let day = Self.mode(dates.lazy.map(\.day))
    else {
      return
    }
    // The 31st of all months is their end.
    var anchors: [MonthAnchor] = day <= 28 ? [.sameDay, .end] : day < 31 ? [.day(day), .end] : [.end]
    for clipped in [29, 30] where day != clipped && dates.contains(where: { $0.day == clipped }) {
      anchors.append(.day(clipped))
    }
    anchors += [.lastWorkingDay, .firstWorkingDay]
    for anchor in anchors {
      let penalty = anchor == .lastWorkingDay || anchor == .firstWorkingDay ? 0.5 : 0
      add(.calendarMonths(count, anchor), penalty: penalty) { stamp in
        let date = stamp.date
        return stamp.nanosecondsOfDay == time
          && anchor.day(year: date.year, month: date.month, first: day) == date.day
      }
    }
  }

  /// Working weeks: the usual ones, and that of the data when it is long enough.
  mutating func addWeekdays() {
    guard let time = usualTime else { return }
    var counts = [Int](repeating: 0, count: 7)
    for stamp in stamps { counts[stamp.weekday] += 1 }
    let most = counts.max() ?? 0
    let usual = (0...6).filter { counts[$0] * 4 >= most }
    var weeks = [Weekdays.business, Weekdays([6, 0, 1, 2, 3]), Weekdays([5, 6, 0, 1, 2]), Weekdays(0...5)]
    if (2...6).contains(usual.count), stamps.count >= 4 * usual.count, !weeks.contains(Weekdays(usual)) {
      weeks.append(Weekdays(usual))
    }
    for (index, days) in weeks.enumerated() where !usual.contains(where: { !days.contains($0) }) {
      add(.weekdays(days), penalty: index == 0 ? 0.5 : index < 4 ? 0.75 : 2) {
        days.contains($0.weekday) && $0.nanosecondsOfDay == time
      }
    }
  }

  /// Several days of each month, the last of which may be the month's.
  mutating func addMonthDays() {
    guard let time = usualTime, let first = stamps.first?.date, let last = stamps.last?.date else { return }
    let months = (last.year - first.year) * 12 + last.month - first.month + 1
    var counts = [Int](repeating: 0, count: 32)
    for stamp in stamps { counts[stamp.day] += 1 }
    let days = (1...27).filter { counts[$0] * 2 >= months }
    for late in [nil, 28, 29, 30, 31] as [Int?] {
      let all = days + (late.map { [$0] } ?? [])
      guard (2...6).contains(all.count), months >= 2 else { continue }
      let rule = MonthDays(all)
      add(.monthDays(rule), penalty: Double(all.count)) {
        rule.ordinal($0.date).isExact && $0.nanosecondsOfDay == time
      }
    }
  }
}
