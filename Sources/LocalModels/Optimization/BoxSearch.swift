/// The state of one search of `BoxMinimizer`: point, gradient and approximate Hessian.
struct BoxSearch {
  private let lower: [Double]
  private let upper: [Double]
  private let firstStep: Double
  private let count: Int
  private var point: [Double]
  private(set) var value = Double.infinity
  private var gradient: [Double]
  private var evaluations = 0
  private var hessian: SymmetricMatrix
  private var isHessianKnown: Bool
  private var direction: [Double]
  private var trialPoint: [Double]
  private var trialGradient: [Double]
  private var bestPoint: [Double]
  private var bestGradient: [Double]
  private var isFree: [Bool]

  init(minimizer: BoxMinimizer, start: [Double], hessian: [Double]?) {
    lower = minimizer.lower
    upper = minimizer.upper
    firstStep = minimizer.firstStep
    count = start.count
    point = start
    let zeros = [Double](repeating: 0, count: start.count)
    gradient = zeros
    direction = zeros
    trialPoint = zeros
    trialGradient = zeros
    bestPoint = zeros
    bestGradient = zeros
    isFree = [Bool](repeating: true, count: start.count)
    self.hessian = SymmetricMatrix(count: start.count, elements: hessian)
    isHessianKnown = hessian != nil
  }

  func minimum(hasConverged: Bool) -> Minimum {
    Minimum(
      point: point, value: value, gradient: gradient, evaluations: evaluations,
      hasConverged: hasConverged)
  }

  mutating func begin<Objective: SmoothObjective>(_ objective: inout Objective) {
    value = objective.value(at: point, gradient: &gradient)
    evaluations += 1
    if !isHessianKnown { resetHessian() }
  }

  /// The largest gradient among the numbers that are not held at a bound.
  mutating func projectedGradient() -> Double {
    var largest = 0.0
    for i in 0..<count {
      let holds = point[i] <= lower[i] && gradient[i] > 0 || point[i] >= upper[i] && gradient[i] < 0
      isFree[i] = !holds
      if !holds { largest = max(largest, gradient[i].magnitude) }
    }
    return largest
  }

  /// Takes one step; false if no step lowers the value.
  mutating func step<Objective: SmoothObjective>(_ objective: inout Objective) -> Bool {
    var slope = findDirection()
    if !(slope < 0) {
      resetHessian()
      slope = findDirection()
    }
    guard slope < 0, let length = acceptableLength(&objective, slope: slope) else {
      guard !isSteepest else { return false }
      resetHessian()
      isSteepest = true
      return true
    }
    isSteepest = false
    lengthen(&objective, length: length, slope: slope)
    updateHessian()
    swap(&point, &bestPoint)
    swap(&gradient, &bestGradient)
    value = bestValue
    return true
  }

  private var isSteepest = false
  private var bestValue = Double.infinity

  /// Solves the block of the free numbers for the quasi-Newton direction; returns its slope.
  private mutating func findDirection() -> Double {
    hessian.solve(gradient, where: isFree, into: &direction)
    var slope = 0.0
    for i in 0..<count {
      direction[i] = isFree[i] ? -direction[i] : 0
      slope += direction[i] * gradient[i]
    }
    return slope
  }

  /// Steps back from length 1 until the value falls enough (Armijo's rule along the projected path); the step is then in `best…`.
  private mutating func acceptableLength<Objective: SmoothObjective>(
    _ objective: inout Objective, slope: Double
  ) -> Double? {
    var length = 1.0
    for _ in 0..<40 {
      var trial = evaluate(&objective, length: length)
      var predicted = 0.0
      for i in 0..<count { predicted += gradient[i] * (trialPoint[i] - point[i]) }
      if trial.isFinite, trial <= value + 1e-4 * min(predicted, 0), predicted < 0 {
        if acceptTrial(&objective, trial) { return length }
        trial = .infinity
      }
      // The minimum of the parabola through value, slope and trial value, kept between a tenth and a half of the length.
      let curvature = trial - value - slope * length
      let wish = curvature > 0 ? -0.5 * slope * length * length / curvature : 0.5 * length
      length = trial.isFinite ? min(max(wish, 0.1 * length), 0.5 * length) : 0.2 * length
    }
    return nil
  }

  /// Doubles the length while the function still falls steeply at its end and the value improves.
  private mutating func lengthen<Objective: SmoothObjective>(
    _ objective: inout Objective, length: Double, slope: Double
  ) {
    var length = length
    for _ in 0..<8 where length >= 1 {
      var endSlope = 0.0
      for i in 0..<count { endSlope += bestGradient[i] * direction[i] }
      guard endSlope < 0.7 * slope else { return }
      length *= 2
      let trial = evaluate(&objective, length: length)
      guard trial.isFinite, trial < bestValue, acceptTrial(&objective, trial) else { return }
    }
  }

  private mutating func evaluate<Objective: SmoothObjective>(
    _ objective: inout Objective, length: Double
  ) -> Double {
    for i in 0..<count {
      trialPoint[i] = min(max(point[i] + length * direction[i], lower[i]), upper[i])
    }
    evaluations += 1
    return objective.value(at: trialPoint)
  }

  /// Makes the trial the best point; false if there is no gradient.
  private mutating func acceptTrial<Objective: SmoothObjective>(
    _ objective: inout Objective, _ trial: Double
  ) -> Bool {
    guard objective.gradient(at: trialPoint, into: &trialGradient) else { return false }
    bestValue = trial
    swap(&bestPoint, &trialPoint)
    swap(&bestGradient, &trialGradient)
    return true
  }

  /// The BFGS update by the step from `point` to `bestPoint`, damped so that the matrix stays positive definite (Powell).
  private mutating func updateHessian() {
    var product = 0.0
    var square = 0.0
    for i in 0..<count {
      trialPoint[i] = bestPoint[i] - point[i]
      trialGradient[i] = bestGradient[i] - gradient[i]
      product += trialPoint[i] * trialGradient[i]
      square += trialGradient[i] * trialGradient[i]
    }
    if !isHessianKnown {
      if product > 0 { hessian.setDiagonal(square / product) }
      isHessianKnown = true
    }
    hessian.update(step: trialPoint, change: &trialGradient, product: product, scratch: &direction)
  }

  private mutating func resetHessian() {
    var largest = 0.0
    for i in 0..<count where isFree[i] { largest = max(largest, gradient[i].magnitude) }
    hessian.setDiagonal(max(largest, 1e-300) / firstStep)
    isHessianKnown = false
  }
}
