import Tensors

/// The linear map for one penalty, and how well it does on other windows.
struct LeastSquaresSolution: Sendable {
  /// Shape `[horizon, input]`, the offset last.
  private let coefficients: [Double]
  private let horizon: Int
  /// Mean squared error over the validation windows, standardised units.
  let meanError: Double

  /// Solves for all steps together; nil where the inputs depend on each other.
  init?(_ training: NormalEquations, ridge: Float, validation: NormalEquations, errorCount: Int) {
    guard let coefficients = training.solution(ridge: Double(ridge), freeInputs: 1) else { return nil }
    (self.coefficients, horizon) = (coefficients, training.outputSize)
    meanError = validation.squaredError(of: coefficients) / Double(errorCount)
  }

  /// Puts the steps together; nil where one has no solution.
  init?(_ steps: [StepSolution?], errorCount: Int) {
    let solved = steps.compactMap(\.self)
    guard solved.count == steps.count else { return nil }
    (coefficients, horizon) = (solved.flatMap(\.coefficients), solved.count)
    meanError = solved.reduce(0) { $0 + $1.squaredError } / Double(errorCount)
  }

  /// The coefficients of consecutive inputs, shape `[horizon, size]` each.
  func blocks(_ sizes: [Int]) -> [Tensor] {
    let width = coefficients.count / horizon
    var start = 0
    return sizes.map { size in
      let first = start
      start += size
      let rows = (0..<horizon).flatMap { step in
        coefficients[step * width + first..<step * width + first + size].map { Float($0) }
      }
      return Tensor(shape: [horizon, size], values: rows)
    }
  }
}

/// The coefficients of one step, and their error on other windows.
struct StepSolution: Sendable {
  /// One for each input, the offset's last.
  let coefficients: [Double]
  /// Over the validation windows, summed.
  let squaredError: Double

  /// Solves one step; nil where the inputs depend on each other.
  init?(_ training: NormalEquations, ridge: Float, validation: NormalEquations) {
    guard let coefficients = training.solution(ridge: Double(ridge), freeInputs: 1) else { return nil }
    self.coefficients = coefficients
    squaredError = validation.squaredError(of: coefficients)
  }
}
