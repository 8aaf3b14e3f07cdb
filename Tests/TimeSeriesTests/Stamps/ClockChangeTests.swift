import Calendar
import Grids
import Stamps
import Testing

/// An hour that is missing or stands twice is a change of clocks only where clocks somewhere change.
@Suite struct ClockChangeTests {
  /// The hours of three days around `day`, those in `missing` left out.
  private static func hours(_ day: Timestamp, without missing: Int) -> [Timestamp] {
    (-24..<48).filter { $0 != missing }.map { Timestamp(seconds: day.seconds + Int64($0) * 3600) }
  }

  /// The hours that zones skip, and nights beside them in which a row is missing.
  @Test(arguments: [
    (Timestamp(year: 2024, month: 3, day: 31), 1, true), (Timestamp(year: 2024, month: 3, day: 31), 2, true),
    (Timestamp(year: 2024, month: 3, day: 31), 3, true), (Timestamp(year: 2024, month: 3, day: 30), 2, false),
    (Timestamp(year: 2024, month: 3, day: 24), 2, false), (Timestamp(year: 2024, month: 3, day: 10), 2, true),
    (Timestamp(year: 2005, month: 3, day: 13), 2, false), (Timestamp(year: 2005, month: 4, day: 3), 2, true),
    (Timestamp(year: 2023, month: 10, day: 1), 2, true), (Timestamp(year: 2023, month: 9, day: 24), 2, true),
    (Timestamp(year: 2023, month: 10, day: 7), 2, false),
    (Timestamp(year: 2024, month: 3, day: 31), 5, false),
    // Called by its end.
    (Timestamp(year: 2018, month: 3, day: 11), 3, true), (Timestamp(year: 2018, month: 3, day: 11), 4, false),
    // Chile, Egypt, Brazil, Iran.
    (Timestamp(year: 2005, month: 10, day: 9), 0, true), (Timestamp(year: 2007, month: 4, day: 27), 0, true),
    (Timestamp(year: 2006, month: 11, day: 5), 0, true), (Timestamp(year: 2003, month: 3, day: 22), 0, true),
  ])
  func aMissingHourIsAGapWhereNoClocksChange(day: Timestamp, hour: Int, isChange: Bool) throws {
    let reading = try GridReading(Self.hours(day, without: hour), form: .iso())
    let to = Timestamp(seconds: day.seconds + Int64(hour + 1) * 3600)
    let from = Timestamp(seconds: to.seconds - 7200)
    let line = 24 + hour + 2
    let expected: TimeIrregularity =
      isChange
      ? .clockChange(line: line, from: from, to: to) : .gap(line: line, from: from, to: to, missingSteps: 1)
    #expect(reading.irregularities == [expected])
  }

  @Test(arguments: [
    (Timestamp(year: 2024, month: 10, day: 27, hour: 2), true),
    (Timestamp(year: 2024, month: 11, day: 3, hour: 1), true),
    (Timestamp(year: 2024, month: 4, day: 7, hour: 2), true),
    (Timestamp(year: 2024, month: 10, day: 26, hour: 2), false),
    (Timestamp(year: 2024, month: 10, day: 27, hour: 5), false),
    // Called by its end.
    (Timestamp(year: 2014, month: 11, day: 2, hour: 2), true),
  ])
  func aRepeatedHourIsADuplicateWhereNoClocksChange(stamp: Timestamp, isChange: Bool) throws {
    var stamps = (-24..<48).map { Timestamp(seconds: stamp.seconds + Int64($0) * 3600) }
    stamps.insert(stamp, at: 25)
    let reading = try GridReading(stamps, form: .iso())
    #expect(
      reading.irregularities == [
        isChange
          ? .clockChange(line: 27, from: stamp, to: stamp) : .duplicate(line: 27, stamp: stamp)
      ])
  }

  @Test(arguments: [(30, 60), (15, 60), (0, 30), (10, 30), (5, 15)])
  func rowsThatDoNotBeginWithAnHourShowTheChange(offset: Int64, minutes: Int64) throws {
    let day = Timestamp(year: 2024, month: 3, day: 10).seconds
    let skipped = (day + 2 * 3600)..<(day + 3 * 3600)
    let first = day - 86_400 + offset * 60
    let seconds = stride(from: first, to: first + 3 * 86_400, by: Int(minutes) * 60)
    let stamps = seconds.filter { !skipped.contains($0) }.map { Timestamp(seconds: $0) }
    let found = try GridReading(stamps, form: .iso()).irregularities
    #expect(found.count == 1)
    guard case .clockChange(_, _, let to) = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect(to.seconds == skipped.upperBound + offset * 60)
  }
}
