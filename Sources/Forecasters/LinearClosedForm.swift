import Forecasting
import Layers
import Tensors
import Training

/// One linear map over time for all channels of normalised windows, solved exactly.
///
/// Minimises `Σ ‖y − μ − [x − μ, σ] B‖² + λ ‖B‖²` over all training windows and channels: least squares of normalised
/// windows, weighted so that errors count in the units of the data. λ and the normalisation are those with the smallest
/// error over the validation windows. All of it follows from second moments of the windows, which slide along the
/// series: see `WindowMoments`.
public struct LinearClosedForm: Forecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "linear-closed-form", summary: "one linear map over time, solved exactly by ridge regression",
    source: "Toner and Darlow 2024, https://arxiv.org/abs/2403.14587")

  /// Which normalisation is used.
  public enum Normalization: String, Sendable, CaseIterable {
    /// The one with the smaller validation error.
    case best
    /// Mean and deviation of each window.
    case instance
    /// The last value of each window.
    case last

    fileprivate var kinds: [WindowNormalization] {
      switch self {
      case .best: [.instance, .last]
      case .instance: [.instance]
      case .last: [.last]
      }
    }
  }

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// What is taken out of each window.
    public var normalization = Normalization.best
    /// λ in units of the mean squared input; 0 for the one with the smallest validation error.
    public var ridge: Float = 0

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .choice(
        "normalization", \.normalization, "what is taken out of each window; best: chosen on validation rows"),
      .number(
        "ridge", \.ridge, in: 0...1e6,
        "penalty in units of the mean squared input; 0: the best of 0.001, 0.01, 0.1, 1 on validation rows"),
    ]
  }

  /// λ tried where none is given.
  private static let ridges: [Float] = [1e-3, 1e-2, 1e-1, 1]

  private var normalization: WindowNormalization
  private var ridge: Float
  private let candidates: [Candidate]
  private var weight: Tensor
  private var bias: Tensor

  private struct Candidate: Sendable, CustomStringConvertible {
    let normalization: WindowNormalization
    let ridge: Float

    var description: String { "normalization \(normalization), ridge \(ridge)" }
  }

  /// Creates the forecaster before its fit: it forecasts the level of each window.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let ridges = configuration.ridge > 0 ? [configuration.ridge] : Self.ridges
    candidates = configuration.normalization.kinds.flatMap { kind in
      ridges.map { Candidate(normalization: kind, ridge: $0) }
    }
    (normalization, ridge) = (candidates[0].normalization, configuration.ridge)
    let shape = [task.horizon, task.lookback]
    weight = ParameterBudget.tensor(shape: shape) { Tensor(shape: shape, filledWith: 0) }
    bias = Tensor(shape: [task.horizon], filledWith: 0)
  }

  /// There is no recipe: nothing is trained step by step.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Lookbacks to choose from; a longer one is not always better, and each takes a fraction of a second.
  public static let lookbackCandidates = [96, 192, 336, 512]

  /// Solves for every candidate and keeps the one with the smallest validation error.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    guard candidates.count == 1 || !data.validation.isEmpty else { throw .choiceNeedsValidation }
    let solutions: [Solution?]
    do { solutions = try self.solutions(data, plan, control) } catch {
      guard case .interrupted = error else { throw error }
      return TrainingSummary(ending: .interrupted)
    }
    try choose(solutions, control)
    return TrainingSummary(ending: .solved)
  }

  /// The solution for every candidate; nil where there is none.
  private func solutions(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> [Solution?] {
    let training = try WindowMoments(
      of: data.training, workers: plan.workers, unless: control.isInterrupted)
    let validation =
      data.validation.isEmpty
      ? training
      : try WindowMoments(of: data.validation, workers: plan.workers, unless: control.isInterrupted)
    let kinds = Set(candidates.map(\.normalization))
    let equations = kinds.reduce(into: [:]) {
      $0[$1] = (training: training.normalEquations($1), validation: validation.normalEquations($1))
    }
    var solutions: [Solution?] = []
    // As many as there are threads at a time, so that an interruption waits for one solution only.
    while solutions.count < candidates.count {
      if control.isInterrupted() { throw .interrupted }
      let first = solutions.count
      let count = min(plan.workers.threadCount, candidates.count - first)
      solutions += plan.workers.map(count: count) { [candidates] index -> Solution? in
        let candidate = candidates[first + index]
        guard let systems = equations[candidate.normalization] else { return nil }
        return Solution(
          systems.training, ridge: candidate.ridge, validation: systems.validation,
          errorCount: validation.errorCount)
      }
    }
    return solutions
  }

  private mutating func choose(_ solutions: [Solution?], _ control: TrainingControl) throws(TrainingError) {
    var best: (candidate: Candidate, solution: Solution)?
    for (candidate, solution) in zip(candidates, solutions) {
      guard let solution else { continue }
      control.report(.tried(settings: "\(candidate)", validationMSE: solution.meanError))
      if solution.meanError < best?.solution.meanError ?? .infinity { best = (candidate, solution) }
    }
    guard let best else { throw .singularSystem }
    control.report(
      .chose(
        settings: "\(best.candidate)", validationMSE: best.solution.meanError,
        candidateCount: candidates.count))
    (normalization, ridge) = (best.candidate.normalization, best.candidate.ridge)
    (weight, bias) = best.solution.map(lookback: weight.shape[1])
  }

  /// The normalisation and the penalty that were chosen.
  public func resolved(_ configuration: Configuration) -> Configuration {
    var result = configuration
    result.normalization = normalization == .last ? .last : .instance
    result.ridge = ridge
    return result
  }

  /// Forecasts with the map made ready for many windows.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let (stacked, bias, normalization) = (StackedWeight(stacking: [weight]), bias, normalization)
    return { batch in
      let normalizer = WindowNormalizer(normalization, channelCount: batch.history.shape[1])
      return Forecast(point: normalizer(batch.history) { stacked.map($0, adding: bias) })
    }
  }

  /// The map, `[horizon, lookback]`, and its offset.
  public var namedTensors: [(name: String, value: Tensor)] { [("weight", weight), ("bias", bias)] }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> LinearClosedForm {
    var copy = self
    (copy.weight, copy.bias) = (values[0], values[1])
    return copy
  }
}

/// The map for one penalty, and how well it does on other windows.
private struct Solution: Sendable {
  /// Shape `[horizon, lookback + 1]`, the offset last.
  private let coefficients: [Double]
  /// Mean squared error over the validation windows, standardised units.
  let meanError: Double

  init?(_ training: NormalEquations, ridge: Float, validation: NormalEquations, errorCount: Int) {
    guard let coefficients = training.solution(ridge: Double(ridge), freeInputs: 1) else { return nil }
    self.coefficients = coefficients
    meanError = validation.squaredError(of: coefficients) / Double(errorCount)
  }

  func map(lookback: Int) -> (weight: Tensor, bias: Tensor) {
    let rows = coefficients.map(Float.init)
    let horizon = rows.count / (lookback + 1)
    let weight = (0..<horizon).flatMap { rows[$0 * (lookback + 1)..<$0 * (lookback + 1) + lookback] }
    let bias = (0..<horizon).map { rows[$0 * (lookback + 1) + lookback] }
    return (
      Tensor(shape: [horizon, lookback], values: weight), Tensor(shape: [horizon], values: bias)
    )
  }
}
