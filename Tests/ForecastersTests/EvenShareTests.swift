import Forecasters
import Testing

/// How many series errors speak for.
@Suite struct EvenShareTests {
  @Test func seriesWithTheSameErrorsCountFully() {
    for errors in [[2.0], [3, 3, 3, 3], [1e300, 1e300]] { #expect(abs(EvenShare.of(errors) - 1) < 1e-12) }
    #expect(EvenShare.of([]) == 1 && EvenShare.of([0, 0]) == 1 && EvenShare.of([.nan, 1]) == 1)
  }

  @Test func oneSeriesWithAllErrorsCountsForOne() {
    #expect(abs(EvenShare.of([0, 0, 7, 0]) - 0.25) < 1e-12)
    #expect(EvenShare.of([Double](repeating: 1, count: 99) + [1e9]) < 0.0101)
  }

  @Test func sizesDoNotCount() {
    let errors = [0.5, 2, 1, 4]
    #expect(abs(EvenShare.of(errors) - 7.5 * 7.5 / (4 * 21.25)) < 1e-12)
    #expect(abs(EvenShare.of(errors.map { $0 * 1e200 }) - EvenShare.of(errors)) < 1e-12)
  }
}
