import Forecasting
import Tensors
import Testing
import TimeSeries

struct CalendarTests {
  private static let features = CalendarFeatures(for: .hours(1))

  private func windows(marked: Bool = true, damagingFrom row: Int = .max) throws -> WindowSet {
    let windows = try SineData(damagingFrom: row).windows
    return marked ? windows.marking(Self.features) : windows
  }

  /// The marks of `stamps`, one feature after another, without a table.
  private func expected(_ stamps: ArraySlice<Timestamp>) -> [Float] {
    stamps.flatMap { Self.features.values(at: $0) }
  }

  @Test func marksAreThoseOfTheWindowsRows() throws {
    let set = try windows()
    let stamps = set.test.series.timestamps
    let (history, _) = set.test.batch([3, 0])
    let calendar = try #require(history.calendar)
    #expect(calendar.history.shape == [2, 24, 4])
    #expect(calendar.future.shape == [2, 6, 4])
    #expect(calendar.history.slices(0..<1).values == expected(stamps[171..<195]))
    #expect(calendar.future.slices(0..<1).values == expected(stamps[195..<201]))
    #expect(calendar.future.slices(1..<2).values == expected(stamps[192..<198]))
  }

  @Test func firstRowsCountFromTheBeginningOfTheFile() throws {
    let set = try windows()
    #expect(set.test.batch([3, 0]).history.firstRows == [171, 168])
    #expect(set.training.batch(0..<2).history.firstRows == [0, 1])
  }

  @Test func nothingIsGatheredUnlessAsked() throws {
    #expect(try windows(marked: false).training.batch([0]).history.calendar == nil)
    #expect(try windows().marking(nil).training.batch([0]).history.calendar == nil)
  }

  /// The future that a forecaster sees is the calendar: values of the future change nothing in it.
  @Test func marksOfTheFutureHoldNoValues() throws {
    let (clean, damaged) = (try windows(), try windows(damagingFrom: 192))
    let (a, targetA) = clean.test.batch([0])
    let (b, targetB) = damaged.test.batch([0])
    #expect(a.values.values == b.values.values)
    #expect(a.calendar?.future.values == b.calendar?.future.values)
    #expect(targetA.values != targetB.values)
  }

  @Test func marksOfAPredictionContinueAtTheFrequency() throws {
    let data = try SineData()
    let stamps = data.frame.timestamps
    let marks = CalendarMarks(
      Self.features, history: Array(stamps.suffix(24)),
      future: data.frame.frequency.stamps(after: stamps[239], count: 6))
    #expect(marks.history.values == expected(stamps[216..<240]))
    let next = (0..<6).map { Timestamp(year: 2020).advanced(byHours: 240 + $0) }
    #expect(marks.future.values == expected(next[...]))
  }

  @Test(arguments: zip(CalendarChoice.allCases, [4, 0, 1, 2, 3, 4, 5, 6]))
  func aChoiceReplacesTheFrequencysFeatures(_ choice: CalendarChoice, count: Int) {
    #expect(choice.features(for: .hours(1))?.features.count ?? 0 == count)
  }

  @Test func yearlyDataHaveNoCalendar() {
    #expect(CalendarChoice.auto.features(for: .months(12, isMonthEnd: false)) == nil)
    #expect(CalendarChoice.auto.features(for: nil) == nil)
  }
}
