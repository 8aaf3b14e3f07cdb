/// A function of several numbers that is to be minimised, with its gradient.
package protocol SmoothObjective {
  /// The value at `point`; its gradient is written into `gradient`, which has as many numbers.
  ///
  /// Infinite or not a number where the function is not defined: a search then steps back, and does not read the gradient.
  mutating func value(at point: [Double], gradient: inout [Double]) -> Double
}

/// What a minimisation found.
package struct Minimum: Sendable {
  /// Where the function is smallest.
  package var point: [Double]
  /// Its value there.
  package var value: Double
  /// Its gradient there.
  package var gradient: [Double]
  /// The number of times the function was evaluated.
  package var evaluations: Int
  /// Whether a tolerance was met rather than the limit of iterations.
  package var hasConverged: Bool

  init(
    point: [Double], value: Double, gradient: [Double], evaluations: Int, hasConverged: Bool
  ) {
    self.point = point
    self.value = value
    self.gradient = gradient
    self.evaluations = evaluations
    self.hasConverged = hasConverged
  }
}
