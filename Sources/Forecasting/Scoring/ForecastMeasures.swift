import Conformal
import Layers
import Tensors
import TimeSeries

/// What the forecasts of windows tell beside what came.
public struct ForecastMeasures: Sendable {
  /// How far they missed.
  public private(set) var errors: ForecastErrors
  private let intervals: ForecastIntervals?
  private let bounds: BoundTable?
  /// By series, channel and number of missing rows before a forecast, where there are some.
  private var laterBounds: [[Int]: BoundTable] = [:]
  private var intervalErrors: IntervalErrors?
  /// The levels of intervals that the forecaster states itself; empty where they are not measured.
  let statedLevels: [Double]
  /// How the quantiles are scored that the forecaster states itself; nil where they are not.
  var statedScore: RankedProbabilityScore?
  private var residuals: ResidualSample?
  /// Of every window, where residuals are kept.
  private var firsts: [FirstResidual] = []
  /// The residuals of the windows; nil where none were kept.
  var residualSample: ResidualSample? { residuals }
  /// Every window whose index is a multiple of this has its quantiles scored: a thousand tell.
  private let quantileStride: Int

  init<Role>(
    _ windows: Windows<Role>, _ intervals: ForecastIntervals?, keepsResiduals: Bool,
    statedLevels: [Double] = []
  ) {
    self.statedLevels = statedLevels
    quantileStride = max(1, (windows.count + 1023) / 1024)
    errors = ForecastErrors(
      channelCount: windows.targetCount, horizon: windows.horizon,
      seriesCount: windows.data.panel.series.count, naiveErrors: windows.naiveErrors.first ?? [])
    self.intervals = intervals
    bounds = intervals.map { BoundTable($0, score: $0.quantileScore) }
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

  /// The same with the residuals of other windows, in other measures of the same targets, beside its own.
  public func addingResiduals(of others: [ForecastMeasures]) -> ForecastMeasures {
    var all = self
    for other in others { if let more = other.residuals { all.residuals?.merge(more) } }
    return all
  }

  /// How the intervals did at the kept levels that there are bounds of at every step; empty without intervals.
  public var intervalScores: [IntervalScore] {
    let levels = intervals?.levels ?? statedLevels
    let highest = intervals?.highestLevel ?? 1
    return levels.indices.filter { levels[$0] <= highest }.compactMap {
      intervalErrors?.score(level: $0, nominal: levels[$0])
    }
  }

  /// How the quantiles did, of the intervals or of what the forecaster states; nil without any.
  public var quantileScore: QuantileScore? {
    intervalErrors?.quantileScore((intervals?.quantileScore ?? statedScore)?.probabilities ?? [])
  }

  mutating func merge(_ other: ForecastMeasures) {
    errors.merge(other.errors)
    if let more = other.intervalErrors { intervalErrors?.merge(more) }
    if let more = other.residuals { residuals?.merge(more) }
    firsts += other.firsts
  }

  /// The residuals of the first step of every window, in any order; empty where residuals are not kept.
  public var firstResiduals: [FirstResidual] { firsts }

  /// The mean residual of each target and step, standardised; empty where residuals are not kept.
  public var meanResiduals: [[Double]] {
    guard let residuals, !residuals.windows.isEmpty else { return [] }
    return (0..<residuals.channelCount).map { channel in
      (0..<residuals.horizon).map { step in
        let place = channel * residuals.horizon + step
        let known = residuals.windows.map { Double($0.residuals[place]) }.filter { !$0.isNaN }
        return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
      }
    }
  }

  /// Adds the forecasts of the windows at `indices`.
  mutating func add<Role>(
    _ forecast: Forecast, _ batch: Batch, of windows: Windows<Role>, _ indices: [Int]
  ) {
    var differences = windows.errors(of: forecast, at: indices)
    let isMissing = windows.missingTruths(at: indices)
    for index in isMissing.indices where isMissing[index] { differences[index] = 0 }
    errors.add(
      differences.span, windows: indices.count, missing: isMissing, scales: windows.scales(of: indices))
    guard intervals != nil || residuals != nil else { return }
    let positions = indices.map { windows.position(ofWindow: $0) }
    addResiduals(differences, isMissing, batch, windows.targetChannels, indices, positions)
  }

  /// Adds intervals that the forecaster states around the windows at `indices`.
  ///
  /// - Parameter quantiles: The lower and the upper bound of each of ``statedLevels``, then those that are scored.
  mutating func add<Role>(
    _ quantiles: Forecast, of windows: Windows<Role>, _ indices: [Int]
  ) {
    for (position, window) in indices.enumerated() {
      for target in 0..<windows.targetCount {
        windows.withTarget(target, ofWindow: window) { truth, mean, deviation in
          let scored = statedScore?.probabilities.count ?? 0
          let rows = (0..<2 * statedLevels.count + scored).map { output in
            quantiles.units(
              window: position, output: output, channel: windows.targetChannels[target], mean: mean,
              deviation: deviation)
          }
          if let statedScore {
            intervalErrors?.add(
              truth, quantiles: Array(rows[(2 * statedLevels.count)...]), statedScore, deviation: deviation)
          }
          for level in statedLevels.indices {
            let bounds = rows[2 * level...2 * level + 1].map { $0 }
            intervalErrors?.add(
              truth, lower: bounds[0], upper: bounds[1], level: level, deviation: deviation)
          }
        }
      }
    }
  }

  private mutating func addResiduals(
    _ differences: [Double], _ isMissing: [Bool], _ batch: Batch, _ channels: [Int], _ indices: [Int],
    _ positions: [(series: Int, firstTarget: Int)]
  ) {
    let (channelCount, horizon) = (errors.channelCount, errors.horizon)
    let scales = batch.historyScales(of: channels)
    for (position, window) in indices.enumerated() {
      let places = position * channelCount * horizon..<(position + 1) * channelCount * horizon
      var values = differences[places].map { Float(-$0) }
      if !isMissing.isEmpty {
        for place in places where isMissing[place] { values[place - places.lowerBound] = .nan }
      }
      let (series, row) = positions[position]
      if let stride = residuals?.stride {
        firsts.append(
          FirstResidual(
            series: series, row: row, values: (0..<channelCount).map { values[$0 * horizon] }))
        if window.isMultiple(of: stride) {
          residuals?.add(
            ResidualSample.Window(
              series: series, row: row, spacing: stride, residuals: values, scales: scales[position]))
        }
      }
      guard let intervals, let bounds else { continue }
      let own = intervals.scales(scales[position])
      for channel in 0..<channelCount {
        let stale = batch.staleRowCount(ofChannel: channels[channel], window: position)
        let table = stale == 0 ? bounds : later(intervals, [series, channel, stale])
        intervalErrors?.add(
          values.span.extracting(channel * horizon..<(channel + 1) * horizon), table,
          row: table.row(ofChannel: channel, series: series), scale: own.isEmpty ? 1 : Double(own[channel]),
          scoresQuantiles: window.isMultiple(of: quantileStride))
      }
    }
  }

  /// The bounds of a series, a channel and a number of missing rows.
  private mutating func later(_ intervals: ForecastIntervals, _ place: [Int]) -> BoundTable {
    if let known = laterBounds[place] { return known }
    let later = intervals.later(by: place[2], channel: place[1], series: place[0])
    let table = BoundTable(later, score: intervals.quantileScore)
    laterBounds[place] = table
    return table
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
