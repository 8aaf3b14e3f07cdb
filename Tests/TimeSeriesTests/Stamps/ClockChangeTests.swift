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
    (Timestamp(year: 2024, month: 10, day: 27, hour: 4), false),
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
}
