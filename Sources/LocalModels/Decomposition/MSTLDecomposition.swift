/// The decomposition of a series with several seasons: y = trend + Σ seasonal + remainder (Bandara, Hyndman and Bergmeir 2021).
///
/// Seasons are estimated one after the other by STL, the shortest first, in two rounds (one for a single season), with seasonal windows 11, 15, 19, …
public struct MSTLDecomposition: Sendable, Equatable {
  /// The seasonal periods that were used, the shortest first.
  public let periods: [Int]
  /// The seasonal component of each period.
  public let seasonals: [[Double]]
  /// The trend of each row.
  public let trend: [Double]
  /// What is left of each row.
  public let remainder: [Double]

  /// Decomposes by those of `periods` with 2m + 1 rows or more; nil if there are none.
  public init?(_ values: [Double], periods: [Int], isRobust: Bool = false) {
    let usable = Set(periods).filter { $0 >= 2 && 2 * $0 < values.count }.sorted()
    guard !usable.isEmpty else { return nil }
    var seasonals = [[Double]](
      repeating: [Double](repeating: 0, count: values.count), count: usable.count)
    var rest = values
    var trend: [Double] = []
    for _ in 0..<(usable.count == 1 ? 1 : 2) {
      for (index, period) in usable.enumerated() {
        for row in rest.indices { rest[row] += seasonals[index][row] }
        let options = STLOptions(seasonalWindow: .rows(11 + 4 * index), isRobust: isRobust)
        guard let parts = STLDecomposition(rest, season: period, options: options) else {
          return nil
        }
        seasonals[index] = parts.seasonal
        trend = parts.trend
        for row in rest.indices { rest[row] -= seasonals[index][row] }
      }
    }
    self.periods = usable
    self.seasonals = seasonals
    self.trend = trend
    remainder = rest.indices.map { rest[$0] - trend[$0] }
  }

  /// The values without their seasons.
  public var seasonallyAdjusted: [Double] { zip(trend, remainder).map { $0 + $1 } }
}
