/// How much of a series' variation around its trend is seasonal.
public enum SeasonalStrength {
  /// max(0, min(1, 1 − var(remainder)/var(seasonal + remainder))) of the default MSTL; nil for fewer than 2m + 1 rows (Wang, Smith and Hyndman 2006).
  public static func value(_ values: [Double], season: Int) -> Double? {
    guard let parts = MSTLDecomposition(values, periods: [season]) else { return nil }
    let detrended = zip(parts.seasonals[0], parts.remainder).map { $0 + $1 }
    let total = SampleMoments(detrended).sampleVariance
    guard total > 0 else { return 0 }
    return max(0, min(1, 1 - SampleMoments(parts.remainder).sampleVariance / total))
  }
}
