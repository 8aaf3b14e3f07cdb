/// The classical decomposition of a series by a centred moving average into trend, season and remainder.
///
/// The trend is the moving average over a season (for an even season the mean of two neighbouring ones), the index of a season the mean of
/// y / trend or y − trend over its rows, normalised to a mean of 1 or 0. R's `decompose`.
public struct ClassicalDecomposition: Sendable, Equatable {
  /// How season and trend are joined.
  public enum Kind: Sendable, Equatable {
    /// y = trend + season + remainder.
    case additive
    /// y = trend · season · remainder.
    case multiplicative
  }

  /// How season and trend are joined.
  public let kind: Kind
  /// The index of each season; row t has the one at t mod m.
  public let indices: [Double]
  /// The trend, one value a row; not a number in the first and the last ⌊m/2⌋ rows.
  public let trend: [Double]

  /// Decomposes a series of at least 2m rows, m ≥ 2; nil for fewer.
  public init?(_ values: [Double], season: Int, kind: Kind) {
    guard season >= 2, values.count >= 2 * season else { return nil }
    self.kind = kind
    trend = Self.movingAverage(values, season: season)
    var sums = [Double](repeating: 0, count: season)
    var counts = [Double](repeating: 0, count: season)
    for row in values.indices where !trend[row].isNaN {
      let part = kind == .additive ? values[row] - trend[row] : values[row] / trend[row]
      // A season of zeros over a trend of zero says nothing; R leaves it out too.
      guard !part.isNaN else { continue }
      sums[row % season] += part
      counts[row % season] += 1
    }
    let raw = zip(sums, counts).map { $0 / $1 }
    let mean = raw.reduce(0, +) / Double(season)
    indices = raw.map { kind == .additive ? $0 - mean : $0 / mean }
  }

  /// Decomposes multiplicatively if all values are positive and no index is below 0.01, additively otherwise.
  public init?(_ values: [Double], season: Int) {
    if values.allSatisfy({ $0 > 0 }),
      let multiplicative = Self(values, season: season, kind: .multiplicative),
      multiplicative.indices.allSatisfy({ $0 >= 0.01 })
    {
      self = multiplicative
    } else {
      self.init(values, season: season, kind: .additive)
    }
  }

  private static func movingAverage(_ values: [Double], season: Int) -> [Double] {
    var trend = [Double](repeating: .nan, count: values.count)
    let half = season / 2
    guard values.count > 2 * half else { return trend }
    for row in half..<(values.count - half) {
      var sum = 0.0
      if season % 2 == 0 {
        for t in (row - half + 1)..<(row + half) { sum += values[t] }
        sum += 0.5 * (values[row - half] + values[row + half])
      } else {
        for t in (row - half)...(row + half) { sum += values[t] }
      }
      trend[row] = sum / Double(season)
    }
    return trend
  }
}
