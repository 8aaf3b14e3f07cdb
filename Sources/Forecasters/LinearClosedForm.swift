import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

/// One linear map over time for all channels of normalised windows, solved exactly.
///
/// Minimises `Σ ‖y − μ − [x − μ, σ] B‖² + λ ‖B‖²` over all training windows and channels: least squares of normalised
/// windows, weighted so that errors count in the units of the data. λ and the normalisation are those with the smallest
/// error over the validation windows. All of it follows from second moments of the windows, which slide along the
/// series: see `WindowMoments`.
public struct LinearClosedForm: Forecaster, Refitting {
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
  private var candidates: [Candidate]
  private let futureCount: Int
  private let fixedCount: Int
  private var weight: Tensor
  private var bias: Tensor
  /// Shape `[horizon, future column]` and `[horizon, fixed column]`.
  private var futureWeight: Tensor, fixedWeight: Tensor

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
    (futureCount, fixedCount) = (task.futureCount, task.fixedCount)
    futureWeight = Tensor(shape: [task.horizon, task.futureCount], filledWith: 0)
    fixedWeight = Tensor(shape: [task.horizon, task.fixedCount], filledWith: 0)
  }

  /// Columns known ahead and values of the series are further inputs, the same for all channels.
  public static let takes: Set<ColumnRole> = [.future, .fixed]

  /// There is no recipe: nothing is trained step by step.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? { nil }

  /// Lookbacks to choose from; a longer one is not always better, and each takes a fraction of a second.
  public static let lookbackCandidates = [96, 192, 336, 512]

  /// Solves for every candidate and keeps the one with the smallest validation error.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    guard candidates.count == 1 || !data.validation.isEmpty else { throw .choiceNeedsValidation }
    let solutions: [LeastSquaresSolution?]
    do { solutions = try self.solutions(data, plan, control) } catch {
      guard case .interrupted = error else { throw error }
      return TrainingSummary(ending: .interrupted)
    }
    try choose(solutions, control)
    return TrainingSummary(ending: .solved)
  }

  /// Solves again with the normalisation and the penalty that were chosen.
  public mutating func refit(
    on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) {
    var quiet = TrainingControl()
    quiet.isInterrupted = control.isInterrupted
    candidates = [Candidate(normalization: normalization, ridge: ridge)]
    if try fit(data, plan, quiet).ending == .interrupted { throw .interrupted }
  }

  /// The solution for every candidate; nil where there is none.
  private func solutions(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> [LeastSquaresSolution?] {
    guard futureCount + fixedCount == 0, data.training.isComplete, data.validation.isComplete else {
      return try stepSolutions(data, plan, control)
    }
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
    var solutions: [LeastSquaresSolution?] = []
    // As many as there are threads at a time, so that an interruption waits for one solution only.
    while solutions.count < candidates.count {
      if control.isInterrupted() { throw .interrupted }
      let first = solutions.count
      let count = min(plan.workers.threadCount, candidates.count - first)
      solutions += plan.workers.map(count: count) { [candidates] index -> LeastSquaresSolution? in
        let candidate = candidates[first + index]
        guard let systems = equations[candidate.normalization] else { return nil }
        return LeastSquaresSolution(
          systems.training, ridge: candidate.ridge, validation: systems.validation,
          errorCount: validation.errorCount)
      }
    }
    return solutions
  }

  /// The same, step by step: with targets missing or columns known ahead, each step has equations of its own.
  private func stepSolutions(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> [LeastSquaresSolution?] {
    let training = try StepMoments(of: data.training, workers: plan.workers, unless: control.isInterrupted)
    let validation =
      data.validation.isEmpty
      ? training : try StepMoments(of: data.validation, workers: plan.workers, unless: control.isInterrupted)
    let kinds = Array(Set(candidates.map(\.normalization)))
    var steps: [[StepSolution?]] = []
    let horizon = weight.shape[0]
    while steps.count < horizon {
      if control.isInterrupted() { throw .interrupted }
      let first = steps.count
      steps += plan.workers.map(count: min(2 * plan.workers.threadCount, horizon - first)) { index in
        let (fitted, scored) = (
          training.normalEquations(step: first + index, kinds),
          validation.normalEquations(step: first + index, kinds)
        )
        return candidates.map { candidate in
          guard let kind = kinds.firstIndex(of: candidate.normalization) else { return nil }
          return StepSolution(fitted[kind], ridge: candidate.ridge, validation: scored[kind])
        }
      }
    }
    let errorCount = validation.errorCount
    return candidates.indices.map { candidate in
      LeastSquaresSolution(steps.map { $0[candidate] }, errorCount: errorCount)
    }
  }

  private mutating func choose(_ solutions: [LeastSquaresSolution?], _ control: TrainingControl)
    throws(TrainingError)
  {
    var best: (candidate: Candidate, solution: LeastSquaresSolution)?
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
    let sizes = [weight.shape[1], futureCount, fixedCount, 1]
    let blocks = best.solution.blocks(sizes)
    (weight, futureWeight, fixedWeight) = (blocks[0], blocks[1], blocks[2])
    bias = blocks[3].reshaped(to: [weight.shape[0]])
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
      let channelCount = batch.history.shape[1]
      let normalizer = WindowNormalizer(normalization, channelCount: channelCount)
      let forecast = normalizer(batch.history, observed: batch.observed) { stacked.map($0, adding: bias) }
      return Forecast(point: covariateEffect(batch).map { adding($0, toChannelsOf: forecast) } ?? forecast)
    }
  }

  /// What columns known ahead and values of the series add to the forecast of every channel, `[batch, horizon]`; nil for none.
  private func covariateEffect(_ batch: Batch) -> Tensor? {
    guard futureCount + fixedCount > 0 else { return nil }
    let (horizon, lookback) = (weight.shape[0], weight.shape[1])
    let (future, fixed) = (batch.future?.values ?? [], batch.fixed?.values ?? [])
    let (futureWeights, fixedWeights) = (futureWeight.values, fixedWeight.values)
    let rows = lookback + horizon
    var effects: [Float] = []
    for window in 0..<batch.count {
      let columns = (0..<futureCount).map { column in
        let start = (window * futureCount + column) * rows
        return Array(future[start..<start + rows])
      }
      let levels = columns.map { column in
        normalization == .last
          ? column[lookback - 1] : column[..<lookback].reduce(0, +) / Float(lookback)
      }
      for step in 0..<horizon {
        var effect: Float = 0
        for column in 0..<futureCount {
          effect +=
            futureWeights[step * futureCount + column] * (columns[column][lookback + step] - levels[column])
        }
        for column in 0..<fixedCount {
          effect += fixedWeights[step * fixedCount + column] * fixed[window * fixedCount + column]
        }
        effects.append(effect)
      }
    }
    return Tensor(shape: [batch.count, horizon], values: effects)
  }

  /// The map, `[horizon, lookback]`, and its offset, then the maps of what is known ahead and of the series, where there are some.
  public var namedTensors: [(name: String, value: Tensor)] {
    [("weight", weight), ("bias", bias)] + (futureCount > 0 ? [("future_weight", futureWeight)] : [])
      + (fixedCount > 0 ? [("fixed_weight", fixedWeight)] : [])
  }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> LinearClosedForm {
    var (copy, rest) = (self, values[...])
    (copy.weight, copy.bias) = (rest.removeFirst(), rest.removeFirst())
    if futureCount > 0 { copy.futureWeight = rest.removeFirst() }
    if fixedCount > 0 { copy.fixedWeight = rest.removeFirst() }
    return copy
  }
}

/// `x` with a row of `effects` added to every channel of its window.
///
/// - Parameters:
///   - effects: Shape `[batch, horizon]`.
///   - x: Shape `[batch, channel, horizon]`.
private func adding(_ effects: Tensor, toChannelsOf x: Tensor) -> Tensor {
  let (channelCount, horizon) = (x.shape[1], x.shape[2])
  var values = x.values
  let added = effects.values
  for index in values.indices {
    values[index] += added[index / (channelCount * horizon) * horizon + index % horizon]
  }
  return Tensor(shape: x.shape, values: values)
}
