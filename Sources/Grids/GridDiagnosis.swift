import Calendar
import Stamps
import Text

/// Why no grid explains the stamps: what they look like.
struct GridDiagnosis {
  /// Never decreasing.
  let stamps: [Timestamp]
  let steps: StepCounts
  /// The grid that came nearest.
  let best: GridFit?
  /// How the stamps are written.
  let form: StampForm?

  /// An error with the row's index in `line`, counted from zero.
  var error: DataError {
    guard steps.count > 0 else {
      return refusal("all stamps are equal", fix: "give every row its own stamp, in time order")
    }
    if steps.repeatCount > GridFit.repeatLimit(stamps.count) { return repeated }
    if let row = loneRow {
      return refusal(
        "the stamp \(clock(row)) lies far from all others", fix: "correct the stamp or remove the row"
      )
      .at(line: row, value: clock(row))
    }
    if let change = resolutionChange {
      return changed(change)
    }
    if let row = clockChange {
      return refusal(
        "the step of \(steps.modeStep.map { Frequency.span($0).description } ?? "") is another from "
          + "\(clock(row - 1)) to \(clock(row)): local time whose clocks change here",
        fix: "tell the time zone, or write the stamps in UTC"
      ).remedied(by: .nameTimeZone).at(line: row, value: clock(row))
    }
    if isRetailCalendar {
      return refusal(
        "the steps are 4, 4 and 5 weeks, a retail calendar, which is no regular step",
        fix: "use weekly rows, or calendar months")
    }
    return noRegularStep
  }

  /// A row's stamp as the file shows it.
  private func clock(_ row: Int) -> String { form.shown(stamps[row]) }

  private func refusal(_ problem: String, fix: String) -> DataError {
    DataError(.noFrequency, problem, fix: fix)
  }

  private var repeated: DataError {
    let row = stamps.indices.dropFirst().first { stamps[$0] == stamps[$0 - 1] } ?? 0
    let problem =
      "\(steps.repeatCount) of \(stamps.count) rows repeat the stamp of the row before, \(clock(row)) first: "
      + "the stamps are cut off, or several series are mixed"
    let different = stamps.indices.filter { $0 == 0 || stamps[$0] != stamps[$0 - 1] }.map { stamps[$0] }
    let error = refusal(problem, fix: "write the stamps in full\(timeOfDay(different))")
      .remedied(by: .nameSeriesColumn).at(line: row, value: clock(row))
    // Rows of one day, such as sales, can be added up.
    return (try? GridReading(different)) == nil
      ? error : error.remedied(by: .duplicates(.sum), .duplicates(.mean))
  }

  /// What dates lack that have a row for each half-hour of the day, or each hour or quarter, which a column beside them may number; days on
  /// which clocks change have others.
  private func timeOfDay(_ dates: [Timestamp]) -> String {
    let count = (stamps.count + dates.count / 2) / dates.count, minutes = 24 * 60
    guard count >= 24, minutes % count == 0, 60 % (minutes / count) == 0,
      dates.allSatisfy({ $0.hour == 0 && $0.minute == 0 })
    else {
      return ""
    }
    let step = minutes / count
    let second = "\((step / 60).padded(to: 2)):\((step % 60).padded(to: 2))"
    return ", with the time of day, 00:00, \(second) and so on: a day has \(count) rows"
  }

  /// A first or last row, or two, further away than all others are from each other.
  private var loneRow: Int? {
    let count = stamps.count
    guard count >= 5 else { return nil }
    for lone in 1...2 {
      let body = stamps[count - 1 - lone].nanoseconds(since: stamps[0])
      if stamps[count - lone].nanoseconds(since: stamps[count - lone - 1]) > body { return count - lone }
      if stamps[lone].nanoseconds(since: stamps[lone - 1])
        > stamps[count - 1].nanoseconds(since: stamps[lone])
      {
        return lone - 1
      }
    }
    return nil
  }

