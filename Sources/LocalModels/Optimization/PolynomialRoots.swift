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
    var values = roots
    var slopes = roots
    for _ in 0..<200 {
      var largest = 0.0
      evaluate(coefficients, at: roots, into: &values, &slopes)
      for index in 0..<degree {
        let step = correction(roots, index, value: values[index], slope: slopes[index])
        guard step.real.isFinite, step.imaginary.isFinite else { continue }
        roots[index] = roots[index] - step
        largest = max(largest, step.modulus / max(roots[index].modulus, 1e-300))
      }
      if largest < 1e-15 { break }
    }
    return roots
  }

  /// - Parameters:
  ///   - value: The polynomial at the root.
  ///   - slope: Its derivative there.
  private static func correction(
    _ roots: [Complex], _ index: Int, value: Complex, slope: Complex
  ) -> Complex {
    let z = roots[index]
    if value.square == 0 { return Complex(0, 0) }
    var repulsion = SIMD2<Double>()
    for other in 0..<roots.count where other != index {
      let difference = z - roots[other]
      let square = difference.square
      if square > 0 { repulsion += SIMD2(difference.real, -difference.imaginary) / square }
    }
    return Complex(1, 0) / (slope / value - Complex(repulsion.x, repulsion.y))
  }

  /// The polynomial and its derivative at each of some points, four at a time: a step waits for the one before.
  private static func evaluate(
    _ coefficients: [Double], at points: [Complex], into values: inout [Complex], _ slopes: inout [Complex]
  ) {
    typealias Lanes = SIMD4<Double>
    for first in stride(from: 0, to: points.count, by: 4) {
      let places = first..<min(first + 4, points.count)
      var (x, y) = (Lanes(), Lanes())
      for place in places {
        (x[place - first], y[place - first]) = (points[place].real, points[place].imaginary)
      }
      var value = (real: Lanes(repeating: coefficients[0]), imaginary: Lanes())
      var slope = (real: Lanes(), imaginary: Lanes())
      for coefficient in coefficients.dropFirst() {
        slope = (
          slope.real * x - slope.imaginary * y + value.real,
          slope.real * y + slope.imaginary * x + value.imaginary
        )
        value = (
          value.real * x - value.imaginary * y + coefficient, value.real * y + value.imaginary * x
        )
      }
      for place in places {
        values[place] = Complex(value.real[place - first], value.imaginary[place - first])
        slopes[place] = Complex(slope.real[place - first], slope.imaginary[place - first])
      }
    }
  }

  /// The derivative of the polynomial at `z`.
  package static func derivative(_ coefficients: [Double], at z: Complex) -> Complex {
    var (values, slopes) = ([z], [z])
    evaluate(coefficients, at: [z], into: &values, &slopes)
    return slopes[0]
  }
}
