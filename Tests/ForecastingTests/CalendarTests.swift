import Forecasting
import Tensors
import Testing
import TimeSeries

struct CalendarTests {
  private static let features = CalendarFeatures(for: .hours(1))

  private func windows(hasCalendar: Bool = true, damagingFrom row: Int = .max) throws -> WindowSet {
    let windows = try SineData(damagingFrom: row).windows
    return hasCalendar ? windows.withCalendar(Self.features) : windows
  }

  /// The features of `stamps`, `[feature, row]`, without a table.
  private func expected(_ stamps: ArraySlice<Timestamp>) -> [Float] {
    Self.features.features.flatMap { feature in stamps.map { feature.value(at: $0) } }
  }

  @Test func theCalendarIsThatOfTheWindowsRows() throws {
    let set = try windows()
    let stamps = Array(set.test.data.panel.only.timestamps)
    let batch = set.test.histories([3, 0])
    let calendar = try #require(batch.future)
    #expect(calendar.shape == [2, 4, 30])
    #expect(calendar.slices(0..<1).values == expected(stamps[171..<201]))
    #expect(calendar.slices(1..<2).values == expected(stamps[168..<198]))
    #expect(batch.future(of: 24..<30)?.slices(0..<1).values == expected(stamps[195..<201]))
  }

  @Test func originsAreRowsAndStampsOfTheSeries() throws {
    let set = try windows()
    let origins = set.test.histories([3, 0]).origins
    #expect(origins.map(\.row) == [171, 168] && origins.map(\.series) == [0, 0])
    #expect(origins[0].stamp == Timestamp(year: 2020).advanced(byHours: 171))
    #expect(set.training.histories(0..<2).origins.map(\.row) == [0, 1])
  }

  @Test func nothingIsGatheredUnlessAsked() throws {
    #expect(try windows(hasCalendar: false).training.histories([0]).future == nil)
    #expect(try windows().withCalendar(nil).training.histories([0]).future == nil)
  }

  /// The future that a forecaster sees is the calendar: values of the future change nothing in it.
  @Test func theFutureHoldsNoValues() throws {
    let (clean, damaged) = (try windows(), try windows(damagingFrom: 192))
    let (a, targetA) = clean.test.batch([0])
    let (b, targetB) = damaged.test.batch([0])
    #expect(a.history.values == b.history.values)
    #expect(a.future?.values == b.future?.values)
    #expect(targetA.values != targetB.values)
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
