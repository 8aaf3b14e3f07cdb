/// The roots of a real polynomial.
package enum PolynomialRoots {
  /// All roots by the method of Aberth and Ehrlich, to rounding for simple roots.
  ///
  /// - Parameter coefficients: Highest power first, the first not zero.
  /// - Parameter former: Roots of a similar polynomial to start from, or none.
  package static func find(_ coefficients: [Double], from former: [Complex] = []) -> [Complex] {
    let degree = coefficients.count - 1
    guard degree > 0 else { return [] }
    var roots = former
    if roots.count != degree {
      roots = (0..<degree).map { index in
        let angle = 2 * Double.pi * (Double(index) + 0.37) / Double(degree)
        return Complex(0.98 * cosine(angle), 0.98 * sine(angle))
      }
    }
    for _ in 0..<200 {
      var largest = 0.0
      for index in 0..<degree {
        let step = correction(coefficients, roots, index)
        guard step.real.isFinite, step.imaginary.isFinite else { continue }
        roots[index] = roots[index] - step
        largest = max(largest, step.modulus / max(roots[index].modulus, 1e-300))
      }
      if largest < 1e-15 { break }
    }
    return roots
  }

  private static func correction(
    _ coefficients: [Double], _ roots: [Complex], _ index: Int
  ) -> Complex {
    let z = roots[index]
    let (value, slope) = evaluate(coefficients, at: z)
    if value.square == 0 { return Complex(0, 0) }
    var repulsion = Complex(0, 0)
    for other in roots.indices where other != index {
      let difference = z - roots[other]
      if difference.square > 0 { repulsion = repulsion + Complex(1, 0) / difference }
    }
    return Complex(1, 0) / (slope / value - repulsion)
  }

  /// The derivative of the polynomial at `z`.
  package static func derivative(_ coefficients: [Double], at z: Complex) -> Complex {
    evaluate(coefficients, at: z).slope
  }

  private static func evaluate(
    _ coefficients: [Double], at z: Complex
  ) -> (value: Complex, slope: Complex) {
    var value = Complex(coefficients[0], 0)
    var slope = Complex(0, 0)
    for coefficient in coefficients.dropFirst() {
      slope = slope * z + value
      value = value * z + Complex(coefficient, 0)
    }
    return (value, slope)
  }
}
