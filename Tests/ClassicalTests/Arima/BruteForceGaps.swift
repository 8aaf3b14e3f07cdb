import Arima
import LocalModels

/// Series with missing rows by dense algebra: y = Xδ + noise, δ the first d + Dm levels and what else has a free coefficient, without any prior.
///
/// The present rows' contrasts, orthogonal to X, are normal with a dense covariance matrix; missing rows are left out of it.
struct BruteForceGaps {
  let logLikelihood: Double
  let squares: Double
  private let present: [Int]
  private let y: [Double]
  /// Rows of X, those to come too.
  private let design: [[Double]]
  private let covariance: [[Double]]
  private let contrasts: [[Double]]
  private let factor: [[Double]]

  /// - Parameter explaining: Columns with free coefficients, as long as the series and `ahead` rows more.
  init(
    _ y: [Double], _ order: ArimaOrder, factors: [Double], ahead: Int, explaining: [[Double]] = []
  ) {
    let (lost, total) = (order.differencedRows, y.count + ahead)
    let map = Self.integration(order, count: total)
    let process = BruteForceProcess(order, factors: factors, lags: total)
    let noise = map.map { Array($0[lost...]) }
    let correlated = noise.map { row in
      (0..<total - lost).map { j in
        row.indices.reduce(0.0) { $0 + row[$1] * process.autocovariances[abs($1 - j)] }
      }
    }
    let covariance = correlated.map { row in noise.map { Self.product(row, $0) } }
    let design = map.indices.map { row in Array(map[row][..<lost]) + explaining.map { $0[row] } }
    let present = y.indices.filter { !y[$0].isNaN }
    let contrasts = Self.complement(present.map { design[$0] })
    let half = contrasts.map { row in
      present.map { a in Self.product(row, present.map { covariance[$0][a] }) }
    }
    let matrix = contrasts.map { row in half.map { Self.product(row, $0) } }
    let values = contrasts.map { Self.product($0, present.map { y[$0] }) }
    let (likelihood, squares) = BruteForceProcess.logLikelihood(values, matrix)
    // Of the integral over δ in its own units.
    var determinant = 0.0
    let levels = present.map { Array(design[$0][..<lost]) }
    if lost > 0 {
      let root = BruteForceProcess.cholesky(Self.gram(levels))
      determinant = root.indices.reduce(0) { $0 + 2 * logarithm(root[$1][$1]) }
    }
    self.logLikelihood = likelihood - 0.5 * determinant
    self.squares = squares
    (self.present, self.y, self.design) = (present, y, design)
    (self.covariance, self.contrasts) = (covariance, contrasts)
    factor = BruteForceProcess.cholesky(matrix)
  }

  /// Mean and variance, in units of the innovation variance, of a row given the present ones.
  func conditional(_ row: Int) -> (mean: Double, variance: Double) {
    // Weights on present rows that explain the row's part of Xδ; what is left has nothing of δ.
    let explained = present.map { design[$0] }
    let weights: [Double]
    if explained[0].isEmpty {
      weights = present.map { _ in 0 }
    } else {
      let root = BruteForceProcess.cholesky(Self.gram(explained))
      let solved = Self.backSolve(root, BruteForceProcess.solve(root, design[row]))
      weights = explained.map { Self.product($0, solved) }
    }
    let cross = present.map { a in
      covariance[row][a] - zip(present, weights).reduce(0) { $0 + $1.1 * covariance[$1.0][a] }
    }
    var variance = covariance[row][row]
    for (index, a) in present.enumerated() {
      variance -= weights[index] * (covariance[row][a] + cross[index])
    }
    let projected = BruteForceProcess.solve(factor, contrasts.map { Self.product($0, cross) })
    let values = BruteForceProcess.solve(
      factor, contrasts.map { Self.product($0, present.map { y[$0] }) })
    let mean = Self.product(weights, present.map { y[$0] }) + Self.product(projected, values)
    return (mean, variance - Self.product(projected, projected))
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func gram(_ rows: [[Double]]) -> [[Double]] {
    rows[0].indices.map { i in rows[0].indices.map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
  }

  private static func backSolve(_ factor: [[Double]], _ x: [Double]) -> [Double] {
    var result = x
    for i in x.indices.reversed() {
      for k in (i + 1)..<max(x.count, i + 1) { result[i] -= factor[k][i] * result[k] }
      result[i] /= factor[i][i]
    }
    return result
  }

  /// Orthonormal combinations of rows to which no column contributes.
  private static func complement(_ rows: [[Double]]) -> [[Double]] {
    let columns = rows[0].indices.map { column in rows.map { $0[column] } }
    let units = rows.indices.map { unit in rows.indices.map { $0 == unit ? 1.0 : 0 } }
    var all: [[Double]] = []
    for vector in columns + units where all.count < rows.count {
      var rest = vector
      for _ in 0..<2 {
        for other in all {
          let share = product(rest, other)
          for i in rest.indices { rest[i] -= share * other[i] }
        }
      }
      let size = product(rest, rest).squareRoot()
      if size > 1e-7 { all.append(rest.map { $0 / size }) }
    }
    return Array(all[columns.count...])
  }

  /// The matrix that makes levels of the first d + Dm levels and the differences.
  private static func integration(_ order: ArimaOrder, count: Int) -> [[Double]] {
    let polynomial = Differencing(order).polynomial
    let lost = order.differencedRows
    var rows = (0..<lost).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    for row in lost..<count {
      var next = (0..<count).map { $0 == row ? 1.0 : 0 }
      for lag in polynomial.indices.dropFirst() {
        for i in 0..<count { next[i] -= polynomial[lag] * rows[row - lag][i] }
      }
      rows.append(next)
    }
    return rows
  }
}
