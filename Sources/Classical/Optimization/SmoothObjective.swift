/// A function of several numbers that is to be minimised, with its gradient.
protocol SmoothObjective {
  /// The value at `point`; its gradient is written into `gradient`, which has as many numbers.
  ///
  /// Infinite or not a number where the function is not defined: a search then steps back, and does not read the gradient.
  mutating func value(at point: [Double], gradient: inout [Double]) -> Double
}

/// What a minimisation found.
struct Minimum: Sendable {
  /// Where the function is smallest.
  var point: [Double]
  /// Its value there.
  var value: Double
  /// Its gradient there.
  var gradient: [Double]
  /// The number of times the function was evaluated.
  var evaluations: Int
  /// Whether a tolerance was met rather than the limit of iterations.
  var hasConverged: Bool
}

/// An objective without a gradient of its own: central differences take its place.
struct DifferencedObjective<Function>: SmoothObjective where Function: ScalarFunction {
  var function: Function
  /// The step of the differences in units of max(|x|, 1).
  var step = 1e-6

  mutating func value(at point: [Double], gradient: inout [Double]) -> Double {
    var moved = point
    for index in point.indices {
      let h = step * max(point[index].magnitude, 1)
      moved[index] = point[index] + h
      let above = function.value(at: moved)
      moved[index] = point[index] - h
      let below = function.value(at: moved)
      moved[index] = point[index]
      gradient[index] = (above - below) / (2 * h)
    }
    return function.value(at: point)
  }
}

/// A function of several numbers.
protocol ScalarFunction {
  /// The value at `point`.
  mutating func value(at point: [Double]) -> Double
}
