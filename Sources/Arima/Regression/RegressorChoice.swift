import LocalModels

/// The regressors of a series that can be told apart after differencing; others have no effect, with a note.
///
/// A holiday that the rows do not contain, a column that is a sum of others, a trend beside a drift.
struct RegressorChoice {
  /// The indices of those that stay.
  let kept: [Int]
  /// Those that stay.
  let columns: [[Double]]
  private let count: Int

  /// - Parameter hasConstant: Whether a constant explains what it can.
  init(_ series: LocalSeries, _ differencing: Differencing, hasConstant: Bool) {
    let isConstantKept = hasConstant && differencing.first + differencing.seasonal <= 1
    var basis: [[Double]] = []
    if isConstantKept {
      let rows = max(series.count - differencing.lostRows, 1)
      basis = [[Double](repeating: 1 / Double(rows).squareRoot(), count: rows)]
    }
    var kept: [Int] = []
    for (index, regressor) in series.regressors.enumerated() {
      // What it is in missing rows is free, as they are.
      let visible = zip(regressor, series.values).map { $1.isNaN ? .nan : $0 }
      var rest = differencing.differences(of: Interpolation.filled(visible))
      let size = Self.product(rest, rest)
      for _ in 0..<2 {
        for other in basis {
          let share = Self.product(rest, other)
          for row in rest.indices { rest[row] -= share * other[row] }
        }
      }
      let left = Self.product(rest, rest)
      // Differences of equal numbers are rounding errors; those of sin(2πt/m) grow with its argument, to 1e-13 of its height after a thousand rows.
      let mean = regressor.reduce(0, +) / Double(max(1, regressor.count))
      let height = regressor.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let rounding = max(1e-24 * height, 1e-28 * Self.product(regressor, regressor))
      guard left > 1e-10 * size, left > rounding, left.isFinite else { continue }
      kept.append(index)
      basis.append(rest.map { $0 / left.squareRoot() })
    }
    self.kept = kept
    columns = kept.map { series.regressors[$0] }
    count = series.regressors.count
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A model of the regressors that stay as one of all of them.
  func completed(_ fitted: FittedArima) -> FittedArima {
    guard kept.count < count else { return fitted }
    var complete = fitted
    complete.regressorCoefficients = [Double](repeating: 0, count: count)
    for (index, coefficient) in zip(kept, fitted.regressorCoefficients) {
      complete.regressorCoefficients[index] = coefficient
    }
    complete.estimated?.regressors = kept
    if let errors = fitted.standardErrors {
      let first = errors.count - kept.count
      var all = errors[..<first] + [Double](repeating: .nan, count: count)
      for (place, index) in kept.enumerated() { all[first + index] = errors[first + place] }
      complete.standardErrors = Array(all)
    }
    for index in 0..<count where !kept.contains(index) {
      complete.notes.append(.idleRegressor(index))
    }
    return complete
  }
}
