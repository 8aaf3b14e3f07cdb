import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Intervals of many series, and of models that state them.
@Suite struct IntervalRunTests {
  /// Two daily series: noise alone, and weeks with hardly any.
  private static func panel() -> LongPanel {
    var generator = TestGenerator(seed: 3)
    var long = LongPanel(columns: ["y"])
    long.series.append((id: "noise", firstDay: 0, rows: (0..<900).map { _ in [5 + generator.normal()] }))
    let weeks = (0..<900).map { 10 * Double([0, 3, 5, 4, 1, -2, -6][$0 % 7]) + generator.normal() / 10 }
    long.series.append((id: "weeks", firstDay: 0, rows: weeks.map { [$0] }))
    return long
  }

  @Test func aSeriesWithEnoughResidualsHasIntervalsOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let path = try Self.panel().write(to: folder)
    let result = try LongPanel.fit("seasonal-naive", path) { $0.split = try SplitRule("0.3/0.5/0.2") }
    let intervals = try #require(result.model.intervals)
    #expect(intervals.seriesCount == 2 && intervals.origin.contains("of each series by itself"))
    let file = folder.file("model.safetensors")
    try result.model.write(to: file)
    let model = try ModelFile(reading: file)
    #expect(model.intervals == intervals)
    let table = try Prediction(model, data: .file(path), levels: [0.8]).table
    let widths = (0..<2).map { zip(table.bands[0].upper[$0], table.bands[0].lower[$0]).map { $0 - $1 } }
    // The difference of two normal values has an 80 % interval of 2 × 1.28 × √2 deviations.
    for step in 0..<5 {
      #expect((widths[0][step] - 3.62).magnitude < 0.6, "\(widths[0])")
      #expect((widths[1][step] - 0.362).magnitude < 0.06, "\(widths[1])")
    }
    for score in result.testIntervals where score.level == 0.8 {
      #expect((score.coverage - 0.8).magnitude < 0.05)
    }
    let evaluation = try Evaluation(
      model, data: .file(path), workers: Workers(threadCount: 2))
    #expect(evaluation.testIntervals == result.testIntervals)
    // The same series in another order.
    var turned = Self.panel()
    turned.series.reverse()
    let other = try Prediction(
      model, data: .file(try turned.write(to: folder, named: "turned.csv")), levels: [0.8]
    ).table
    #expect(other.bands[0].lower[0] == table.bands[0].lower[1])
    #expect(other.bands[0].upper[1] == table.bands[0].upper[0])
  }

  @Test func aModelThatStatesIntervalsIsMeasuredByThem() throws {
    let folder = try TemporaryFolder()
    let path = try Self.panel().write(to: folder)
    let result = try LongPanel.fit("ses", path) {
      $0.lookback = nil
      $0.split = try SplitRule("0.6/0/0.4")
    }
    #expect(result.model.intervals == nil)
    #expect(result.testIntervals.map(\.level) == [0.8, 0.95])
    let table = try Prediction(
      result.model, data: .file(path), levels: [0.8, 0.95], quantiles: [0.1, 0.5, 0.975]
    ).table
    for (lower, quantile) in zip(table.bands[0].lower[0], table.quantiles[0].values[0]) {
      #expect((lower - quantile).magnitude < 1e-9)
    }
    for (upper, quantile) in zip(table.bands[1].upper[0], table.quantiles[2].values[0]) {
      #expect((upper - quantile).magnitude < 1e-9)
    }
    #expect(zip(table.quantiles[1].values[0], table.values).allSatisfy { ($0 - $1).magnitude < 1e-9 })
  }

  @Test func quantilesBetweenKeptLevelsLieBetweenTheirBounds() throws {
    let folder = try TemporaryFolder()
    let path = try Self.panel().write(to: folder)
    let result = try LongPanel.fit("seasonal-naive", path) { $0.split = try SplitRule("0.3/0.5/0.2") }
    let probabilities = [0.01, 0.1, 0.3, 0.5, 0.77, 0.9, 0.99]
    let table = try Prediction(
      result.model, data: .file(path), levels: [0.8], quantiles: probabilities
    ).table
    for step in 0..<5 {
      let values = table.quantiles.map { $0.values[0][step] }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(values[1] == table.bands[0].lower[0][step] && values[5] == table.bands[0].upper[0][step])
    }
    #expect(throws: ForecastError.self) {
      try Prediction(result.model, data: .file(path), quantiles: [0.001])
    }
  }
}
