import Layers
import Tensors
import TimeSeries

/// What the forecasts of windows tell beside what came.
public struct ForecastMeasures: Sendable {
  /// How far they missed.
  public private(set) var errors: ForecastErrors
  private let intervals: ForecastIntervals?
  private var intervalErrors: IntervalErrors?
  /// The levels of intervals that the forecaster states itself; empty where they are not measured.
  let statedLevels: [Double]
  private var residuals: ResidualSample?

  init<Role>(
    _ windows: Windows<Role>, _ intervals: ForecastIntervals?, keepsResiduals: Bool,
    statedLevels: [Double] = []
  ) {
    self.statedLevels = statedLevels
    errors = ForecastErrors(
      channelCount: windows.targetCount, horizon: windows.horizon,
      seriesCount: windows.data.panel.series.count, naiveErrors: windows.naiveErrors.first ?? [])
    self.intervals = intervals
    intervalErrors =
      statedLevels.isEmpty
      ? intervals.map { IntervalErrors(levelCount: $0.levels.count) }
      : IntervalErrors(levelCount: statedLevels.count)
    residuals =
      keepsResiduals
      ? ResidualSample(
        channelCount: windows.targetCount, horizon: windows.horizon, windowCount: windows.count) : nil
  }

  /// Intervals made of the residuals; nil where none were kept or they are too few.
  ///
  /// - Parameter workers: The threads; they do not change the result.
  public func calibratedIntervals(_ workers: Workers) -> ForecastIntervals? {
    residuals.flatMap { ForecastIntervals($0, workers: workers) }
  }

  /// How the intervals did at the kept levels; empty without intervals.
  public var intervalScores: [IntervalScore] {
    let levels = intervals?.levels ?? statedLevels
    return levels.indices.compactMap { intervalErrors?.score(level: $0, nominal: levels[$0]) }
  }

  mutating func merge(_ other: ForecastMeasures) {
    errors.merge(other.errors)
    if let more = other.intervalErrors { intervalErrors?.merge(more) }
    if let more = other.residuals { residuals?.merge(more) }
  }

  /// Adds the forecasts of the windows at `indices`.
  mutating func add<Role>(
    _ forecast: Forecast, _ batch: Batch, of windows: Windows<Role>, _ indices: Range<Int>
  ) {
    var differences: [Double] = []
    var isMissing: [Bool] = []
    differences.reserveCapacity(indices.count * windows.targetCount * windows.horizon)
    for (position, window) in indices.enumerated() {
      for target in 0..<windows.targetCount {
        windows.withTarget(target, ofWindow: window) { truth, mean, deviation in
          if !windows.isComplete { isMissing += truth.indices.map { truth[$0].isNaN } }
          forecast.appendErrors(
            window: position, channel: windows.targetChannels[target], truth: truth, mean: mean,
            deviation: deviation, to: &differences)
        }
      }
    }
    for index in isMissing.indices where isMissing[index] { differences[index] = 0 }
    errors.add(
      differences.span, windows: indices.count, missing: isMissing, scales: windows.scales(of: indices))
    guard intervals != nil || residuals != nil else { return }
    let series = indices.map { windows.position(ofWindow: $0).series }
    addResiduals(
      differences, isMissing, batch.historyScales(of: windows.targetChannels), indices, series: series)
  }

  /// Adds intervals that the forecaster states around the windows at `indices`.
  ///
  /// - Parameter quantiles: The lower and the upper bound of each of ``statedLevels``.
  mutating func add<Role>(
    _ quantiles: Forecast, of windows: Windows<Role>, _ indices: [Int]
  ) {
    for (position, window) in indices.enumerated() {
      for target in 0..<windows.targetCount {
        windows.withTarget(target, ofWindow: window) { truth, mean, deviation in
          for level in statedLevels.indices {
            let bounds = [2 * level, 2 * level + 1].map { output in
              quantiles.units(
                window: position, output: output, channel: windows.targetChannels[target], mean: mean,
                deviation: deviation)
            }
            intervalErrors?.add(
              truth, lower: bounds[0], upper: bounds[1], level: level, deviation: deviation)
          }
        }
      }
    }
  }

  private mutating func addResiduals(
    _ differences: [Double], _ isMissing: [Bool], _ scales: [[Float]], _ indices: Range<Int>, series: [Int]
  ) {
    let (channelCount, horizon) = (errors.channelCount, errors.horizon)
    for (position, window) in indices.enumerated() {
      let places = position * channelCount * horizon..<(position + 1) * channelCount * horizon
      let values = places.map { place in
        !isMissing.isEmpty && isMissing[place] ? Float.nan : Float(-differences[place])
      }
      if let stride = residuals?.stride, window.isMultiple(of: stride) {
        residuals?.add(
          ResidualSample.Window(
            index: window, series: series[position], residuals: values, scales: scales[position]))
      }
      guard let intervals else { continue }
      intervalErrors?.add(
        values, intervals, scales: intervals.scalesWithWindow ? scales[position] : [],
        series: series[position])
    }
  }
}

extension Batch {
  /// The deviation of the history of some channels of each window, standardised units; empty where a history is a row.
  package func historyScales(of channels: [Int]) -> [[Float]] {
    guard history.size(ofAxis: -1) > 1 else { return Array(repeating: [], count: count) }
    let statistics = RowStatistics(
      of: history.detached(), observed: observed, epsilon: RevIN.epsilon, subtractingLast: false)
    let (scales, channelCount) = (statistics.scale.values, history.shape[1])
    return (0..<count).map { window in channels.map { scales[window * channelCount + $0] } }
  }
}
