import Tensors
import TimeSeries

/// Intervals around point forecasts, made of the residuals of windows that the forecaster has not learnt from.
///
/// For each target channel and step the bounds are residuals by their rank (``ConformalRank``), so that intervals need not
/// be symmetric; they are in deviations of the training rows, or of each window's own history where that does better.
public struct ForecastIntervals: Sendable, Equatable {
  /// The levels for which there are bounds, ascending.
  public let levels: [Double]
  /// Target channels with bounds of their own; 1 where all share theirs.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// Whether bounds are multiples of the deviation of a window's history.
  public let scalesWithWindow: Bool
  /// Residuals from which the bounds of a channel and a step were made, at least.
  public let residualCount: Int
  /// Shape `[channel, step, level, lower or upper]`, to be added to a point forecast; NaN where there are too few residuals.
  let bounds: [Float]

  /// The levels that are kept.
  public static let usualLevels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99]

  init(
    levels: [Double], channelCount: Int, horizon: Int, scalesWithWindow: Bool, residualCount: Int,
    bounds: [Float]
  ) {
    precondition(
      bounds.count == channelCount * horizon * levels.count * 2, "ForecastIntervals: \(bounds.count)")
    (self.levels, self.channelCount, self.horizon) = (levels, channelCount, horizon)
    (self.scalesWithWindow, self.residualCount, self.bounds) = (scalesWithWindow, residualCount, bounds)
  }

  /// The bounds of a channel and a step at a kept level, in deviations; nil where there are too few residuals.
  package func offsets(channel: Int, step: Int, level: Int) -> (lower: Double, upper: Double)? {
    let place = min(channel, channelCount - 1)
    let start = ((place * horizon + step) * levels.count + level) * 2
    guard !bounds[start].isNaN, !bounds[start + 1].isNaN else { return nil }
    return (Double(bounds[start]), Double(bounds[start + 1]))
  }

  /// The offset of a quantile of a channel and a step in deviations, between those that are kept in proportion; nil beyond the
  /// outermost ones.
  package func offset(ofProbability probability: Double, channel: Int, step: Int) -> Double? {
    let known = levels.indices.compactMap { level in
      offsets(channel: channel, step: step, level: level).map { (level: levels[level], offsets: $0) }
    }
    let points =
      known.reversed().map { (probability: (1 - $0.level) / 2, offset: $0.offsets.lower) }
      + known.map { (probability: (1 + $0.level) / 2, offset: $0.offsets.upper) }
    guard let next = points.firstIndex(where: { $0.probability >= probability - 1e-9 }) else { return nil }
    let (above, below) = (points[next], points[max(0, next - 1)])
    if above.probability <= probability + 1e-9 { return above.offset }
    guard next > 0 else { return nil }
    let share = (probability - below.probability) / (above.probability - below.probability)
    return below.offset + share * (above.offset - below.offset)
  }

  /// The place of the lowest kept level that is not below one asked for; nil above the highest.
  public func index(ofLevel level: Double) -> Int? { levels.firstIndex { $0 >= level - 1e-9 } }

  /// The highest level that the residuals allow at every step.
  public var highestLevel: Double {
    levels.indices.last { level in
      (0..<channelCount).allSatisfy { channel in
        (0..<horizon).allSatisfy { offsets(channel: channel, step: $0, level: level) != nil }
      }
    }.map { levels[$0] } ?? 0
  }
}

