import LeastSquares
import Tensors

/// Descent to the smallest absolute error for a few steps of the target.
///
/// A quasi-Newton method with limited memory (Nocedal and Wright 2006, algorithm 7.4) whose first curvature is that of the squared error, so
/// that ten to forty rounds of two products with the windows are enough; along each direction the sum is convex, and secants find the
/// place where it is smallest. ε goes down in three stages, as far from the minimum a sharp bend only delays.
struct AbsoluteErrorDescent {
  /// The curvature of the squared error.
  struct Metric: Sendable {
    let factor: SymmetricFactor
    /// The penalty in units of the equations.
    let penalty: Double

    /// nil where the inputs depend on each other.
    init?(_ equations: NormalEquations, _ penalty: AbsoluteErrorMap.Penalty) {
      guard let factor = equations.factor(ridge: penalty.total, freeInputs: 1) else { return nil }
      (self.factor, self.penalty) = (factor, penalty.total * equations.meanDiagonal)
    }
  }

  private let examples: WindowExamples
  private let steps: Range<Int>
  /// One for all steps, or one for each.
  private let metrics: [Metric]
  /// Of each step: the residuals' size, windows without the target, the penalty.
  private let scales: [Double], missing: [Int], penalties: [Double]
  /// What coefficients are drawn to, `[input, step]`.
  private let centre: [Double]
  private var coefficients: [Double]
  private var residuals: [SmoothedResiduals]
  /// Of the stage: ε and the mean weight of each step.
  private var (epsilons, weights): ([Double], [Double])
  private var (errors, gradient): ([Double], [Double])
  private var curvature: ColumnCurvature

  /// ε in units of the residuals, and the share of the error that a round has to gain for another to follow.
  private static let stages = [(0.1, 1e-3), (0.01, 1e-4), (1e-3, 1e-6)]
  private static let mostRounds = 300

  /// - Parameters:
  ///   - start: Shape `[step, input]`, as `centre`.
  ///   - centre: What coefficients are drawn to; nil for 0.
  init(
    _ examples: WindowExamples, _ steps: Range<Int>, from start: [Double], _ metrics: [Metric],
    centre: [Double]?
  ) {
    (self.examples, self.steps, self.metrics) = (examples, steps, metrics)
    let count = steps.count
    coefficients = Self.transposed(start, rows: count)
    self.centre =
      centre.map { Self.transposed($0, rows: count) } ?? Array(repeating: 0, count: start.count)
    let forecasts = examples.applied(coefficients, steps)
    residuals = zip(examples.outputs(steps), forecasts).map { outputs, forecasts in
      SmoothedResiduals(zip(outputs, forecasts).map { $0 - $1 }, columns: count)
    }
    missing = examples.missingCounts(steps)
    let (windows, missing) = (examples.windowCount, missing)
    var squares = [Double](repeating: 0, count: count)
    for part in residuals {
      for first in stride(from: 0, to: part.values.count, by: count) {
        for step in 0..<count { squares[step] += part.values[first + step] * part.values[first + step] }
      }
    }
    scales = squares.indices.map {
      max((squares[$0] / Double(max(1, windows - missing[$0]))).squareRoot(), 1e-9)
    }
    epsilons = scales.map { 1e-3 * $0 }
    let firstWeights = Self.meanWeights(residuals, epsilons, windows, missing)
    weights = firstWeights
    penalties = firstWeights.indices.map { firstWeights[$0] * metrics[metrics.count == 1 ? 0 : $0].penalty }
    (errors, gradient) = ([], [])
    curvature = ColumnCurvature(columns: count)
  }

  /// The sum of the absolute residuals of each step, without ε and the penalty.
  var absoluteErrors: [Double] {
    let count = steps.count
    var sums = [Double](repeating: 0, count: count)
    for part in residuals {
      for index in part.values.indices { sums[index % count] += abs(part.values[index]) }
    }
    return sums
  }

  /// Goes down until rounds gain too little; `[step, input]`.
  mutating func run() -> [Double] {
    for (share, tolerance) in Self.stages {
      epsilons = scales.map { share * $0 }
      weights = Self.meanWeights(residuals, epsilons, examples.windowCount, missing)
      curvature = ColumnCurvature(columns: steps.count)
      let zeros = [Double](repeating: 0, count: steps.count)
      move(residuals.map { Array(repeating: 0, count: $0.values.count) }, along: gradient, by: zeros)
      // One poor round is no end.
      var poorRounds = 0
      for _ in 0..<Self.mostRounds where poorRounds < 2 {
        poorRounds = round() < tolerance ? poorRounds + 1 : 0
      }
    }
    return Self.transposed(coefficients, rows: examples.inputCount)
  }

