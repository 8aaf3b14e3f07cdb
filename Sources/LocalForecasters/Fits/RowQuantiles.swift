import LocalModels

/// Quantiles of the rows of a series, which stand for a law where a method states none: intermittent demand.
struct RowQuantiles {
  private let ascending: [Double]

  /// - Parameter rows: Missing ones are passed over.
  /// - Returns: Nil for fewer than two values.
  init?(_ rows: [Double]) {
    ascending = rows.filter { !$0.isNaN }.sorted()
    guard ascending.count > 1 else { return nil }
  }

  /// The quantile of each step, moved outwards to the forecast of the step where that lies beyond it.
  func bounds(_ probability: Double, around means: [Double]) -> [Double] {
    let quantile = SampleQuantile.type8(ascending, probability) ?? .nan
    return means.map { probability < 0.5 ? min($0, quantile) : max($0, quantile) }
  }
}
