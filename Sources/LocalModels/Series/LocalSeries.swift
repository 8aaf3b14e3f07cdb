/// The complete values of one series and the length of its season: what a local model is fitted to.
///
/// ```swift
/// let sales = LocalSeries(values: [112, 118, 132, 129, 121, 135], season: 4)
/// let fitted = try Naive().fit(sales)
/// let forecast = fitted.forecast(horizon: 2, levels: [0.8, 0.95])
/// ```
public struct LocalSeries: Sendable, Equatable {
  /// The values in order of time; a missing one is not a number, which most models refuse.
  public var values: [Double]
  /// The number of rows after which the season repeats; 1 for no season.
  public var season: Int
  /// What explains the values beside their past, known for the rows to come too: one array a regressor, as long as `values`.
  ///
  /// Models whose ``LocalModel/takesRegressors`` is false do not look at them.
  public var regressors: [[Double]]
  /// Whether zero is where the values begin, so that errors and seasons may multiply them; false of transformed values, whose zero is that
  /// of a unit of measurement: an automatic choice among them is additive.
  package var hasZero = true

  /// Makes a series; a season below 1 counts as none.
  public init(values: [Double], season: Int = 1, regressors: [[Double]] = []) {
    (self.values, self.regressors) = (values, regressors)
    self.season = max(season, 1)
  }

  /// The same series with other values for the same rows: filled, transformed or adjusted ones.
  public func replacingValues(_ values: [Double]) -> LocalSeries {
    var other = self
    other.values = values
    return other
  }

  /// The number of rows.
  public var count: Int { values.count }

  /// The mean size of the values, or 1 if all are zero: the unit in which models are estimated.
  ///
  /// Fits are the same for a series and any multiple of it because both are divided by this first.
  public var scale: Double {
    var largest = 0.0
    for value in values where !value.isNaN { largest = max(largest, value.magnitude) }
    guard largest > 0 else { return 1 }
    var sum = 0.0
    var present = 0.0
    for value in values where !value.isNaN {
      sum += value.magnitude / largest
      present += 1
    }
    let scale = sum / present * largest
    return scale.isNormal ? scale : 1
  }

  /// The values in units of `scale`.
  public func scaled(by scale: Double) -> [Double] {
    values.map { $0 / scale }
  }

  /// Whether every present value equals the first within 1.5e-8 of it; zeros only do too.
  public var isConstant: Bool {
    guard let first = values.first(where: { !$0.isNaN }) else { return false }
    let tolerance = 1.5e-8 * first.magnitude
    return !values.contains { ($0 - first).magnitude > tolerance }
  }

  /// Whether present values differ from the first by more than rounding errors.
  var differs: Bool {
    guard let first = values.first(where: { !$0.isNaN }) else { return false }
    let tolerance = 1e-13 * first.magnitude
    return values.contains { ($0 - first).magnitude > tolerance }
  }

  /// Whether every value is above zero.
  public var isPositive: Bool { values.allSatisfy { $0 > 0 } }
}
