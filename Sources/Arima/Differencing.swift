/// First and seasonal differences, (1−B)ᵈ(1−Bᵐ)ᴰ, and their inverse.
package struct Differencing: Sendable {
  package let first: Int
  package let seasonal: Int
  package let period: Int

  package init(first: Int, seasonal: Int, period: Int) {
    self.first = first
    self.seasonal = seasonal
    self.period = period
  }

  package init(_ order: ArimaOrder) {
    self.init(
      first: order.differences, seasonal: order.seasonalDifferences, period: order.period)
  }

  /// The rows that differencing loses.
  package var lostRows: Int { first + seasonal * period }

  /// The differences of `values`, shorter by `lostRows`; empty if there are not more rows than that.
  package func differences(of values: [Double]) -> [Double] {
    guard values.count > lostRows else { return [] }
    var result = values
    for _ in 0..<seasonal { result = Self.difference(result, lag: period) }
    for _ in 0..<first { result = Self.difference(result, lag: 1) }
    return result
  }

  /// `values[t] − values[t − lag]`.
  package static func difference(_ values: [Double], lag: Int) -> [Double] {
    guard values.count > lag else { return [] }
    return (lag..<values.count).map { values[$0] - values[$0 - lag] }
  }

  /// The coefficients c of w[t] = Σ c[k] y[t − k], c[0] = 1.
  package var polynomial: [Double] {
    var result = [1.0]
    func multiply(lag: Int) {
      var product = result + [Double](repeating: 0, count: lag)
      for (index, value) in result.enumerated() { product[index + lag] -= value }
      result = product
    }
    for _ in 0..<seasonal { multiply(lag: period) }
    for _ in 0..<first { multiply(lag: 1) }
    return result
  }

  /// Undoes the differencing of what follows `last`, the `lostRows` values before it in order of time.
  package func integrated(_ differences: [Double], after last: [Double]) -> [Double] {
    let coefficients = polynomial
    let lags = (1..<max(coefficients.count, 1)).filter { coefficients[$0] != 0 }
    var values = last
    values.reserveCapacity(last.count + differences.count)
    for difference in differences {
      var value = difference
      for lag in lags { value -= coefficients[lag] * values[values.count - lag] }
      values.append(value)
    }
    return Array(values[last.count...])
  }

  /// What the last `lostRows` values contribute to the next one: −Σ_{k≥1} c[k] y[t − k].
  package func pastPart(of last: [Double]) -> Double {
    let coefficients = polynomial
    var sum = 0.0
    for lag in 1..<coefficients.count where coefficients[lag] != 0 {
      sum -= coefficients[lag] * last[last.count - lag]
    }
    return sum
  }
}
