/// The test of Dickey and Fuller for a unit root: whether a series goes back to its mean.
enum UnitRoot {
  /// The coefficient statistic with one lag, `n γ / (1 − c)` of `Δy_t = a + γ y_{t−1} + c Δy_{t−1}`; below about −14 a series
  /// without a trend hardly has a unit root (Fuller 1976, table 8.5.1).
  ///
  /// - Returns: Nil for fewer than six values, or values without variation.
  static func coefficientStatistic(_ values: [Double]) -> Double? {
    guard values.count >= 6 else { return nil }
    let steps = zip(values, values.dropFirst()).map { $1 - $0 }
    let (targets, lagged, levels) = (
      Array(steps[1...]), Array(steps.dropLast()), Array(values[1..<values.count - 1])
    )
    func centredProduct(_ a: [Double], _ b: [Double]) -> Double {
      let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
      return zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
    }
    let (ll, ld, dd) = (
      centredProduct(levels, levels), centredProduct(levels, lagged), centredProduct(lagged, lagged)
    )
    let (lt, dt) = (centredProduct(levels, targets), centredProduct(lagged, targets))
    let determinant = ll * dd - ld * ld
    guard determinant > 1e-12 * ll * dd, determinant > 0 else { return nil }
    let slope = (lt * dd - dt * ld) / determinant
    let lag = (dt * ll - lt * ld) / determinant
    let statistic = Double(values.count) * slope / (1 - lag)
    return statistic.isFinite ? statistic : nil
  }

  /// The median over columns of the statistic of the means of a season's rows each; nil where none has one.
  static func statistic(_ columns: [ColumnRows], season: Int) -> Double? {
    let statistics = columns.compactMap { column -> Double? in
      let means = (0..<column.count / season).map { block in
        column.values[block * season..<(block + 1) * season].reduce(0, +) / Double(season)
      }
      return coefficientStatistic(means)
    }.sorted()
    guard !statistics.isEmpty else { return nil }
    let middle = statistics.count / 2
    return statistics.count.isMultiple(of: 2)
      ? (statistics[middle - 1] + statistics[middle]) / 2 : statistics[middle]
  }
}