  private func changed(_ change: (row: Int, from: Frequency, to: Frequency)) -> DataError {
    let error = refusal(
      "the step changes from \(change.from) to \(change.to) here",
      fix: "resample the rows to one step, or split the file"
    ).at(line: change.row, value: clock(change.row))
    // The shorter step will do where it does not make up most rows.
    guard let best, best.missing <= best.hits,
      (try? GridReading(stamps, form: form, frequency: best.grid.frequency)) != nil
    else { return error }
    return error.remedied(by: .frequency(best.grid.frequency))
  }

  /// Where one step gives way to another for good.
  private var resolutionChange: (row: Int, from: Frequency, to: Frequency)? {
    let usual = steps.counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(2)
    guard usual.count == 2, let one = StepCounts.step(usual[0].key),
      let other = StepCounts.step(usual[1].key),
      (usual[0].value + usual[1].value) * 10 >= steps.count * 9, usual[1].value >= 5
    else { return nil }
    let spans = zip(stamps, stamps.dropFirst()).map { $1.nanoseconds(since: $0) }
    // How many steps are as they should be if the change is behind each row.
    var score = spans.count { $0 == usual[1].key }
    var (best, row, isOneFirst) = (0, 0, true)
    var reverse = spans.count { $0 == usual[0].key }
    for (index, span) in spans.enumerated() {
      if score > best { (best, row, isOneFirst) = (score, index, true) }
      if reverse > best { (best, row, isOneFirst) = (reverse, index, false) }
      score += span == usual[0].key ? 1 : span == usual[1].key ? -1 : 0
      reverse += span == usual[1].key ? 1 : span == usual[0].key ? -1 : 0
    }
    guard best * 20 >= spans.count * 17, row > 0 else { return nil }
    // Rows that are missing here and there make long steps on both sides.
    let side = isOneFirst ? spans[row...] : spans[..<row]
    guard side.count(where: { $0 == usual[1].key }) * 2 > usual[1].value else { return nil }
    return (row + 1, .span(isOneFirst ? one : other), .span(isOneFirst ? other : one))
  }

  /// The first row before which clocks were put forward or back, where the texts are local time; nil where all steps are of one length.
  private var clockChange: Int? {
    guard form?.isLocal ?? true, steps.showsClockChange else { return nil }
    return stamps.indices.dropFirst().first { row in
      StepCounts.isClockChange(stamps[row].nanoseconds(since: stamps[row - 1]), from: steps.mode)
    }
  }

  private var isRetailCalendar: Bool {
    let week = Int128(TimeStep.week.nanoseconds)
    let known = (steps.counts[4 * week] ?? 0) + (steps.counts[5 * week] ?? 0)
    return known * 10 >= steps.count * 9 && steps.counts[5 * week] != nil && steps.counts[4 * week] != nil
  }

  private var noRegularStep: DataError {
    let share = steps.count == 0 ? 0 : steps.modeCount * 100 / steps.count
    let usual = steps.modeStep.map { Frequency.span($0).description } ?? "more than three centuries"
    var problem =
      "the stamps have no regular step: the most frequent, \(usual), covers only \(share) % of the rows"
    var row: Int?
    if let best, share > 50 {
      let total = best.hits + best.missing
      problem = "the stamps have no regular step: \(best.grid.frequency) comes nearest, but "
      if best.strays.count > GridFit.strayLimit(stamps.count) {
        problem += "\(best.strays.count) of \(stamps.count) rows are not on it"
        row = best.strays.first
      } else {
        problem += "\(best.missing) of its \(total) rows are missing"
        row = best.gaps.first?.row
      }
    }
    let error = refusal(problem, fix: "resample to a fixed step first")
      .at(line: row, value: row.map { clock($0) })
    // A frequency is worth telling only where most rows stand on it.
    guard let best, best.strays.count * 10 <= stamps.count, best.missing <= 20 * stamps.count else {
      return error
    }
    return error.remedied(by: .frequency(best.grid.frequency))
  }
}