  /// One step along a direction of its own for each step of the target; the largest share of an error that was gained.
  private mutating func round() -> Double {
    let before = errors
    let direction = curvature.direction(gradient) { solved($0) }
    let moves = examples.applied(direction, steps)
    let lengths = lengths(along: direction, moves)
    let last = gradient
    move(moves, along: direction, by: lengths)
    curvature.remember(
      moves: direction.indices.map { lengths[$0 % steps.count] * direction[$0] },
      changes: gradient.indices.map { gradient[$0] - last[$0] })
    return zip(before, errors).map { ($0 - $1) / max($0, .leastNormalMagnitude) }.max() ?? 0
  }

  /// Moves coefficients and residuals; errors and gradient follow.
  private mutating func move(_ moves: [[Double]], along direction: [Double], by lengths: [Double]) {
    let count = steps.count
    for index in direction.indices { coefficients[index] += lengths[index % count] * direction[index] }
    errors = zip(epsilons, missing).map { -$0 * Double($1) }
    for place in residuals.indices {
      let sums = residuals[place].move(along: moves[place], by: lengths, smoothing: epsilons)
      for step in 0..<count { errors[step] += sums[step] }
    }
    gradient = examples.gathered(residuals.map(\.signs), steps).map { -$0 }
    for index in 0..<(examples.inputCount - 1) * count {
      let distance = coefficients[index] - centre[index]
      gradient[index] += penalties[index % count] * distance
      errors[index % count] += 0.5 * penalties[index % count] * distance * distance
    }
  }

  /// How far to go with each step: secants of the slope, which only grows, kept between a place before the minimum and one behind it.
  private func lengths(along direction: [Double], _ moves: [[Double]]) -> [Double] {
    let count = steps.count
    let first = ColumnCurvature.products(gradient, direction, columns: count)
    var searches = first.map { SlopeSearch(slope: $0) }
    let offsets = (examples.inputCount - 1) * count
    let (penalized, distances) = (
      direction[..<offsets], zip(coefficients, centre).prefix(offsets).map { $0 - $1 }
    )
    let linear = ColumnCurvature.products(distances, Array(penalized), columns: count)
    let square = ColumnCurvature.products(Array(penalized), Array(penalized), columns: count)
    for attempt in 0..<20 where attempt < 6 || searches.contains(where: { !$0.isDone }) {
      let (tried, isOpen) = (searches.map(\.next), searches.map { !$0.isExact })
      var slopes = (0..<count).map { step -> Double in
        penalties[step] * (linear[step] + tried[step] * square[step])
      }
      for (part, moves) in zip(residuals, moves) {
        let sums = part.slopes(along: moves, by: tried, smoothing: epsilons, isWanted: isOpen)
        for step in 0..<count { slopes[step] += sums[step] }
      }
      for step in 0..<count { searches[step].take(slopes[step]) }
      if searches.allSatisfy(\.isExact) { break }
    }
    return searches.map(\.length)
  }

  /// The equations of the squared error solved, brought to the mean weight of each step; `[input, step]`.
  private func solved(_ right: [Double]) -> [Double] {
    let count = steps.count
    var x: [Double]
    if metrics.count == 1 {
      x = metrics[0].factor.solving(right, columns: count)
    } else {
      let columns = (0..<count).flatMap { step in
        metrics[step].factor.solving(
          stride(from: step, to: right.count, by: count).map { right[$0] }, columns: 1)
      }
      x = Self.transposed(columns, rows: count)
    }
    for index in x.indices { x[index] /= weights[index % count] }
    return x
  }

  /// The mean of `1 / √(r² + ε²)` over what was observed, of each step.
  private static func meanWeights(
    _ residuals: [SmoothedResiduals], _ epsilons: [Double], _ windows: Int, _ missing: [Int]
  ) -> [Double] {
    let count = epsilons.count
    var sums = zip(epsilons, missing).map { -Double($1) / $0 }
    for part in residuals {
      for first in stride(from: 0, to: part.values.count, by: count) {
        for step in 0..<count {
          let (value, epsilon) = (part.values[first + step], epsilons[step])
          sums[step] += 1 / (value * value + epsilon * epsilon).squareRoot()
        }
      }
    }
    return zip(sums, missing).map { $0 / Double(max(1, windows - $1)) }
  }

  private static func transposed(_ values: [Double], rows: Int) -> [Double] {
    let columns = values.count / rows
    return (0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }
  }
}
