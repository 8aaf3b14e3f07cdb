/// A function of several numbers that is to be minimised, with its gradient.
package protocol SmoothObjective {
  /// The value at `point`; infinite or not a number where the function is not defined: a search then steps back.
  mutating func value(at point: [Double]) -> Double

  /// Writes the gradient into `gradient`, which has as many numbers as `point`.
  ///
  /// A search asks for it where it stays: half of the values that it tries are not low enough.
  ///
  /// - Parameter point: Where the value, which is finite, was asked for last.
  /// - Returns: Whether there is a gradient; a search steps back where there is none.
  mutating func gradient(at point: [Double], into gradient: inout [Double]) -> Bool
}

extension SmoothObjective {
  /// The value at `point` with its gradient; infinite where there is none of either.
  package mutating func value(at point: [Double], gradient: inout [Double]) -> Double {
    let value = value(at: point)
    return value.isFinite && self.gradient(at: point, into: &gradient) ? value : .infinity
  }
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
