/// Seasonal and trend decomposition by loess (Cleveland et al. 1990): y = trend + seasonal + remainder.
///
/// ```swift
/// if let parts = STLDecomposition(sales, season: 12, options: STLOptions(seasonalWindow: .periodic)) {
///   _ = zip(sales, parts.seasonal).map { $0 - $1 }
/// }
/// ```
///
/// Degrees 0 (season), 1 (trend), 1 (low-pass filter), jumps of a tenth of each window: R's `stl`. The robust form differs from that of R 4.2.2, whose median takes wrong
/// order statistics in some rounds; it agrees with statsmodels'.
public struct STLDecomposition: Sendable, Equatable {
  /// The seasonal component of each row.
  public let seasonal: [Double]
  /// The trend of each row.
  public let trend: [Double]
  /// What is left of each row.
  public let remainder: [Double]
  /// The robustness weight of each row; ones where the decomposition is not robust.
  public let weights: [Double]

  /// Decomposes at least 2m + 1 rows, m ≥ 2; nil for fewer.
  public init?(_ values: [Double], season: Int, options: STLOptions = STLOptions()) {
    guard season >= 2, values.count > 2 * season else { return nil }
    var passes = STLPasses(values, season: season, options: options)
    passes.run(isRobust: options.isRobust)
    if options.seasonalWindow == .periodic { passes.averageSeason() }
    seasonal = passes.seasonal
    trend = passes.trend
    weights = passes.weights ?? [Double](repeating: 1, count: values.count)
    remainder = values.indices.map { values[$0] - passes.seasonal[$0] - passes.trend[$0] }
  }
}
