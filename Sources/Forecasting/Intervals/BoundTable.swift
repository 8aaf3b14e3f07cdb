import TimeSeries

/// Bounds of intervals in the order in which residuals of many windows are compared with them.
struct BoundTable: Sendable {
  /// Levels side by side.
  static let lanes = 8

  private let intervals: ForecastIntervals
  /// So many levels side by side hold all there are.
  let groupCount: Int
  /// Shape `[table, channel, group, step]`; NaN where there is no bound.
  private(set) var lower: [SIMD8<Float>], upper: [SIMD8<Float>]
  /// The quantiles that are scored, shape `[table, channel, probability, step]`; empty where none are.
  private(set) var quantiles: [Float] = []

  /// How the quantiles are scored; nil without any.
  let score: RankedProbabilityScore?

  /// - Parameter score: How the quantiles are scored, where there are some.
  init(_ intervals: ForecastIntervals, score: RankedProbabilityScore?) {
    self.score = intervals.quantileScore == nil ? nil : score
    let (levelCount, horizon) = (intervals.levels.count, intervals.horizon)
    let (rowCount, width) = ((1 + intervals.seriesCount) * intervals.channelCount, 2 * levelCount)
    self.intervals = intervals
    groupCount = (levelCount + Self.lanes - 1) / Self.lanes
    lower = Array(repeating: SIMD8(repeating: .nan), count: rowCount * groupCount * horizon)
    upper = lower
    for row in 0..<rowCount {
      for step in 0..<horizon {
        let bounds = intervals.bounds[(row * horizon + step) * width..<(row * horizon + step + 1) * width]
        for level in 0..<levelCount {
          let place = (row * groupCount + level / Self.lanes) * horizon + step
          lower[place][level % Self.lanes] = bounds[bounds.startIndex + 2 * level]
          upper[place][level % Self.lanes] = bounds[bounds.startIndex + 2 * level + 1]
        }
      }
    }
    guard let score = self.score else { return }
    let places = intervals.scoredPlaces(score)
    quantiles = Array(repeating: 0, count: rowCount * places.count * horizon)
    for row in 0..<rowCount {
      for (index, place) in places.enumerated() {
        for step in 0..<horizon {
          let start = (row * horizon + step) * width
          let (below, above) = (intervals.bounds[start + place.below], intervals.bounds[start + place.above])
          quantiles[(row * places.count + index) * horizon + step] =
            below + Float(place.share) * (above - below)
        }
      }
    }
  }

  /// The row of bounds, `[table, channel]`, that holds for a channel of a window of a series.
  func row(ofChannel channel: Int, series: Int) -> Int {
    let start = intervals.start(of: series) + intervals.cell(channel: channel, step: 0)
    return start / (intervals.horizon * 2 * intervals.levels.count)
  }
}
