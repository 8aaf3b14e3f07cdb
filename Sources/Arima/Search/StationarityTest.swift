/// The test of Kwiatkowski, Phillips, Schmidt and Shin (1992) for a level that stays.
public enum StationarityTest {
  /// The 5 % point of the statistic: larger ones speak for a unit root.
  public static let criticalValue = 0.463

  /// ΣS²/(n²s²), S the partial sums of x − x̄ and s² their long-run variance with ⌊3√n/13⌋ Bartlett-weighted lags; nil for a constant series.
  public static func statistic(_ values: [Double]) -> Double? {
    let n = values.count
    guard n >= 2 else { return nil }
    let mean = values.reduce(0, +) / Double(n)
    let errors = values.map { $0 - mean }
    let lags = Int(3 * Double(n).squareRoot() / 13)
    var variance = errors.reduce(0) { $0 + $1 * $1 } / Double(n)
    for lag in stride(from: 1, through: lags, by: 1) {
      var sum = 0.0
      for row in lag..<n { sum += errors[row] * errors[row - lag] }
      variance += 2 / Double(n) * (1 - Double(lag) / Double(lags + 1)) * sum
    }
    guard variance > 0 else { return nil }
    var partial = 0.0
    var squares = 0.0
    for error in errors {
      partial += error
      squares += partial * partial
    }
    return squares / (Double(n) * Double(n) * variance)
  }

  /// How many differences, at most `limit`, make the level stay by the test at 5 %.
  public static func differences(_ values: [Double], limit: Int = 2) -> Int {
    var current = values
    let rounding = 1e-14 * values.reduce(0) { max($0, $1.magnitude) }
    for count in 0..<limit {
      guard !isConstant(current, within: rounding), let statistic = statistic(current),
        statistic > criticalValue
      else { return count }
      current = Differencing.difference(current, lag: 1)
    }
    return limit
  }

  private static func isConstant(_ values: [Double], within tolerance: Double) -> Bool {
    guard let first = values.first else { return true }
    return values.allSatisfy { ($0 - first).magnitude <= tolerance }
  }
}
