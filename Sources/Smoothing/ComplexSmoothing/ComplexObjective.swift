import LocalModels

/// n ln Σe² as a function of the smoothing parameters.
package struct ComplexObjective: SmoothObjective {
  package let recursion: ComplexRecursion
  package let scratch: ComplexScratch
  /// Half of the derivatives of Σe² at the last value, and Σe².
  private var last = (slope: SIMD4<Double>(), squares: 0.0)

  package init(_ recursion: ComplexRecursion) {
    self.recursion = recursion
    scratch = recursion.makeScratch()
  }

  /// The parameters as a vector of four; absent ones are 0.
  package static func parameters(_ point: [Double]) -> SIMD4<Double> {
    var result = SIMD4<Double>()
    for index in point.indices { result[index] = point[index] }
    return result
  }

  package mutating func value(at point: [Double]) -> Double {
    let outcome = recursion.run(Self.parameters(point), scratch)
    last = (outcome.slope, outcome.squares + floor)
    return Double(recursion.values.count) * logarithm(last.squares)
  }

  package func gradient(at point: [Double], into gradient: inout [Double]) -> Bool {
    let weight = 2 * Double(recursion.values.count) / last.squares
    for index in point.indices { gradient[index] = weight * last.slope[index] }
    return true
  }

  /// The Gauss–Newton approximation of the second derivatives.
  package mutating func curvature(at point: [Double]) -> [Double] {
    let outcome = recursion.run(Self.parameters(point), scratch)
    let weight = 2 * Double(recursion.values.count) / (outcome.squares + floor)
    let count = point.count
    var result = [Double](repeating: 0, count: count * count)
    for i in 0..<count {
      for j in 0..<count { result[i * count + j] = weight * outcome.curvature[i][j] }
      result[i * count + i] += 1e-6
    }
    return result
  }

  private var floor: Double { Double(recursion.values.count) * 1e-32 }
}

extension ComplexRecursion {
  /// The smoothing parameters with the smallest sum of squares found from several starts.
  package func optimum() -> SIMD4<Double> {
    let count = kind.coefficientCount
    let lower = [Double](repeating: 0.01, count: count)
    let upper = Array([1.8, 1.9, 1.5, 1.5].prefix(count))
    var minimizer = BoxMinimizer(lower: lower, upper: upper)
    minimizer.gradientTolerance = 1e-6
    minimizer.valueTolerance = 1e-8
    var objective = ComplexObjective(self)
    var best: Minimum?
    for start in starts {
      let curvature = objective.curvature(at: start)
      guard curvature.allSatisfy(\.isFinite) else { continue }
      let minimum = minimizer.minimize(&objective, from: start, hessian: curvature)
      if minimum.value < best?.value ?? .infinity { best = minimum }
    }
    return ComplexObjective.parameters(best?.point ?? starts[0])
  }

  /// Valleys lie on both sides of α₁ = 1, with a ridge between them that no search crosses.
  private var starts: [[Double]] {
    switch kind {
    case .simple, .automatic: [[1.3, 1.0], [0.6, 1.0], [1.7, 1.0], [1.75, 1.08]]
    case .seasonal: [[1.3, 1.0], [0.6, 1.0], [1.7, 1.0]]
    case .partial: [[1.3, 1.0, 0.1], [0.7, 1.0, 0.3], [1.6, 1.0, 0.02], [1.4, 0.95, 0.5]]
    case .full:
      [[1.3, 1.0, 1.3, 1.0], [1.3, 1.0, 1.0, 1.0], [1.6, 1.0, 0.5, 1.0], [1.4, 0.95, 1.3, 1.03]]
    }
  }
}
