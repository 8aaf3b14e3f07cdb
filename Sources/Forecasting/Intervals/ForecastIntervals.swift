import Tensors
import TimeSeries

/// Intervals around point forecasts, made of the residuals of windows that the forecaster has not learnt from.
///
/// For each target channel and step the bounds are residuals by their rank (`ConformalRank`), so that intervals need not
/// be symmetric; they grow with a power of the deviation of each window's own history where that keeps coverage steadier. Of many series
/// each has bounds of its own where it has enough residuals and they do better; otherwise all share theirs.
public struct ForecastIntervals: Sendable, Equatable {
  /// The levels for which there are bounds, ascending.
  public let levels: [Double]
  /// Target channels with bounds of their own; 1 where all share theirs.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// For each of the channels, the power of the deviation of a window's history that bounds are multiples of; 0 where they do not
  /// depend on it.
  public let exponents: [Float]
  /// Windows whose residuals the bounds of a channel and a step were made of, at least; of all series together.
  public let residualCount: Int
  /// How many independent residuals they are worth: windows that overlap are worth less than their number. Nil where it is not known.
  public let independentCount: Int?
  /// Series that may have bounds of their own; 0 where all share theirs.
  public let seriesCount: Int
  /// Shape `[table, channel, step, level, lower or upper]`, to be added to a point forecast; NaN where there are too few residuals. The
  /// first table is that of all series, each of the others that of one.
  let bounds: [Float]
  /// How quantiles are scored: at the tenths, or at the ends of the levels with bounds at every step where these do not reach so far; nil
  /// without any.
  let quantileScore: RankedProbabilityScore?
  /// The highest level that the residuals allow at every step.
  public let highestLevel: Double

  /// The levels that are kept.
  public static let usualLevels = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99]

  init(
    levels: [Double], channelCount: Int, horizon: Int, exponents: [Float], residualCount: Int,
    independentCount: Int?, seriesCount: Int = 0, bounds: [Float]
  ) {
    precondition(
      bounds.count == (1 + seriesCount) * channelCount * horizon * levels.count * 2
        && exponents.count == channelCount,
      "ForecastIntervals: \(bounds.count)")
    (self.levels, self.channelCount, self.horizon) = (levels, channelCount, horizon)
    (self.seriesCount, self.independentCount) = (seriesCount, independentCount)
    (self.exponents, self.residualCount, self.bounds) = (exponents, residualCount, bounds)
    let width = 2 * levels.count
    let known = levels.indices.last { level in
      stride(from: 0, to: channelCount * horizon * width, by: width).allSatisfy {
        !bounds[$0 + 2 * level].isNaN
      }
    }
    highestLevel = known.map { levels[$0] } ?? 0
    quantileScore = known.map { last in
      let held = levels[...last]
      guard levels[last] < 0.8 - 1e-9 else { return .tenths }
      return RankedProbabilityScore(
        held.reversed().map { (1 - $0) / 2 } + [0.5] + held.map { (1 + $0) / 2 })
    }
  }

  /// The bounds of a channel and a step at a kept level, in deviations; nil where there are too few residuals.
  ///
  /// Those of steps behind the last one follow from it; see ``growth(to:channel:series:)``.
  ///
  /// - Parameter series: The series, whose own bounds are taken where there are some; nil for those of all.
  package func offsets(
    channel: Int, step: Int, level: Int, series: Int? = nil
  ) -> (lower: Double, upper: Double)? {
    guard step < horizon else {
      let growth = growth(to: step, channel: channel, series: series)
      return offsets(channel: channel, step: horizon - 1, level: level, series: series)
        .map { ($0.lower * growth, $0.upper * growth) }
    }
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
      levels: levels, channelCount: channelCount, horizon: horizon, exponents: exponents,
      residualCount: residualCount, independentCount: independentCount, seriesCount: numbers.count,
      bounds: tables)
  }

  /// Whether bounds depend on the deviation of a window's history.
  public var scalesWithWindow: Bool { exponents.contains { $0 != 0 } }

  /// What the bounds of a window are multiplied by, one number a target channel; empty where they do not depend on its history.
  ///
  /// - Parameter deviations: The deviation of the history of each target channel, standardised units.
  func scales(_ deviations: [Float]) -> [Float] {
    guard scalesWithWindow else { return [] }
    return deviations.enumerated().map { channel, deviation in
      deviation.raised(to: exponents[min(channel, channelCount - 1)])
    }
  }

  /// The same for each window of a batch.
  ///
  /// - Parameter channels: The target channels.
  package func scales(of batch: Batch, channels: [Int]) -> [[Float]] {
    scalesWithWindow ? batch.historyScales(of: channels).map { scales($0) } : []
  }

  /// What the bounds were made of, in a few words.
  public var origin: String {
    let scale = scalesWithWindow ? ", by each window's own deviation" : ""
    let sharing = seriesCount > 0 ? ", of each series by itself where it has enough" : ""
    let worth = independentCount.map { $0 < residualCount ? " that overlap and are worth \($0)" : "" } ?? ""
    return "\(residualCount) residuals a step\(worth)\(sharing)\(scale)"
  }

  /// The offset of a quantile of a channel and a step in deviations, between those that are kept in proportion; nil beyond the
  /// outermost ones.
  package func offset(
    ofProbability probability: Double, channel: Int, step: Int, series: Int? = nil
  ) -> Double? {
    func offset(_ place: Int) -> Double? {
      let found = offsets(channel: channel, step: step, level: place / 2, series: series)
      return place.isMultiple(of: 2) ? found?.lower : found?.upper
    }
    let asked = (1 - 2 * probability).magnitude
    if let level = levels.firstIndex(where: { ($0 - asked).magnitude < 1e-9 }),
      let found = offset(2 * level + (probability < 0.5 ? 0 : 1))
    {
      return found
    }
    let known = levels.indices.filter { offset(2 * $0) != nil }
    guard let (lower, upper, share) = places(around: probability, among: known),
      let below = offset(lower), let above = offset(upper)
    else { return nil }
    return below + share * (above - below)
  }

  /// The places of the bounds of some levels around a probability, with its share of the way between them; nil beyond the outermost ones.
  private func places(
    around probability: Double, among known: [Int]
  ) -> (below: Int, above: Int, share: Double)? {
    let points =
      known.reversed().map { (probability: (1 - levels[$0]) / 2, place: 2 * $0) }
      + known.map { (probability: (1 + levels[$0]) / 2, place: 2 * $0 + 1) }
    guard let next = points.firstIndex(where: { $0.probability >= probability - 1e-9 }) else { return nil }
    let (above, below) = (points[next], points[max(0, next - 1)])
    if above.probability <= probability + 1e-9 { return (above.place, above.place, 0) }
    guard next > 0 else { return nil }
    let span = above.probability - below.probability
    return (below.place, above.place, (probability - below.probability) / span)
  }

  /// The place of the lowest kept level that is not below one asked for; nil above the highest.
  public func index(ofLevel level: Double) -> Int? { levels.firstIndex { $0 >= level - 1e-9 } }

  /// Of each probability that is scored, the places of the kept bounds around it, or the outermost, with its share of the way between them.
  func scoredPlaces(_ score: RankedProbabilityScore) -> [(below: Int, above: Int, share: Double)] {
    let held = levels.indices.filter { levels[$0] <= highestLevel }
    return score.probabilities.map { probability in
      let outermost = 2 * (held.last ?? 0) + (probability < 0.5 ? 0 : 1)
      return places(around: probability, among: held) ?? (outermost, outermost, 0)
    }
  }
}
