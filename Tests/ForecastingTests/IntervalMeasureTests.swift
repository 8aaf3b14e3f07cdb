import Forecasters
import Forecasting
import Tensors
import TestSupport
import Testing
import TimeSeries

/// What is measured of intervals, against counting window by window and step by step.
@Suite struct IntervalMeasureTests {
  private static let (lookback, horizon) = (8, 6)

  /// Two columns of noise that comes and goes.
  private static func windows(rows: Int, gaps: Bool) throws -> WindowSet {
    var generator = TestGenerator(seed: 21)
    let stamps = (0..<rows).map { Timestamp(year: 2020).advanced(byHours: $0) }
    let columns = (0..<2).map { column in
      let values = (0..<rows).map { row in
        gaps && row % 41 == 7 ? Double.nan : generator.normal() * (1 + Double(row % 100) / 20)
      }
      return (name: "c\(column)", values: values)
    }
    let panel = try Panel(source: "noise", timestamps: stamps, columns: columns)
    let split = try SplitRule.ratios(train: 0.2, validation: 0.4, test: 0.4).resolve(for: panel)
    let scaler = StandardScaler(fitting: panel, rows: split.train)
    return try WindowSet(
      ScaledPanel(panel, scalers: [scaler]), splits: [split],
      shape: .init(lookback: lookback, horizon: horizon))
  }

  /// The last value of each channel in standardised units; that of a forecaster is in data units.
  private struct StandardizedLastValue: Predictor {
    func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
      { Forecast(point: repeatingLast($0.history, count: IntervalMeasureTests.horizon)) }
    }
  }

  private static func lastValue(inUnits: Bool) throws -> any Predictor {
    guard inUnits else { return StandardizedLastValue() }
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(lookback: lookback, horizon: horizon, channelCount: 2)
    return try LastValue(.init(), for: task, using: &generator)
  }

  @Test(arguments: [false, true], [false, true])
  func coverageWidthAndQuantilesAreThoseCountedOneByOne(gaps: Bool, inUnits: Bool) throws {
    let windows = try Self.windows(rows: 900, gaps: gaps)
    let forecaster = try Self.lastValue(inUnits: inUnits)
    let workers = Workers(threadCount: 2)
    let residuals = try measure(forecaster, on: windows.validation, keepsResiduals: true, workers: workers)
    let intervals = try #require(residuals.calibratedIntervals(workers))
    #expect(intervals.scalesWithWindow)
    let measures = try measure(forecaster, on: windows.test, intervals: intervals, workers: workers)
    for score in measures.intervalScores {
      let level = try #require(intervals.index(ofLevel: score.level))
      var (count, inside, width) = (0, 0, 0.0)
      try Self.forEachResidual(windows.test, forecaster, intervals) { residual, channel, step, scale in
        let bounds = try #require(intervals.offsets(channel: channel, step: step, level: level))
        count += 1
        inside += (bounds.lower * scale...bounds.upper * scale).contains(residual) ? 1 : 0
        width += (bounds.upper - bounds.lower) * scale
      }
      #expect(score.coverage == Double(inside) / Double(count))
      // Bounds behind the last step are kept in single precision.
      #expect((score.width - width / Double(count)).magnitude < (gaps ? 1e-6 : 1e-9))
    }
    let score = RankedProbabilityScore.tenths
    var sums = QuantileSums()
    try Self.forEachResidual(windows.test, forecaster, intervals) { residual, channel, step, scale in
      let quantiles = try score.probabilities.map {
        try #require(intervals.offset(ofProbability: $0, channel: channel, step: step))
      }
      sums.add(truth: residual, quantiles: quantiles.map { $0 * scale }, score)
    }
    let quantiles = try #require(measures.quantileScore)
    #expect(quantiles.isUsual)
    // Quantiles between levels are kept in single precision.
    #expect((quantiles.crps - sums.value(of: .crps)).magnitude < 1e-6)
    #expect((quantiles.pinball - sums.value(of: .pinball)).magnitude < 1e-6)
  }

  /// Calls `body` with every residual whose truth is known, the step from the last known value that it is of, and what bounds are
  /// multiplied by in its window.
  private static func forEachResidual(
    _ windows: TestWindows, _ forecaster: any Predictor, _ intervals: ForecastIntervals,
    _ body: (_ residual: Double, _ channel: Int, _ step: Int, _ scale: Double) throws -> Void
  ) throws {
    for window in 0..<windows.count {
      let batch = windows.histories([window])
      let values = forecaster.predicting(windows: 1)(batch).values
      let scales = try #require(intervals.scales(of: batch, channels: [0, 1]).first)
      let last = windows.targetRows(ofWindow: window).lowerBound - 1
      for channel in 0..<2 {
        // Single rows are missing, one in 41.
        let stale = windows.data.panel.values(ofColumn: channel, ofSeries: 0)[last].isNaN ? 1 : 0
        let residuals = windows.withTarget(channel, ofWindow: window) { truth, mean, deviation in
          truth.indices.map { step in
            switch values {
            case .units(let units): Float((truth[step] - units[channel * horizon + step]) / deviation)
            case .standardized(let point):
              Float((truth[step] - mean) / deviation - Double(point.values[channel * horizon + step]))
            }
          }
        }
        for step in residuals.indices where !residuals[step].isNaN {
          try body(Double(residuals[step]), channel, step + stale, Double(scales[channel]))
        }
      }
    }
  }

  /// Of more than four million residuals every second window's are kept; only those are forecast where nothing else is wanted.
  @Test func residualsAloneMakeTheSameIntervals() throws {
    let (rows, horizon) = (8200, 2000)
    var generator = TestGenerator(seed: 22)
    let stamps = (0..<rows).map { Timestamp(year: 2020).advanced(byHours: $0) }
    let values = (0..<rows).map { _ in generator.normal() }
    let panel = try Panel(source: "noise", timestamps: stamps, columns: [(name: "y", values: values)])
    let split = try SplitRule.last(validation: 4110, test: horizon).resolve(for: panel)
    let scaler = StandardScaler(fitting: panel, rows: split.train)
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [scaler]), splits: [split],
      shape: .init(lookback: 1, horizon: horizon)
    ).validation
    #expect(windows.count * horizon > 1 << 22)
    var seeds = SeededGenerator(seed: 1)
    let forecaster = try LastValue(
      .init(), for: ForecastTask(lookback: 1, horizon: horizon, channelCount: 1), using: &seeds)
    let workers = Workers(threadCount: 2)
    let all = try measure(forecaster, on: windows, keepsResiduals: true, workers: workers)
    let few = try measureResiduals(forecaster, on: windows, workers: workers)
    #expect(few.errors.windowCount == (all.errors.windowCount + 1) / 2)
    let intervals = try #require(few.calibratedIntervals(workers))
    #expect(intervals == all.calibratedIntervals(workers))
  }
}
