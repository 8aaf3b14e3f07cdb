import Forecasting
import Layers
import Tensors
import Training

/// SAMformer on what the stack of linear maps leaves: the sum of both, of which SAMformer alone is trained step by step.
///
/// `Ŷ = stack(X) + SAMformer(X) − mean(X)`: with reversible normalisation SAMformer adds the mean of a history to what it
/// forecasts, and a residual has none. The maps are those of the training rows and stay as they are while SAMformer learns.
public struct ResidualSAMformer: NeuralForecaster, Explaining {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "samformer-residual", summary: "linear-stack, and a SAMformer trained on what it leaves",
    source: "Friedman 2001, https://doi.org/10.1214/aos/1013203451")

  /// What a user may set of SAMformer.
  public typealias Configuration = SAMformer.Configuration

  private var stack: LinearStack
  private var network: SAMformer
  /// Takes the mean out of the network's forecast; nil for a network that adds none.
  private let centring: RevIN?

  /// Creates the forecaster before its fit.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    stack = try LinearStack(.init(), for: task, using: &generator)
    network = try SAMformer(configuration, for: task, using: &generator)
    centring = configuration.usesRevIN ? RevIN(channelCount: task.channelCount) : nil
  }

  /// SAMformer's.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    SAMformer.recipe(for: task, configuration)
  }

  /// Windows as SAMformer takes them, and what is added to its forecast.
  public struct PreprocessedWindows: Sendable {
    fileprivate let network: SAMformer.Prepared.Input
    /// Shape `[batch, channel, horizon]`.
    fileprivate let offset: Tensor
  }

  /// The forecast of the stack less the means of the histories, and what SAMformer makes of them.
  public func preprocessed(_ batch: Batch) -> PreprocessedWindows {
    var offset = stack.output(of: batch.history)
    if let means = centring?.standardize(batch.history, observed: batch.observed).statistics.shift.values {
      let horizon = offset.shape[2]
      offset = Tensor(
        shape: offset.shape, values: offset.values.enumerated().map { $1 - means[$0 / horizon] })
    }
    return PreprocessedWindows(network: network.preprocessed(batch), offset: offset)
  }

  /// SAMformer with its products of parameters multiplied out.
  public struct Prepared: PreparedModel {
    fileprivate var network: SAMformer.Prepared

    /// Forecasts; shapes are those of `Forecaster`.
    public func output(_ input: PreprocessedWindows, in pass: inout ForwardPass) -> Tensor {
      network.output(input.network, in: &pass) + input.offset
    }

    /// Shows every parameter in a fixed order; see `Module`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      network.visitParameters(&visitor)
    }
  }

  /// The model for that many windows.
  public func prepared(forExamples windowCount: Int) -> Prepared {
    Prepared(network: network.prepared(forExamples: windowCount))
  }

  /// Fits the stack, which leaves to SAMformer what it has to learn.
  public mutating func fitBeforeTraining(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary? {
    let summary = try stack.fit(data, plan, control.quiet)
    return summary.ending == .interrupted ? summary : nil
  }

  /// What SAMformer does after a step.
  public mutating func finishStep() { network.finishStep() }

  /// What SAMformer attends to.
  public func attention(over batch: Batch) -> [AttentionWeights] { network.attention(over: batch) }

  /// SAMformer's parameters, named as its own; the stack's maps are kept with them.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    network.visitParameters(&visitor)
    var maps = stack.namedTensors
    for index in maps.indices { visitor.visitState(&maps[index].value, named: "stack.\(maps[index].name)") }
    stack = stack.replacingTensors(maps.map(\.value))
  }
}
