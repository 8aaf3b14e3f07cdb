import Forecasters
import Forecasting
import Testing
import TimeSeries
import Training

@Suite struct EarlierRowsTests {
  private static let shape = WindowSet.Shape(lookback: 10, horizon: 5)

  /// A series for each count of rows, seven tenths of which are training rows.
  private static func data(rows counts: [Int]) throws -> TrainingData {
    let rows = counts.flatMap { count in
      (0..<count).map { hour -> String in
        let stamp = Timestamp(year: 2020).advanced(byNanoseconds: Int128(hour) * 3_600_000_000_000)
        return "s\(count),\(stamp),\(hour * hour % 17)"
      }
    }
    let text = "unique_id,ds,y\n" + rows.joined(separator: "\n") + "\n"
    let panel = try Panel(parsing: Array(text.utf8), name: "earlier.csv")
    let splits = try SplitRule.ratios(train: 0.7, validation: 0.1, test: 0.2).splits(for: panel)
    let scalers = panel.series.indices.map {
      StandardScaler(fitting: panel, series: $0, rows: splits[$0].train)
    }
    let windows = try WindowSet(ScaledPanel(panel, scalers: scalers), splits: splits, shape: shape)
    return TrainingData(windows)
  }

  @Test func whatIsTriedComesAfterWhatIsLearntAndBeforeValidation() throws {
    let data = try Self.data(rows: [300])
    let rows = try #require(data.ofEarlierRows(season: 24))
    // 210 training rows: 140 to learn from, the last 70 to try on.
    let learnt = (0..<rows.training.count).map { rows.training.targetRows(ofWindow: $0) }
    let tried = (0..<rows.validation.count).map { rows.validation.targetRows(ofWindow: $0) }
    #expect(learnt == (10...135).map { $0..<$0 + 5 })
    #expect(tried == (140...205).map { $0..<$0 + 5 })
  }

  @Test func seriesWithoutRowsToSpareAreLeftOut() throws {
    let rows = try #require(Self.data(rows: [100, 300]).ofEarlierRows(season: 1))
    #expect(
      Set(rows.training.segments.map(\.series)) == [1] && Set(rows.validation.segments.map(\.series)) == [1])
    #expect(try Self.data(rows: [100]).ofEarlierRows(season: 1) == nil)
    // Four seasons do not lie in 140 rows.
    #expect(try Self.data(rows: [300]).ofEarlierRows(season: 40) == nil)
  }
}
