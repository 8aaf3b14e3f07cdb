import LocalModels

/// Estimates ARIMA coefficients by exact maximum likelihood.
package struct ArimaEstimator {
  /// How many starts are tried and how closely the minimum is approached.
  package enum Effort {
    /// The neighbour, the conditional sum of squares and zeros as starts, closely enough to rank models in a search.
    case ranking
    /// The same starts, to a gradient of 1e-7 an observation.
    case refined
    /// The same, and starts that lie apart.
    case thorough
  }

  package let design: ArimaDesign

  package init(design: ArimaDesign) {
    self.design = design
  }

  /// The estimate with the largest likelihood that was found; nil if the model cannot be evaluated.
  ///
  /// - Parameter neighbour: An estimate of another order of the same differences, where the search starts too.
  package func estimate(
    _ order: ArimaOrder, effort: Effort, neighbour: ArimaEstimate? = nil
  ) -> ArimaEstimate? {
    guard !design.isGapped else {
      return gappedEstimate(order, effort: effort, neighbour: neighbour)
    }
    var likelihood = ArimaLikelihood(order: order, design: design)
    guard likelihood.observedCount > 0 else { return nil }
    guard order.armaCount > 0 else {
      guard likelihood.value(factors: []).isFinite else { return nil }
      return likelihood.estimate(hasConverged: true)
    }
    var best: Minimum?
    for start in starts(&likelihood, effort: effort, neighbour: neighbour).unique {
      let minimum = minimize(&likelihood, from: start, effort: effort)
      guard minimum.value.isFinite else { continue }
      if minimum.value < (best?.value ?? .infinity) { best = minimum }
    }
    guard let best, likelihood.value(at: best.point).isFinite else { return nil }
    return likelihood.estimate(hasConverged: best.hasConverged)
  }

  /// An estimate taken on to the minimum by it, as closely as ``Effort/refined``; nil where there is nothing to take on.
  package func refined(_ estimate: ArimaEstimate) -> ArimaEstimate? {
    guard !design.isGapped, estimate.order.armaCount > 0 else { return nil }
    var likelihood = ArimaLikelihood(order: estimate.order, design: design)
    let minimum = minimize(&likelihood, from: estimate.unbounded, effort: .refined)
    guard minimum.value.isFinite, likelihood.value(at: minimum.point).isFinite else { return nil }
    return likelihood.estimate(hasConverged: minimum.hasConverged)
  }

  /// The estimate at given coefficients φ, θ, Φ, Θ; nil if they are not stationary.
  ///
  /// Regressors, and the constant if it is not given, are at their best values for them.
  package func evaluate(_ order: ArimaOrder, factors: [Double], constant: Double?) -> ArimaEstimate? {
    if design.isGapped {
      var likelihood = GappedLikelihood(order: order, design: design, fixedConstant: constant)
      guard likelihood.value(factors: factors).isFinite else { return nil }
      return likelihood.estimate(hasConverged: true)
    }
    var likelihood = ArimaLikelihood(order: order, design: design, fixedConstant: constant)
    guard likelihood.value(factors: factors).isFinite else { return nil }
    return likelihood.estimate(hasConverged: true)
  }

  /// The conditional sum of squares' estimate, in which errors before row p + 1 are zero.
  package func conditionalEstimate(_ order: ArimaOrder, neighbour: ArimaEstimate? = nil) -> ArimaEstimate? {
    var likelihood = ArimaLikelihood(order: order, design: design)
    likelihood.isConditional = true
    let start = neighbour.map { Self.start(of: order, from: $0) }
    let zeros = [Double](repeating: 0, count: order.armaCount)
    guard order.armaCount > 0 else {
      guard likelihood.value(factors: []).isFinite else { return nil }
      return likelihood.estimate(hasConverged: true)
    }
    let minimum = minimize(&likelihood, from: start ?? zeros, effort: .ranking)
    guard likelihood.value(at: minimum.point).isFinite else { return nil }
    return likelihood.estimate(hasConverged: minimum.hasConverged)
  }

  func minimize(
    _ likelihood: inout some SmoothObjective, from start: [Double], effort: Effort
  ) -> Minimum {
    let count = start.count
    let limit = PartialAutocorrelations.largest
    var minimizer = BoxMinimizer(
      lower: [Double](repeating: -limit, count: count),
      upper: [Double](repeating: limit, count: count))
    minimizer.gradientTolerance = effort == .ranking ? 1e-5 : 1e-7
    minimizer.valueTolerance = effort == .ranking ? 1e-8 : 1e-11
    minimizer.maximumIterations = effort == .ranking ? 200 : 500
    var information = [Double](repeating: 0, count: count * count)
    for index in 0..<count { information[index * count + index] = 1 }
    return minimizer.minimize(&likelihood, from: start, hessian: information)
  }

  private func starts(
    _ likelihood: inout ArimaLikelihood, effort: Effort, neighbour: ArimaEstimate?
  ) -> [[Double]] {
    let order = likelihood.order
    let zeros = [Double](repeating: 0, count: order.armaCount)
    var starts: [[Double]] = []
    if let neighbour { starts.append(Self.start(of: order, from: neighbour)) }
    if design.missing.isEmpty {
      likelihood.isConditional = true
      let minimum = minimize(&likelihood, from: zeros, effort: .ranking)
      likelihood.isConditional = false
      // Partial autocorrelations at ±1 have no gradient to leave by.
      if minimum.value.isFinite { starts.append(minimum.point.map { min(max($0, -2), 2) }) }
    }
    starts.append(zeros)
    if effort == .thorough { starts += Self.spread(order) }
    return starts
  }

  /// Starts that lie apart: persistent autoregressions with and without moving averages near the unit circle.
  private static func spread(_ order: ArimaOrder) -> [[Double]] {
    func start(_ ar: Double, _ ma: Double, _ seasonalAR: Double, _ seasonalMA: Double) -> [Double] {
      let leading = [
        (order.autoregressive, ar), (order.movingAverage, ma),
        (order.seasonalAutoregressive, seasonalAR), (order.seasonalMovingAverage, seasonalMA),
      ]
      return leading.flatMap { count, value in
        (0..<count).map { $0 == 0 ? value : 0 }
      }
    }
    var starts = [
      start(0.9, 0.4, 0.3, 0.8), start(-0.6, -0.6, -0.3, 0.3), start(0.9, 1.8, 0.9, 1.2),
    ]
    if order.autoregressive > 0, order.movingAverage > 0 {
      starts += [start(1.5, 0.8, 0.5, 0.5), start(0.5, -0.8, 0.2, 0.2)]
    }
    return starts
  }

  /// The unbounded numbers of `order` nearest to an estimate of another order: equal partial autocorrelations, new ones zero.
  package static func start(of order: ArimaOrder, from neighbour: ArimaEstimate) -> [Double] {
    let old = neighbour.order
    var offset = 0
    var result: [Double] = []
    for (count, oldCount) in [
      (order.autoregressive, old.autoregressive), (order.movingAverage, old.movingAverage),
      (order.seasonalAutoregressive, old.seasonalAutoregressive),
      (order.seasonalMovingAverage, old.seasonalMovingAverage),
    ] {
      for index in 0..<count {
        let value = index < oldCount ? neighbour.unbounded[offset + index] : 0
        result.append(min(max(value, -2), 2))
      }
      offset += oldCount
    }
    return result
  }

  /// Whether the second derivatives of −ℓ at an estimate are positive definite, by differences of the gradient.
  package func isMinimum(_ estimate: ArimaEstimate) -> Bool {
    let count = estimate.order.armaCount
    guard count > 0 else { return true }
    var likelihood = ArimaLikelihood(order: estimate.order, design: design)
    let step = 1e-4
    var hessian = [Double](repeating: 0, count: count * count)
    var above = [Double](repeating: 0, count: count)
    var below = above
    for index in 0..<count {
      var point = estimate.unbounded
      point[index] += step
      guard likelihood.value(at: point, gradient: &above).isFinite else { return false }
      point[index] -= 2 * step
      guard likelihood.value(at: point, gradient: &below).isFinite else { return false }
      for other in 0..<count {
        let slope = (above[other] - below[other]) / (2 * step)
        hessian[index * count + other] += 0.5 * slope
        hessian[other * count + index] += 0.5 * slope
      }
    }
    return CholeskyFactor.inverse(ofMatrix: hessian, count: count) != nil
  }
}
