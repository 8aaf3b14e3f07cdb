/// Minimises a function of one number over an interval.
package enum ScalarMinimizer {
  /// Scans `points` equally spaced values, then searches around the best by Brent's method.
  package static func minimize(
    from lower: Double, to upper: Double, points: Int = 20, tolerance: Double = 1e-10,
    _ function: (Double) -> Double
  ) -> (point: Double, value: Double) {
    let width = (upper - lower) / Double(points - 1)
    var best = lower
    var bestValue = Double.infinity
    for index in 0..<points {
      let x = index == points - 1 ? upper : lower + Double(index) * width
      let value = function(x)
      if value < bestValue { (best, bestValue) = (x, value) }
    }
    let inner = brent(
      from: max(best - width, lower), to: min(best + width, upper), tolerance: tolerance, function)
    return inner.value < bestValue ? inner : (best, bestValue)
  }

  /// Brent's method (golden section with parabolic steps) for a function with one minimum in the interval.
  package static func brent(
    from lower: Double, to upper: Double, tolerance: Double, _ function: (Double) -> Double
  ) -> (point: Double, value: Double) {
    let golden = 0.5 * (3 - 5.0.squareRoot())
    var (a, b) = (lower, upper)
    var x = a + golden * (b - a)
    var fx = function(x)
    var (w, v, fw, fv) = (x, x, fx, fx)
    var step = 0.0
    var previous = 0.0
    for _ in 0..<100 {
      let middle = 0.5 * (a + b)
      let limit = tolerance * x.magnitude + 1e-14
      if (x - middle).magnitude <= 2 * limit - 0.5 * (b - a) { break }
      let parabola = parabolicStep((x, fx), (w, fw), (v, fv))
      let isUsable =
        previous.magnitude > limit && parabola.magnitude < 0.5 * previous.magnitude
        && x + parabola > a && x + parabola < b
      previous = isUsable ? step : (x < middle ? b - x : a - x)
      step = isUsable ? parabola : golden * previous
      let u = x + (step.magnitude >= limit ? step : (step > 0 ? limit : -limit))
      let fu = function(u)
      if fu <= fx {
        if u >= x { a = x } else { b = x }
        (v, fv, w, fw, x, fx) = (w, fw, x, fx, u, fu)
      } else {
        if u < x { a = u } else { b = u }
        if fu <= fw || w == x {
          (v, fv, w, fw) = (w, fw, u, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return (x, fx)
  }

  /// The step from `x` to the minimum of the parabola through three points; infinite if there is none.
  private static func parabolicStep(
    _ x: (Double, Double), _ w: (Double, Double), _ v: (Double, Double)
  ) -> Double {
    let r = (x.0 - w.0) * (x.1 - v.1)
    let q = (x.0 - v.0) * (x.1 - w.1)
    let denominator = 2 * (q - r)
    guard denominator != 0 else { return .infinity }
    return -((x.0 - v.0) * q - (x.0 - w.0) * r) / denominator
  }
}
