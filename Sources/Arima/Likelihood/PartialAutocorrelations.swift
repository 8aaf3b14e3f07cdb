import LocalModels

/// The map from unbounded numbers to the coefficients of a stationary autoregression.
///
/// x ↦ partial autocorrelations tanh x ↦ coefficients by the Durbin–Levinson recursion (Monahan 1984): every x gives a stationary polynomial,
/// and every stationary polynomial is reached. A moving average uses it with the sign of its coefficients turned.
enum PartialAutocorrelations {
  /// Beyond this size of x a partial autocorrelation counts as ±1: tanh 10 = 1 − 4e-9.
  static let largest = 10.0

  /// Writes the coefficients for `x[range]` to `coefficients[range]`.
  static func map(
    _ x: [Double], _ range: Range<Int>, sign: Double, into coefficients: inout [Double]
  ) {
    let start = range.lowerBound
    for k in 0..<range.count {
      let reflection = hyperbolicTangent(min(max(x[start + k], -largest), largest))
      step(reflection, order: k, start: start, &coefficients)
    }
    if sign != 1 { for index in range { coefficients[index] *= sign } }
  }

  /// From the autoregression of order k to that of order k + 1.
  private static func step(
    _ reflection: Double, order k: Int, start: Int, _ coefficients: inout [Double]
  ) {
    coefficients[start + k] = reflection
    for j in 0..<((k + 1) / 2) {
      let low = coefficients[start + j]
      let high = coefficients[start + k - 1 - j]
      coefficients[start + j] = low - reflection * high
      if j != k - 1 - j { coefficients[start + k - 1 - j] = high - reflection * low }
    }
  }

  /// Turns the gradient with respect to `coefficients[range]` into that with respect to `x[range]`, in place.
  static func pullBack(
    _ x: [Double], _ range: Range<Int>, sign: Double, gradient: inout [Double]
  ) {
    let count = range.count
    guard count > 0 else { return }
    let start = range.lowerBound
    var stages: [[Double]] = [[]]
    for k in 0..<count {
      let reflection = hyperbolicTangent(min(max(x[start + k], -largest), largest))
      let before = stages[k]
      stages.append((0..<k).map { before[$0] - reflection * before[k - 1 - $0] } + [reflection])
    }
    var adjoint = range.map { sign * gradient[$0] }
    for k in stride(from: count - 1, through: 0, by: -1) {
      let reflection = stages[k + 1][k]
      var total = adjoint[k]
      for j in 0..<k { total -= adjoint[j] * stages[k][k - 1 - j] }
      let lower = (0..<k).map { adjoint[$0] - reflection * adjoint[k - 1 - $0] }
      let isInside = x[start + k].magnitude < largest
      gradient[start + k] = isInside ? total * (1 - reflection * reflection) : 0
      adjoint = lower
    }
  }

  /// The unbounded numbers whose map is `coefficients`, or nil if these are not stationary.
  static func inverse(_ coefficients: [Double]) -> [Double]? {
    var current = coefficients
    var result = [Double](repeating: 0, count: coefficients.count)
    for k in stride(from: coefficients.count - 1, through: 0, by: -1) {
      let reflection = current[k]
      guard reflection.magnitude < 1 else { return nil }
      result[k] = 0.5 * logarithm((1 + reflection) / (1 - reflection))
      let scale = 1 / (1 - reflection * reflection)
      current = (0..<k).map { (current[$0] + reflection * current[k - 1 - $0]) * scale }
    }
    return result
  }

  /// Whether all roots of 1 − Σ coefficients[k] z^(k+1) are at least `modulus` in size.
  static func hasRoots(beyond modulus: Double, _ coefficients: [Double]) -> Bool {
    var scale = 1.0
    let scaled = coefficients.map { coefficient in
      scale *= modulus
      return coefficient * scale
    }
    return inverse(scaled) != nil
  }
}
