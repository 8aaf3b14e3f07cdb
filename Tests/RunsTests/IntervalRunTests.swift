import Forecasting
import Platform
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

  /// One stretch of validation rows does not tell that series which rise together in it go on to do so.
  @Test(arguments: [true, false]) func aLeanThatSeriesShareIsOneToEitherSide(_ isShared: Bool) throws {
    var generator = TestGenerator(seed: 5)
    var long = LongPanel(columns: ["y"])
    for number in 0..<20 {
      let slope = isShared || number.isMultiple(of: 2) ? 0.1 : -0.1
      let rows = (0..<60).map { [20 + slope * Double($0) + generator.normal() / 10] }
      long.series.append((id: "s\(number)", firstDay: 0, rows: rows))
    }
    let folder = try TemporaryFolder()
    let path = try long.write(to: folder)
    let result = try LongPanel.fit("last-value", path) { ($0.lookback, $0.horizon) = (10, 6) }
    let table = try Prediction(result.model, data: .file(path), levels: [0.8]).table
    let band = table.bands[0]
    for step in table.values.indices {
      let (below, above) = (
        table.values[step] - band.lower[0][step], band.upper[0][step] - table.values[step]
      )
      // All residuals of series that rise together are above zero.
      if isShared { #expect(below > 0.5 * above, "\(below) \(above)") } else { #expect(below != above) }
    }
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

  /// A walk whose steps are calm and wild in turn, for long.
  private static func walk(_ count: Int, _ generator: inout TestGenerator) -> [Double] {
    var level = 0.0
    return (0..<count).map { row in
      level += generator.normal() * (row / 300 % 2 == 0 ? 0.2 : 2)
      return level
    }
  }

  private static func fit(
    _ model: String, _ values: [Double], lookback: Int = 30, horizon: Int = 10, split: String = "0.6/0.2/0.2"
  ) throws -> FitResult {
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: values.count)
    let panel = try Panel(source: "walk", timestamps: stamps, columns: [(name: "y", values: values)])
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 2))
    (request.model, request.lookback, request.horizon) = (model, lookback, horizon)
    request.split = try SplitRule(split)
    return try Fit(request).run()
  }

  @Test func boundsGrowWithWindowsWhereErrorsDo() throws {
    var generator = TestGenerator(seed: 8)
    let wild = try #require(
      try Self.fit("last-value", Self.walk(4000, &generator)).model.intervals)
    #expect(wild.exponents[0] >= 0.75 && wild.origin.contains("by each window's own deviation"))
    // Days whose height comes and goes, with the same noise around them.
    let noise = (0..<4000).map { row in
      let angle = 2 * Double.pi * Double(row)
      return (5.5 + 4.5 * Mathematics.sine(angle / 700)) * Mathematics.sine(angle / 24) + generator.normal()
    }
    let even = try #require(
      try Self.fit("seasonal-naive", noise, lookback: 48, horizon: 10).model.intervals)
    #expect(even.exponents[0] <= 0.5)
  }

  @Test func foldsOfTrainingRowsAddResiduals() throws {
    var generator = TestGenerator(seed: 9)
    let values = Self.walk(2000, &generator)
    // 100 validation rows: 91 windows of ten rows, worth 16.
    let alone = try #require(
      try Self.fit("dlinear", values, split: "0.75/0.05/0.2").model.intervals)
    #expect(alone.residualCount == 91 && alone.independentCount == 16 && alone.highestLevel == 0.95)
    let folds = try #require(
      try Self.fit("linear-closed-form", values, split: "0.75/0.05/0.2").model.intervals)
    #expect(try #require(folds.independentCount) > 80 && folds.highestLevel == 0.99)
  }

  @Test func testRowsMakeNoIntervals() throws {
    var generator = TestGenerator(seed: 10)
    let values = Self.walk(1500, &generator)
    let damaged = values.enumerated().map { $0 >= 1200 ? 1e6 * Double($0 % 3) : $1 }
    for model in ["linear-closed-form", "last-value", "linear-stack"] {
      let intervals = try [values, damaged].map { try Self.fit(model, $0).model.intervals }
      #expect(intervals[0] != nil && intervals[0] == intervals[1], "\(model)")
    }
  }

  /// A quarter of the training rows has no room for the longest histories of the stack.
  @Test func foldsWithoutRoomForAModelAreLeftOut() throws {
    var generator = TestGenerator(seed: 12)
    let result = try Self.fit(
      "linear-stack", Self.walk(1600, &generator), lookback: 300, horizon: 24, split: "0.7/0.1/0.2")
    #expect(result.model.intervals != nil)
  }

  @Test func levelsBetweenKeptOnesAreTheQuantilesAtTheirEnds() throws {
    let folder = try TemporaryFolder()
    let path = try Self.panel().write(to: folder)
    let result = try LongPanel.fit("seasonal-naive", path) { $0.split = try SplitRule("0.3/0.5/0.2") }
    let table = try Prediction(
      result.model, data: .file(path), levels: [0.1, 0.5, 0.54, 0.97],
      quantiles: [0.015, 0.23, 0.25, 0.45, 0.55, 0.75, 0.77, 0.985]
    ).table
    let (bands, quantiles) = (table.bands, table.quantiles.map { $0.values[0] })
    for step in 0..<5 {
      for (band, place) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
        let low: Double = bands[band].lower[0][step] - quantiles[place][step]
        let high: Double = bands[band].upper[0][step] - quantiles[7 - place][step]
        #expect(low.magnitude < 1e-9 && high.magnitude < 1e-9)
      }
      let widths = bands.map { $0.upper[0][step] - $0.lower[0][step] }
      #expect((widths[0] - 0.2 * widths[1]).magnitude < 1e-9 && widths[1] < widths[2], "\(widths)")
    }
  }

  @Test func quantilesBetweenKeptLevelsLieBetweenTheirBounds() throws {
    let folder = try TemporaryFolder()
    let path = try Self.panel().write(to: folder)
    let result = try LongPanel.fit("linear-closed-form", path) { $0.split = try SplitRule("0.3/0.5/0.2") }
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
