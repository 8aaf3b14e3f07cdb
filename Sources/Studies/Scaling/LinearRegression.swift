import LeastSquares
import LocalModels
import Tensors

/// Least squares with the standard errors of its coefficients.
package struct LinearRegression {
  /// One for each column.
  package let coefficients: [Double]
  /// Of the coefficients, row by row.
  private let covariance: [Double]
  /// Rows less columns.
  package let degrees: Int

  /// - Parameter rows: The columns of each row; a constant is a column of ones.
  /// - Parameter targets: One for each row.
  /// - Returns: nil for no more rows than columns, or for columns that depend on each other.
  package init?(_ rows: [[Double]], _ targets: [Double]) {
    let size = rows.first?.count ?? 0
    degrees = rows.count - size
    guard size > 0, degrees > 0 else { return nil }
    func products(_ a: Int, _ b: Int) -> Double { rows.reduce(0) { $0 + $1[a] * $1[b] } }
    let gram = (0..<size * size).map { products($0 / size, $0 % size) }
    guard let factor = SymmetricFactor(of: gram, size: size) else { return nil }
    let cross = (0..<size).map { column in zip(rows, targets).reduce(0) { $0 + $1.0[column] * $1.1 } }
    let solution = factor.solving(cross, columns: 1)
    let squares = zip(rows, targets).reduce(0.0) { sum, pair in
      let miss = pair.1 - zip(pair.0, solution).reduce(0) { $0 + $1.0 * $1.1 }
      return sum + miss * miss
    }
    let identity = (0..<size * size).map { $0 / size == $0 % size ? 1.0 : 0 }
    let variance = squares / Double(degrees)
    (coefficients, covariance) = (
      solution, factor.solving(identity, columns: size).map { variance * $0 }
    )
  }

  /// The interval that holds a coefficient with 95 % probability, by Student's t.
  package func interval(of column: Int) -> Interval {
    interval(
      around: coefficients[column],
      variance: covariance[column * coefficients.count + column])
  }

  /// The quotient of two coefficients, its variance to first order.
  package func interval(of column: Int, dividedBy other: Int) -> Interval {
    let size = coefficients.count
    let (a, b) = (coefficients[column], coefficients[other])
    let variance =
      covariance[column * size + column] / (b * b) + a * a * covariance[other * size + other]
      / (b * b * b * b)
      - 2 * a * covariance[column * size + other] / (b * b * b)
    return interval(around: a / b, variance: variance)
  }

  private func interval(around value: Double, variance: Double) -> Interval {
    let reach = StudentDistribution.quantile(0.975, degrees: Double(degrees)) * max(0, variance).squareRoot()
    return Interval(low: value - reach, value: value, high: value + reach)
  }

  /// An estimate between its bounds.
  package struct Interval: Equatable, Sendable {
    package var low: Double
    package var value: Double
    package var high: Double

    /// The same for a function that grows.
    func mapped(_ function: (Double) -> Double) -> Interval {
      Interval(low: function(low), value: function(value), high: function(high))
    }
  }
}
