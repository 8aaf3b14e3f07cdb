import Layers
import Tensors
import TimeSeries
import Training

/// A neural forecaster with a second head, which states quantiles or the parameters of a distribution around what the first one
/// forecasts; both are trained together on the loss of the law.
///
/// The forecaster gives the median or the mean. The other head sees the normalised history of the channel and its absolute values, from
/// which it can tell the phase of a season and how wild the last rows were, through 32 hidden values:
/// `free = W₂ gelu(W₁ [x ‖ |x|] + b₁) + b₂`. Quantiles cannot cross (`OutputLaw`).
public struct LawForecaster<Base: NeuralForecaster>: NeuralForecaster {
  /// That of the forecaster.
  public static var card: ForecasterCard { Base.card }
  /// That of the forecaster.
  public typealias Configuration = Base.Configuration

  private var base: Base
  /// Says how far truths may lie from the forecasts.
  private(set) var head: SpreadHead

  /// - Throws: `ConfigurationError` naming a value that does not fit the task.
  /// - Precondition: The task has a law.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    guard let law = task.law else { preconditionFailure("LawForecaster: a task without a law") }
    base = try Base(configuration, for: task.stating(nil), using: &generator)
    head = SpreadHead(law, for: task, using: &generator)
  }

  /// That of the forecaster.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    Base.recipe(for: task, configuration)
  }

  /// Those of the forecaster.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? { Base.calendarFeatures(configuration, for: task) }

  /// Those of the forecaster.
  public static var takes: Set<ColumnRole> { Base.takes }
  /// That of the forecaster.
  public static var takesGaps: Bool { Base.takesGaps }
  /// Those of the forecaster.
  public static var lookbackCandidates: [Int] { Base.lookbackCandidates }
  /// That of the forecaster.
  public static var variantKey: String? { Base.variantKey }

  /// That of the forecaster.
  public static func usualLookback(
    _ configuration: Configuration, rows: [Int], horizon: Int, frequency: Frequency
  ) -> Int { Base.usualLookback(configuration, rows: rows, horizon: horizon, frequency: frequency) }

  /// Those of the forecaster.
  public var notes: [String] { base.notes }

  /// That of the forecaster.
  public func resolved(_ configuration: Configuration) -> Configuration { base.resolved(configuration) }

  /// What is stated about each target.
  public var law: OutputLaw { head.law }

  /// What both heads are computed from.
  public struct Windows: Sendable {
    fileprivate let base: Base.Prepared.Input
    fileprivate let history: Tensor
    fileprivate let observed: Tensor?
  }

  /// Both heads, ready for many windows.
  public struct Prepared: PreparedModel {
    fileprivate var base: Base.Prepared
    fileprivate var head: SpreadHead

    /// Shape `[batch, channel, parameter × horizon]`.
    public func output(_ input: Windows, in pass: inout ForwardPass) -> Tensor {
      head(base.output(input.base, in: &pass), history: input.history, observed: input.observed)
    }

    /// The forecaster's parameters, then those of the head.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      base.visitParameters(&visitor)
      visitor.visit(&head, named: "law")
    }
  }

  /// The part of the computation that no parameter takes part in.
  public func preprocessed(_ batch: Batch) -> Windows {
    Windows(base: base.preprocessed(batch), history: batch.history, observed: batch.observed)
  }

  /// Both heads, ready for many windows.
  public func prepared(forExamples windowCount: Int) -> Prepared {
    Prepared(base: base.prepared(forExamples: windowCount), head: head)
  }

  /// What the forecaster does before the first epoch.
  public mutating func fitBeforeTraining(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary? { try base.fitBeforeTraining(data, plan, control) }

  /// What the forecaster does after a step.
  public mutating func finishStep() { base.finishStep() }

  /// What the forecaster does before an epoch.
  public mutating func prepare(forEpoch epoch: Int, sampling sample: () -> Batch) {
    base.prepare(forEpoch: epoch, sampling: sample)
  }

  /// The forecaster's parameters, then those of the head.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    base.visitParameters(&visitor)
    visitor.visit(&head, named: "law")
  }

  /// Forecasts the median or the mean.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let (prepared, law) = (prepared(forExamples: windowCount), law)
    return { batch in
      var pass = ForwardPass.inference
      let output = prepared.output(preprocessed(batch), in: &pass)
      let horizon = output.size(ofAxis: -1) / law.parameterCount
      return Forecast(point: output.columns(law.pointIndex * horizon..<(law.pointIndex + 1) * horizon))
    }
  }
}

extension LawForecaster: Explaining where Base: Explaining {
  /// What the forecaster attends to.
  public func attention(over batch: Batch) -> [AttentionWeights] { base.attention(over: batch) }
}
