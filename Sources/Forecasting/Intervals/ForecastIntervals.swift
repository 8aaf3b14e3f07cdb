import Tensors
import TimeSeries

/// Intervals around point forecasts, made of the residuals of windows that the forecaster has not learnt from.
///
/// For each target channel and step the bounds are residuals by their rank (``ConformalRank``), so that intervals need not
/// be symmetric; they are in deviations of the training rows, or of each window's own history where that does better. Of many series
/// each has bounds of its own where it has enough residuals and they do better; otherwise all share theirs.
public struct ForecastIntervals: Sendable, Equatable {
  /// The levels for which there are bounds, ascending.
  public let levels: [Double]
  /// Target channels with bounds of their own; 1 where all share theirs.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// Whether bounds are multiples of the deviation of a window's history.
  public let scalesWithWindow: Bool
  /// Residuals from which the bounds of a channel and a step were made, at least; of all series together.
  public let residualCount: Int
  /// Series that may have bounds of their own; 0 where all share theirs.
  public let seriesCount: Int
  /// Shape `[table, channel, step, level, lower or upper]`, to be added to a point forecast; NaN where there are too few residuals. The
  /// first table is that of all series, each of the others that of one.
  let bounds: [Float]

  /// The levels that are kept.
  public static let usualLevels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99]

  init(
    levels: [Double], channelCount: Int, horizon: Int, scalesWithWindow: Bool, residualCount: Int,
    seriesCount: Int = 0, bounds: [Float]
  ) {
    precondition(
      bounds.count == (1 + seriesCount) * channelCount * horizon * levels.count * 2,
      "ForecastIntervals: \(bounds.count)")
    (self.levels, self.channelCount, self.horizon) = (levels, channelCount, horizon)
    self.seriesCount = seriesCount
    (self.scalesWithWindow, self.residualCount, self.bounds) = (scalesWithWindow, residualCount, bounds)
  }

  /// The bounds of a channel and a step at a kept level, in deviations; nil where there are too few residuals.
  ///
  /// - Parameter series: The series, whose own bounds are taken where there are some; nil for those of all.
  package func offsets(
    channel: Int, step: Int, level: Int, series: Int? = nil
  ) -> (lower: Double, upper: Double)? {
    let start = start(of: series) + cell(channel: channel, step: step) + 2 * level
    guard !bounds[start].isNaN, !bounds[start + 1].isNaN else { return nil }
    return (Double(bounds[start]), Double(bounds[start + 1]))
  }

  /// Numbers of a table.
  private var tableSize: Int { channelCount * horizon * levels.count * 2 }

  /// Where the bounds of a channel and a step begin in a table.
  func cell(channel: Int, step: Int) -> Int {
    (min(channel, channelCount - 1) * horizon + step) * levels.count * 2
  }

  /// Where the table begins that holds for a series: its own, or that of all.
  func start(of series: Int?) -> Int {
    guard let series, series < seriesCount else { return 0 }
    let own = (1 + series) * tableSize
    return bounds[own].isNaN ? 0 : own
  }

  /// The same for the series of another panel.
  ///
  /// - Parameter numbers: For each series of the panel, its number among those the intervals were made for; nil for one that is new.
  package func bound(to numbers: [Int?]) -> ForecastIntervals {
    guard seriesCount > 0 else { return self }
    var tables = Array(bounds[..<tableSize])
    tables.reserveCapacity((1 + numbers.count) * tableSize)
    for number in numbers {
      let own = number.map { $0 < seriesCount ? (1 + $0) * tableSize : 0 } ?? 0
      tables += bounds[own..<own + tableSize]
    }
    return ForecastIntervals(
      levels: levels, channelCount: channelCount, horizon: horizon, scalesWithWindow: scalesWithWindow,
      residualCount: residualCount, seriesCount: numbers.count, bounds: tables)
  }

  /// What the bounds were made of, in a few words.
  public var origin: String {
    let scale = scalesWithWindow ? ", in deviations of each window" : ""
    let sharing = seriesCount > 0 ? ", of each series by itself where it has enough" : ""
    return "\(residualCount) residuals a step\(sharing)\(scale)"
  }

  /// The offset of a quantile of a channel and a step in deviations, between those that are kept in proportion; nil beyond the
  /// outermost ones.
  package func offset(
    ofProbability probability: Double, channel: Int, step: Int, series: Int? = nil
  ) -> Double? {
    let known = levels.indices.compactMap { level in
      offsets(channel: channel, step: step, level: level, series: series).map {
        (level: levels[level], offsets: $0)
      }
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
