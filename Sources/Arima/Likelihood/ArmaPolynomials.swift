import LocalModels

/// The four polynomials of a seasonal ARMA model, as factors and multiplied out.
package struct ArmaPolynomials: Sendable {
  package let order: ArimaOrder
  /// The lags at which φ(B)Φ(Bᵐ) can differ from zero.
  package let autoregressiveLags: [Int]
  /// The lags at which θ(B)Θ(Bᵐ) can differ from zero.
  package let movingAverageLags: [Int]
  /// φ, θ, Φ, Θ one after the other.
  package private(set) var factors: [Double]
  /// Coefficient of lag k + 1 of 1 − φ(B)Φ(Bᵐ) at index k.
  package private(set) var autoregressive: [Double]
  /// Coefficient of lag k + 1 of θ(B)Θ(Bᵐ) − 1 at index k.
  package private(set) var movingAverage: [Double]

  private let ar: Range<Int>
  private let ma: Range<Int>
  private let seasonalAR: Range<Int>
  private let seasonalMA: Range<Int>

  package init(order: ArimaOrder) {
    self.order = order
    ar = 0..<order.autoregressive
    ma = ar.upperBound..<ar.upperBound + order.movingAverage
    seasonalAR = ma.upperBound..<ma.upperBound + order.seasonalAutoregressive
    seasonalMA = seasonalAR.upperBound..<seasonalAR.upperBound + order.seasonalMovingAverage
    factors = [Double](repeating: 0, count: order.armaCount)
    autoregressive = [Double](repeating: 0, count: order.autoregressiveDegree)
    movingAverage = [Double](repeating: 0, count: order.movingAverageDegree)
    autoregressiveLags = Self.lags(
      order.autoregressive, order.seasonalAutoregressive, period: order.period)
    movingAverageLags = Self.lags(
      order.movingAverage, order.seasonalMovingAverage, period: order.period)
  }

  private static func lags(_ plain: Int, _ seasonal: Int, period: Int) -> [Int] {
    var lags: Set<Int> = []
    for j in 0...seasonal { for i in 0...plain { lags.insert(j * period + i) } }
    return lags.subtracting([0]).sorted()
  }

  /// Sets the factors: φ, θ, Φ, Θ one after the other.
  package mutating func setFactors(_ coefficients: [Double]) {
    for index in factors.indices { factors[index] = coefficients[index] }
    expand()
  }

  /// Sets the factors from unbounded numbers, so that the model is stationary and invertible.
  package mutating func setUnbounded(_ x: [Double]) {
    PartialAutocorrelations.map(x, ar, sign: 1, into: &factors)
    PartialAutocorrelations.map(x, ma, sign: -1, into: &factors)
    PartialAutocorrelations.map(x, seasonalAR, sign: 1, into: &factors)
    PartialAutocorrelations.map(x, seasonalMA, sign: -1, into: &factors)
    expand()
  }

  private mutating func expand() {
    let m = order.period
    for index in autoregressive.indices { autoregressive[index] = 0 }
    for index in movingAverage.indices { movingAverage[index] = 0 }
    for i in 0..<ar.count { autoregressive[i] += factors[i] }
    for i in 0..<ma.count { movingAverage[i] += factors[ma.lowerBound + i] }
    for j in 0..<seasonalAR.count {
      let seasonal = factors[seasonalAR.lowerBound + j]
      let base = (j + 1) * m - 1
      autoregressive[base] += seasonal
      for i in 0..<ar.count { autoregressive[base + i + 1] -= seasonal * factors[i] }
    }
    for j in 0..<seasonalMA.count {
      let seasonal = factors[seasonalMA.lowerBound + j]
      let base = (j + 1) * m - 1
      movingAverage[base] += seasonal
      for i in 0..<ma.count {
        movingAverage[base + i + 1] += seasonal * factors[ma.lowerBound + i]
      }
    }
  }

  /// Writes the gradient with respect to the factors, given those with respect to the multiplied polynomials.
  package func pullBack(
    autoregressive a: [Double], movingAverage b: [Double], into gradient: inout [Double]
  ) {
    let m = order.period
    for i in 0..<ar.count { gradient[i] = a[i] }
    for i in 0..<ma.count { gradient[ma.lowerBound + i] = b[i] }
    for j in 0..<seasonalAR.count {
      let seasonal = factors[seasonalAR.lowerBound + j]
      let base = (j + 1) * m - 1
      var total = a[base]
      for i in 0..<ar.count {
        total -= factors[i] * a[base + i + 1]
        gradient[i] -= seasonal * a[base + i + 1]
      }
      gradient[seasonalAR.lowerBound + j] = total
    }
    for j in 0..<seasonalMA.count {
      let seasonal = factors[seasonalMA.lowerBound + j]
      let base = (j + 1) * m - 1
      var total = b[base]
      for i in 0..<ma.count {
        total += factors[ma.lowerBound + i] * b[base + i + 1]
        gradient[ma.lowerBound + i] += seasonal * b[base + i + 1]
      }
      gradient[seasonalMA.lowerBound + j] = total
    }
  }

  /// Turns a gradient with respect to the factors into one with respect to the unbounded numbers `x`, in place.
  package func pullBackToUnbounded(_ x: [Double], gradient: inout [Double]) {
    PartialAutocorrelations.pullBack(x, ar, sign: 1, gradient: &gradient)
    PartialAutocorrelations.pullBack(x, ma, sign: -1, gradient: &gradient)
    PartialAutocorrelations.pullBack(x, seasonalAR, sign: 1, gradient: &gradient)
    PartialAutocorrelations.pullBack(x, seasonalMA, sign: -1, gradient: &gradient)
  }

  /// The unbounded numbers of the factors; a factor that is not stationary or invertible gets zeros.
  package var unbounded: [Double] {
    func part(_ range: Range<Int>, _ sign: Double) -> [Double] {
      let inverse = PartialAutocorrelations.inverse(range.map { sign * factors[$0] })
      let limit = PartialAutocorrelations.largest
      return inverse.map { $0.map { min(max($0, -limit), limit) } }
        ?? [Double](repeating: 0, count: range.count)
    }
    return part(ar, 1) + part(ma, -1) + part(seasonalAR, 1) + part(seasonalMA, -1)
  }

  /// Whether every root of the multiplied polynomials is at least `modulus` in size.
  package func hasRoots(beyond modulus: Double) -> Bool {
    let seasonal = power(modulus, Double(order.period))
    return PartialAutocorrelations.hasRoots(beyond: modulus, ar.map { factors[$0] })
      && PartialAutocorrelations.hasRoots(beyond: modulus, ma.map { -factors[$0] })
      && PartialAutocorrelations.hasRoots(beyond: seasonal, seasonalAR.map { factors[$0] })
      && PartialAutocorrelations.hasRoots(beyond: seasonal, seasonalMA.map { -factors[$0] })
  }
}
