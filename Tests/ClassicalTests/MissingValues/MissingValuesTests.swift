import LocalModels
import Testing

@Suite struct MissingValuesTests {
  @Test func gapsAreFilledByLines() {
    let filled = MissingValues.filled(LocalSeries(values: [.nan, 2, .nan, .nan, 8, .nan]))
    #expect(filled == [2, 2, 4, 6, 8, 8])
  }

  @Test func aSeasonIsKeptAcrossAGap() {
    let pattern = [10.0, 0, -4, -6]
    let whole = (0..<48).map { pattern[$0 % 4] + 0.5 * Double($0) }
    var y = whole
    for row in 20..<24 { y[row] = .nan }
    let filled = MissingValues.filled(LocalSeries(values: y, season: 4))
    for row in y.indices { #expect(abs(filled[row] - whole[row]) < 0.5) }
  }

  @Test func completeSeriesStay() {
    #expect(MissingValues.filled(LocalSeries(values: [1, 5, 2], season: 2)) == [1, 5, 2])
    #expect(Interpolation.filled([]) == [])
    #expect(Interpolation.filled([.nan]).allSatisfy { $0.isNaN })
  }

  @Test func endsAreTrimmed() {
    let trimmed = MissingValues.trimmed([.nan, .nan, 3, .nan, 4, .nan])
    #expect(trimmed.values.count == 3)
    #expect(trimmed.leading == 2)
    #expect(trimmed.trailing == 1)
  }
}
