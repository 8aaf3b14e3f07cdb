/// Whether a series has a season of a given length, by its autocorrelation at that lag.
public enum SeasonalTest {
  /// The 95 % quantile of the normal distribution: a two-sided test at 90 %.
  package static let criticalValue = 1.6448536269514722

  /// |r_m| / √((1 + 2 Σ_{k<m} r_k²) / n), or nil for fewer than 2m + 1 rows or m < 2.
  public static func statistic(_ values: [Double], season: Int) -> Double? {
    guard season >= 2, values.count >= 2 * season + 1 else { return nil }
    let r = Autocorrelation.coefficients(values, lags: season)
    var sum = 0.0
    for lag in 1..<season { sum += r[lag] * r[lag] }
    return r[season].magnitude / ((1 + 2 * sum) / Double(values.count)).squareRoot()
  }

  /// Whether the statistic is above 1.645.
  public static func isSeasonal(_ values: [Double], season: Int) -> Bool {
    (statistic(values, season: season) ?? 0) > criticalValue
  }
}
