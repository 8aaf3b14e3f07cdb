/// First and seasonal differences, (1−B)ᵈ(1−Bᵐ)ᴰ, and their inverse.
package struct Differencing: Sendable {
  package let first: Int
  package let seasonal: Int
  package let period: Int
  /// The coefficients c of w[t] = Σ c[k] y[t − k], c[0] = 1.
  package let polynomial: [Double]
  /// The lags k ≥ 1 at which c[k] is not zero.
  private let lags: [Int]

  package init(first: Int, seasonal: Int, period: Int) {
    self.first = first
    self.seasonal = seasonal
    self.period = period
    let polynomial = Self.polynomial(first: first, seasonal: seasonal, period: period)
    self.polynomial = polynomial
    lags = polynomial.indices.dropFirst().filter { polynomial[$0] != 0 }
  }

  package init(_ order: ArimaOrder) {
    self.init(
      first: order.differences, seasonal: order.seasonalDifferences, period: order.period)
  }

  /// The rows that differencing loses.
  package var lostRows: Int { first + seasonal * period }

  /// What a model's constant is multiplied by in a row, counted from 1: a drift adds up.
  func constantColumn(row: Int) -> Double { lostRows == 0 ? 1 : Double(row) }

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

  private static func polynomial(first: Int, seasonal: Int, period: Int) -> [Double] {
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
    var values = last
    values.reserveCapacity(last.count + differences.count)
    for difference in differences {
      var value = difference
      for lag in lags { value -= polynomial[lag] * values[values.count - lag] }
      values.append(value)
    }
    return Array(values[last.count...])
  }

  /// What the last `lostRows` values contribute to the next one: −Σ_{k≥1} c[k] y[t − k].
  package func pastPart(of last: [Double]) -> Double {
    var sum = 0.0
    for lag in lags { sum -= polynomial[lag] * last[last.count - lag] }
    return sum
  }
}
