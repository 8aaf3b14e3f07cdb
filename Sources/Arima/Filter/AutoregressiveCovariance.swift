/// Autocovariances of a stationary autoregression with unit innovation variance, and their gradient.
///
/// The Levinson recursion runs downwards from the coefficients to the partial autocorrelations, then upwards: O(p²) and no linear system.
struct AutoregressiveCovariance {
  private let order: Int
  /// Coefficients of the autoregressions of order k = 1…p: row k starts at k(k−1)/2.
  private var stages: [Double]
  private var adjoint: [Double]
  /// The autocovariances of the last call, lag 0 first.
  private(set) var values: [Double]

  init(order: Int, lags: Int) {
    self.order = order
    stages = [Double](repeating: 0, count: order * (order + 1) / 2)
    adjoint = stages
    values = [Double](repeating: 0, count: lags + 1)
  }

  @inline(__always)
  private static func row(_ k: Int) -> Int { k * (k - 1) / 2 - 1 }

  /// Computes the autocovariances; false if the autoregression is not stationary.
  mutating func compute(_ coefficients: [Double], lags: [Int]) -> Bool {
    let top = Self.row(order)
    for j in 0..<order { stages[top + 1 + j] = coefficients[j] }
    var variance = 1.0
    for k in stride(from: order, to: 0, by: -1) {
      let row = Self.row(k)
      let reflection = stages[row + k]
      let rest = (1 - reflection) * (1 + reflection)
      guard rest > 1e-15 else { return false }
      variance /= rest
      guard k > 1 else { continue }
      let below = Self.row(k - 1)
      let scale = 1 / rest
      for j in 1..<k {
        stages[below + j] = (stages[row + j] + reflection * stages[row + k - j]) * scale
      }
    }
    values[0] = variance
    for k in stride(from: 1, to: values.count, by: 1) {
      var sum = 0.0
      if k <= order {
        let row = Self.row(k)
        for j in 1...k { sum += stages[row + j] * values[k - j] }
      } else {
        for lag in lags { sum += coefficients[lag - 1] * values[k - lag] }
      }
      values[k] = sum
    }
    return variance.isFinite
  }

  /// Adds to `gradient` what a gradient with respect to the autocovariances means for the coefficients.
  ///
  /// - Parameter covariances: The gradient by lag; used as working space.
  mutating func pullBack(
    _ covariances: inout [Double], coefficients: [Double], lags: [Int], into gradient: inout [Double]
  ) {
    guard order > 0 else { return }
    for index in adjoint.indices { adjoint[index] = 0 }
    for k in stride(from: values.count - 1, to: 0, by: -1) {
      let weight = covariances[k]
      if k <= order {
        let row = Self.row(k)
        for j in 1...k {
          adjoint[row + j] += weight * values[k - j]
          covariances[k - j] += weight * stages[row + j]
        }
      } else {
        for lag in lags {
          gradient[lag - 1] += weight * values[k - lag]
          covariances[k - lag] += weight * coefficients[lag - 1]
        }
      }
    }
    pullBackStages(variance: covariances[0] * values[0])
    let top = Self.row(order)
    for j in 0..<order { gradient[j] += adjoint[top + 1 + j] }
  }

  /// - Parameter variance: The gradient with respect to the logarithm of the variance.
  private mutating func pullBackStages(variance: Double) {
    for k in 1...order {
      let row = Self.row(k)
      let reflection = stages[row + k]
      let scale = 1 / ((1 - reflection) * (1 + reflection))
      var total = adjoint[row + k] + variance * 2 * reflection * scale
      if k > 1 {
        let below = Self.row(k - 1)
        for j in 1..<k {
          let weight = adjoint[below + j]
          adjoint[row + j] += scale * weight
          adjoint[row + k - j] += scale * reflection * weight
          total += weight * scale * (stages[row + k - j] + 2 * reflection * stages[below + j])
        }
      }
      adjoint[row + k] = total
    }
  }
}
