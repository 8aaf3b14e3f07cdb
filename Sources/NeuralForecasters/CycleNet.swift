import Forecasting
import Layers
import Optimizers
import Tensors
import TimeSeries
import Training

/// A learnt cycle of each channel, and a map from lookback to horizon of what remains without it.
///
/// `Ŷ = f(X − Q[t, …]) + Q[t + L, …]` with a table `Q` of one row per step of the cycle and `t` the phase of the first row,
/// inside a normalisation of each window; `f` is linear or a perceptron with one hidden layer, shared by the channels
/// (Lin et al. 2024, https://arxiv.org/abs/2409.18479). The phase follows from the calendar: it is the
/// same whatever rows a file begins with.
public struct CycleNet: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "cyclenet", summary: "a learnt cycle of each channel, and a map over time of what remains",
    source: "Lin et al. 2024, https://arxiv.org/abs/2409.18479")

  /// The map of what remains.
  public enum Backbone: String, Sendable, CaseIterable {
    /// One linear map.
    case linear
    /// A hidden layer with ReLU.
    case mlp
  }

  /// What the phase of a window follows from.
  public enum Phase: String, Sendable, CaseIterable {
    /// The stamp of its first row.
    case calendar
    /// The number of its first row, as in model files of format 1: other files must begin with the same row.
    case row
  }

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// Rows of a cycle; 0 for the usual season of the data's frequency.
    public var cycleLength = 0
    /// The map of what remains.
    public var backbone = Backbone.linear
    /// Width of the hidden layer.
    public var hiddenSize = 512
    /// What is taken out of each window.
    public var normalization = WindowNormalization.instance
    /// What the phase of a window follows from.
    public var phase = Phase.calendar

    /// The published values.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .integer(
        "cycleLength", \.cycleLength, in: 0...100_000, "rows of a cycle; 0: a day of hours, a week of days, …"
      ),
      .choice("backbone", \.backbone, "map of what remains: one linear map, or one hidden layer"),
      .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of the hidden layer"),
      .choice("normalization", \.normalization, "what is taken out of each window and put back"),
      .choice(
        "phase", \.phase,
        "what phases follow from: the calendar, or the row of the file as in files of format 1"),
    ]
  }

  private var normalizer: WindowNormalizer
  /// Shape `[cycle, channel]`.
  private var cycle: Tensor
  private var hidden: Linear?
  private var head: Linear
  private let task: ForecastTask
  private let phase: Phase

  /// Creates an untrained forecaster; the cycle starts at zero.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let length = task.frequency.seasonLength(asked: configuration.cycleLength)
    self.task = task
    phase = configuration.phase
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    let shape = [length, task.channelCount]
    cycle = ParameterBudget.tensor(shape: shape) { Tensor(shape: shape, filledWith: 0) }
    let width = configuration.backbone == .linear ? task.lookback : configuration.hiddenSize
    hidden =
      configuration.backbone == .linear
      ? nil : Linear(inputSize: task.lookback, outputSize: width, using: &generator)
    head = Linear(inputSize: width, outputSize: task.horizon, using: &generator)
  }

  /// Each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [] }

  /// The published recipe; its learning rate, which stays for three epochs and then falls by a tenth each, is constant
  /// here.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 30
    recipe.batchSize = 256
    recipe.learningRate = configuration.backbone == .linear ? 1e-2 : 5e-3
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (normalized, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let starts = batch.origins.map { phase(of: $0) }
    let rest = normalized - cyclicRows(cycle, from: starts, count: task.lookback)
    let mapped = head(hidden?(rest, activation: .relu) ?? rest)  // [batch, channel, horizon]
    let future = cyclicRows(cycle, from: starts.map { $0 + task.lookback }, count: task.horizon)
    return normalizer.denormalize(mapped + future, statistics)
  }

  private func phase(of origin: WindowOrigin) -> Int {
    let length = cycle.shape[0]
    guard phase == .calendar, let frequency = task.frequency else { return origin.row % length }
    return frequency.phase(of: origin.stamp, season: length)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&cycle, named: "cycleQueue.data")
    visitor.visit(&hidden, named: "hidden")
    visitor.visit(&head, named: "head")
  }
}