extension ForecastIntervals {
  /// Makes intervals from residuals, with the scale that does better on the later half of the windows when the earlier half
  /// made them.
  ///
  /// - Returns: Nil where there are too few windows for any level.
  init?(_ sample: ResidualSample, workers: Workers) {
    let windows = sample.inOrder
    guard ConformalRank.highestLevel(count: windows.count) >= Self.usualLevels[0] else { return nil }
    let hasScales = windows.allSatisfy { !$0.scales.isEmpty }
    let whole = Array(0..<sample.horizon)
    var scalesWithWindow = false
    if hasScales, windows.count >= 40 {
      let (early, late) = (Array(windows.prefix(windows.count / 2)), windows.suffix(windows.count / 2))
      // A few steps tell which scale is better.
      let steps = Array(Set((0..<12).map { $0 * sample.horizon / 12 })).sorted()
      let losses = [false, true].map { scaled in
        Self.quantiles(of: early, sample, steps: steps, scalesWithWindow: scaled, workers)
          .intervalLoss(of: late, sample, steps: steps)
      }
      scalesWithWindow = losses[1] < losses[0]
    }
    self = Self.quantiles(of: windows, sample, steps: whole, scalesWithWindow: scalesWithWindow, workers)
  }

  /// The bounds at some steps; others have none.
  private static func quantiles(
    of windows: [ResidualSample.Window], _ sample: ResidualSample, steps: [Int], scalesWithWindow: Bool,
    _ workers: Workers
  ) -> ForecastIntervals {
    // A channel with few windows shares its residuals with the others.
    let isPooled = windows.count < 100
    let (channelCount, horizon) = (isPooled ? 1 : sample.channelCount, sample.horizon)
    let cells = workers.map(count: channelCount * steps.count) { index -> (bounds: [Float], count: Int) in
      let (channel, step) = (index / steps.count, steps[index % steps.count])
      var residuals: [Float] = []
      for window in windows {
        for own in isPooled ? 0..<sample.channelCount : channel..<channel + 1 {
          let residual = window.residuals[own * horizon + step]
          if !residual.isNaN {
            residuals.append(scalesWithWindow ? residual / window.scales[own] : residual)
          }
        }
      }
      residuals.sort()
      // Residuals of channels that share windows are no more than the windows are.
      let count = isPooled ? min(windows.count, residuals.count) : residuals.count
      return (usualLevels.flatMap { bound(residuals, level: $0, count: count) }, count)
    }
    let width = 2 * usualLevels.count
    var bounds = [Float](repeating: .nan, count: channelCount * horizon * width)
    for (index, cell) in cells.enumerated() {
      let place = (index / steps.count * horizon + steps[index % steps.count]) * width
      for offset in 0..<width { bounds[place + offset] = cell.bounds[offset] }
    }
    return ForecastIntervals(
      levels: usualLevels, channelCount: channelCount, horizon: horizon, scalesWithWindow: scalesWithWindow,
      residualCount: cells.map(\.count).min() ?? 0, bounds: bounds)
  }

  /// The residuals at the two ranks; NaN where `count` windows are too few.
  private static func bound(_ residuals: [Float], level: Double, count: Int) -> [Float] {
    guard ConformalRank.lower(count: count, level: level) != nil,
      let lower = ConformalRank.lower(count: residuals.count, level: level),
      let upper = ConformalRank.upper(count: residuals.count, level: level)
    else { return [.nan, .nan] }
    return [residuals[lower - 1], residuals[upper - 1]]
  }

  /// The mean interval score of Winkler over windows, at 80 % (Gneiting and Raftery 2007, §6.2).
  private func intervalLoss(
    of windows: ArraySlice<ResidualSample.Window>, _ sample: ResidualSample, steps: [Int]
  ) -> Double {
    guard let level = index(ofLevel: 0.8) else { return .infinity }
    let penalty = 2 / (1 - levels[level])
    var (sum, count) = (0.0, 0)
    for channel in 0..<sample.channelCount {
      for step in steps {
        guard let offsets = offsets(channel: channel, step: step, level: level) else { return .infinity }
        for window in windows {
          let residual = Double(window.residuals[channel * horizon + step])
          guard !residual.isNaN else { continue }
          let scale = scalesWithWindow ? Double(window.scales[channel]) : 1
          let (lower, upper) = (offsets.lower * scale, offsets.upper * scale)
          sum += upper - lower + penalty * (max(0, lower - residual) + max(0, residual - upper))
          count += 1
        }
      }
    }
    return count == 0 ? .infinity : sum / Double(count)
  }
}
