import LocalModels

/// The stepwise search for ARIMA orders by AICc (Hyndman and Khandakar 2008) with given differences.
struct ArimaSearch {
  /// How models are ranked.
  enum Criterion: Sendable {
    /// AICc of the exact likelihood.
    case exact
    /// AICc of the conditional sum of squares.
    case conditional
  }

  let design: ArimaDesign
  let period: Int
  let limits: ArimaSearchLimits
  let criterion: Criterion
  let isStepwise: Bool
  private let count: Int
  private var seen: Set<ArimaOrder> = []
  private(set) var best: ArimaEstimate?
  private var bestValue = Double.infinity

  /// Models tried at most.
  private static let modelLimit = 94

  init(
    design: ArimaDesign, count: Int, period: Int, criterion: Criterion, isStepwise: Bool
  ) {
    self.design = design
    self.period = period
    self.count = count
    self.criterion = criterion
    self.isStepwise = isStepwise
    limits = ArimaSearchLimits(
      count: count, period: period, differences: design.differencing.first,
      seasonalDifferences: design.differencing.seasonal)
  }

  /// Runs the search and estimates the chosen model thoroughly; nil if none counts.
  mutating func run() -> ArimaEstimate? {
    if isStepwise { searchStepwise() } else { searchAll() }
    guard let best else { return nil }
    let neighbour = criterion == .exact ? best : nil
    let estimator = ArimaEstimator(design: design)
    return estimator.estimate(best.order, effort: .refined, neighbour: neighbour) ?? best
  }

  private func order(
    _ p: Int, _ q: Int, _ seasonalP: Int, _ seasonalQ: Int, hasConstant: Bool
  ) -> ArimaOrder {
    ArimaOrder(
      p, design.differencing.first, q,
      seasonal: (seasonalP, design.differencing.seasonal, seasonalQ), period: period,
      hasConstant: hasConstant && limits.admitsConstant)
  }

  private mutating func searchStepwise() {
    let small = count < 10
    let p = min(small ? 1 : 2, limits.autoregressive)
    let q = min(small ? 1 : 2, limits.movingAverage)
    let seasonalP = small ? 0 : min(1, limits.seasonalAutoregressive)
    let seasonalQ = small ? 0 : min(1, limits.seasonalMovingAverage)
    let first = [
      order(p, q, seasonalP, seasonalQ, hasConstant: true),
      order(0, 0, 0, 0, hasConstant: true),
      order(min(1, p), 0, seasonalP, 0, hasConstant: true),
      order(0, min(1, q), 0, seasonalQ, hasConstant: true),
      order(0, 0, 0, 0, hasConstant: false),
    ]
    for order in first { _ = trial(order) }
    guard var current = best?.order else { return }
    // As in R and statsforecast: the last of the first models only tells whether the constant is worth it without other terms. Where it wins,
    // the search goes on with a constant, and orders without one are reached from a model that has it.
    current.hasConstant = limits.admitsConstant
    while seen.count < Self.modelLimit, neighbours(of: current).contains(where: { trial($0) }),
      let better = best?.order
    {
      current = better
    }
  }

  /// The orders one step away, in the order in which they are tried.
  private func neighbours(of order: ArimaOrder) -> [ArimaOrder] {
    let steps = [(-1, 0), (0, -1), (1, 0), (0, 1), (-1, -1), (-1, 1), (1, -1), (1, 1)]
    var result: [ArimaOrder] = []
    for (p, q) in steps {
      var next = order
      next.seasonalAutoregressive += p
      next.seasonalMovingAverage += q
      result.append(next)
    }
    for (p, q) in steps {
      var next = order
      next.autoregressive += p
      next.movingAverage += q
      result.append(next)
    }
    var toggled = order
    toggled.hasConstant.toggle()
    return result + [toggled]
  }

  private mutating func searchAll() {
    for total in 0...5 {
      for order in orders(ofTotal: total) { _ = trial(order) }
    }
  }

  /// All orders with p + q + P + Q = `total`.
  private func orders(ofTotal total: Int) -> [ArimaOrder] {
    var orders: [ArimaOrder] = []
    for p in 0...min(total, limits.autoregressive) {
      for q in 0...min(total - p, limits.movingAverage) {
        for seasonalP in 0...min(total - p - q, limits.seasonalAutoregressive) {
          let seasonalQ = total - p - q - seasonalP
          guard seasonalQ <= limits.seasonalMovingAverage else { continue }
          for constant in limits.admitsConstant ? [true, false] : [false] {
            orders.append(order(p, q, seasonalP, seasonalQ, hasConstant: constant))
          }
        }
      }
    }
    return orders
  }

  /// Fits a model that has not been seen; true if it is better than the best so far.
  private mutating func trial(_ order: ArimaOrder) -> Bool {
    guard limits.contains(order), seen.count < Self.modelLimit || !isStepwise,
      seen.insert(order).inserted
    else { return false }
    let estimator = ArimaEstimator(design: design)
    let fitted =
      criterion == .exact
      ? estimator.estimate(order, effort: .ranking, neighbour: best)
      : estimator.conditionalEstimate(order, neighbour: best)
    guard let fitted, let value = value(of: fitted), value < bestValue, fitted.hasConverged else {
      return false
    }
    guard !isAdmissible(fitted) else {
      (best, bestValue) = (fitted, value)
      return true
    }
    // Short of the minimum a root may still lie too near the unit circle, and the curvature be none.
    guard criterion == .exact, let refined = estimator.refined(fitted), refined.hasConverged,
      let value = self.value(of: refined), value < bestValue, isAdmissible(refined)
    else { return false }
    (best, bestValue) = (refined, value)
    return true
  }

  /// Whether the roots lie apart from the unit circle and, of exact estimates, the likelihood has a maximum.
  private func isAdmissible(_ estimate: ArimaEstimate) -> Bool {
    var polynomials = ArmaPolynomials(order: estimate.order)
    polynomials.setFactors(estimate.factors)
    guard polynomials.hasRoots(beyond: 1.01) else { return false }
    return criterion != .exact || ArimaEstimator(design: design).isMinimum(estimate)
  }

  /// What models are ranked by: AICc, or N ln σ² + 2k with the same correction, σ² of the conditional sum of squares; nil for too few rows.
  private func value(of estimate: ArimaEstimate) -> Double? {
    guard criterion == .conditional else { return estimate.aicc }
    let n = Double(design.observedCount)
    let k = Double(estimate.parameterCount)
    guard n - k - 1 > 0 else { return nil }
    let variance = estimate.squares / Double(estimate.observedCount)
    return n * logarithm(variance) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
  }
}
