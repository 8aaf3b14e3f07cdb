/// `Σ √(r² + ε²) + ½ w (λ ‖b‖² + κ ‖b − P‖²)` of one step as it is defined, and its minimum by Newton's method with halved steps.
struct SmoothedAbsoluteError {
  let examples: [ExplicitRegression.Example]
  let epsilon: Double
  /// w λ and w κ.
  let penalty: Double, shrinkage: Double
  let prior: [Double]

  init(
    _ examples: [ExplicitRegression.Example], start: [Double], ridge: Double, shrinkage: Double = 0,
    towards prior: [Double]? = nil
  ) {
    self.examples = examples
    let residuals = examples.map { ExplicitRegression.residual(start, $0) }
    let scale = (residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count)).squareRoot()
    let epsilon = 1e-3 * scale
    let weight =
      residuals.reduce(0) { $0 + 1 / ($1 * $1 + epsilon * epsilon).squareRoot() } / Double(residuals.count)
    let size = start.count
    let squares = examples.reduce(0) { $0 + $1.inputs.reduce(0) { $0 + $1 * $1 } }
    let unit = squares / Double(size) * weight
    (self.epsilon, penalty, self.shrinkage) = (epsilon, ridge * unit, shrinkage * unit)
    self.prior = prior ?? Array(repeating: 0, count: size)
  }

  func value(_ b: [Double]) -> Double {
    let errors = examples.reduce(0) { sum, example in
      let r = ExplicitRegression.residual(b, example)
      return sum + (r * r + epsilon * epsilon).squareRoot()
    }
    return b.indices.dropLast().reduce(errors) { sum, i in
      let distance = b[i] - prior[i]
      return sum + 0.5 * (penalty * b[i] * b[i] + shrinkage * distance * distance)
    }
  }

  func minimum(from start: [Double]) -> Double {
    var (b, best) = (start, value(start))
    for _ in 0..<400 {
      // Newton's direction is a ridge regression with weights ρ'' and right sides ρ'.
      let size = b.count
      var system = [[Double]](repeating: Array(repeating: 0, count: size + 1), count: size)
      for example in examples {
        let r = ExplicitRegression.residual(b, example)
        let root = (r * r + epsilon * epsilon).squareRoot()
        // Between Newton's curvature and that of the parabola above, for steps that are neither wild nor tiny.
        let curvature = max(epsilon * epsilon / (root * root * root), 0.02 / root)
        for i in 0..<size {
          for j in 0..<size { system[i][j] += curvature * example.inputs[i] * example.inputs[j] }
          system[i][size] += r / root * example.inputs[i]
        }
      }
      for i in 0..<size - 1 {
        system[i][i] += penalty + shrinkage
        system[i][size] -= penalty * b[i] + shrinkage * (b[i] - prior[i])
      }
      for i in 0..<size {
        for row in 0..<size where row != i {
          let factor = system[row][i] / system[i][i]
          for j in i...size { system[row][j] -= factor * system[i][j] }
        }
      }
      let direction = (0..<size).map { system[$0][size] / system[$0][$0] }
      var (length, found) = (1.0, false)
      while length > 1e-6 {
        let next = zip(b, direction).map { $0 + length * $1 }
        let error = value(next)
        if error < best {
          (b, best, found) = (next, error, true)
          break
        }
        length /= 2
      }
      if !found { break }
    }
    return best
  }
}
