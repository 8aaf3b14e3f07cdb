import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

/// A dense encoder and decoder of each channel with all its covariates, and a last map of each step with those of the step.
///
/// A residual block maps the covariates of every row to `featureSize` numbers. The history of a channel, those of all rows
/// and the fixed columns are encoded into `hiddenSize` numbers and decoded into `decoderSize` for each step; a block that
/// all steps share makes the forecast of a step from them and from the covariates of the step. A linear map of the history
/// is added (Das et al. 2023, https://arxiv.org/abs/2304.08424, §4; code: google-research/tide). Channels share all weights.
///
/// Three things differ from the published code. There the block of the steps ends with a layer norm of its one number,
/// which leaves a constant of it, whatever went in: here it does not. There each series has a vector of its own, with which
/// no other can be forecast: here the fixed columns tell series apart. And a step of training there is one window of all
/// channels, which its learning rate is meant for: here it is a batch of windows.
public struct TiDE: NeuralForecaster, PreparedModel {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "tide", summary: "dense encoder and decoder of each channel and its covariates",
    source: "Das et al. 2023, https://arxiv.org/abs/2304.08424")

  /// The values that a user may set.
  public typealias Configuration = TiDEConfiguration

  private var normalizer: WindowNormalizer
  /// Of the covariates of a row; nil where there are none.
  private var features: ResidualBlock?
  private var encoder: DenseStack
  private var decoder: DenseStack
  private var step: ResidualBlock
  private var skip: Linear
  private let task: ForecastTask

  /// Creates an untrained forecaster.
  public init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    self.task = task
    let (horizon, decoderSize) = (task.horizon, configuration.decoderSize)
    let calendar = Self.calendarFeatures(configuration, for: task)?.features.count ?? 0
    let known = calendar + task.futureCount
    let featureSize = known == 0 ? 0 : configuration.featureSize
    normalizer = WindowNormalizer(configuration.normalization, channelCount: task.channelCount)
    if known > 0 {
      features = ResidualBlock(
        inputSize: known, outputSize: featureSize, configuration.block(Configuration.projectionSize),
        using: &generator)
    }
    encoder = DenseStack(
      inputSize: task.lookback + featureSize * (task.lookback + horizon) + task.fixedCount,
      outputSize: configuration.hiddenSize, configuration, using: &generator)
    decoder = DenseStack(
      inputSize: configuration.hiddenSize, outputSize: decoderSize * horizon, configuration, using: &generator
    )
    var form = configuration.block(configuration.stepSize)
    form.hasNorm = false
    step = ResidualBlock(inputSize: decoderSize + featureSize, outputSize: 1, form, using: &generator)
    skip = .glorot(task.lookback, horizon, using: &generator)
  }

  /// The features of the calendar that were asked for.
  public static func calendarFeatures(
    _ configuration: Configuration, for task: ForecastTask
  ) -> CalendarFeatures? {
    configuration.calendar.features(for: task.frequency)
  }

  /// Columns known ahead and fixed ones; each channel is forecast by itself.
  public static var takes: Set<ColumnRole> { [.future, .fixed] }

  /// The learning rates published for the hourly transformer data, along a cosine of thirty epochs as there.
  public static func recipe(for task: ForecastTask, _ configuration: Configuration) -> TrainingRecipe? {
    var recipe = TrainingRecipe()
    recipe.epochs = 30
    recipe.patience = 10
    recipe.learningRate = task.horizon <= 192 ? 9.85e-4 : 3.82e-5
    recipe.schedule = .warmUpCosine(warmUpEpochs: 1, finalFraction: 0)
    return recipe
  }

  /// Forecasts; shapes are those of `Forecaster`.
  public func output(_ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    // [batch, channel, lookback]
    let (values, statistics) = normalizer.normalize(batch.history, observed: batch.observed)
    let rows = projected(batch, in: &pass)
    let encoded = encoder(values, sharing: shared(rows, batch), in: &pass)  // [batch, channel, hiddenSize]
    let decoded = decoder(encoded, sharing: nil, in: &pass)  // [batch, channel, decoderSize · horizon]
    let forecast = stepwise(decoded, rows, in: &pass)
    return normalizer.denormalize(skip(values, adding: forecast), statistics)
  }

  /// The covariates of every row: `[batch, lookback + horizon, featureSize]`; nil where there are none.
  private func projected(_ batch: Batch, in pass: inout ForwardPass) -> Tensor? {
    guard let features else { return nil }
    guard let known = batch.future else {
      preconditionFailure("TiDE: covariates that the model was built for are not given")
    }
    return features(known.transposed(), in: &pass)
  }

  /// What is read beside the history of each channel, a row for each window.
  private func shared(_ rows: Tensor?, _ batch: Batch) -> Tensor? {
    let flat = rows.map { $0.reshaped(to: [batch.count, $0.count / max(1, batch.count)]) }
    guard task.fixedCount > 0, let fixed = batch.fixed else { return flat }
    return flat.map { concatenatedColumns([$0, fixed]) } ?? fixed
  }

  /// Each step from what was decoded for it, with its covariates: `[batch, channel, horizon]`.
  private func stepwise(_ decoded: Tensor, _ rows: Tensor?, in pass: inout ForwardPass) -> Tensor {
    let (batch, channels, horizon) = (decoded.shape[0], decoded.shape[1], task.horizon)
    let columns = decoded.reshaped(to: [batch * channels, decoded.shape[2] / horizon, horizon])
    var steps = columns.transposed()  // [batch · channel, horizon, decoderSize]
    if let rows {
      let ahead = tokens(task.lookback..<task.lookback + horizon, of: rows)  // [batch, horizon, featureSize]
      let flat = ahead.reshaped(to: [batch, ahead.shape[1] * ahead.shape[2]])
      let repeated = repeatedForChannels(flat, count: channels)
      steps = concatenatedColumns([
        steps, repeated.reshaped(to: [batch * channels, horizon, ahead.shape[2]]),
      ])
    }
    return step(steps, in: &pass).reshaped(to: [batch, channels, horizon])
  }

  /// Shows every parameter in a fixed order; see `Module`.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&normalizer, named: "revin")
    visitor.visit(&features, named: "features")
    visitor.visit(&encoder, named: "encoder")
    visitor.visit(&decoder, named: "decoder")
    visitor.visit(&step, named: "step")
    visitor.visit(&skip, named: "skip")
  }
}

/// Residual blocks one after another, one less than there are layers; a linear map for a single layer.
private struct DenseStack: Module {
  private var blocks: [ResidualBlock] = []
  private var map: Linear?

  init(
    inputSize: Int, outputSize: Int, _ configuration: TiDEConfiguration,
    using generator: inout SeededGenerator
  ) {
    let (count, size) = (configuration.layerCount - 1, configuration.hiddenSize)
    guard count > 0 else {
      map = .glorot(inputSize, outputSize, using: &generator)
      return
    }
    for index in 0..<count {
      blocks.append(
        ResidualBlock(
          inputSize: index == 0 ? inputSize : size, outputSize: index == count - 1 ? outputSize : size,
          configuration.block(size), using: &generator))
    }
  }

  /// - Parameter x: Shape `[batch, channel, m]`.
  /// - Parameter shared: What is read beside each channel, shape `[batch, inputSize − m]`; nil for nothing.
  /// - Returns: Shape `[batch, channel, outputSize]`.
  func callAsFunction(_ x: Tensor, sharing shared: Tensor?, in pass: inout ForwardPass) -> Tensor {
    if let map { return map(x, sharing: shared) }
    var (y, beside) = (x, shared)
    for block in blocks {
      y = block(y, sharing: beside, in: &pass)
      beside = nil
    }
    return y
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    for index in blocks.indices { visitor.visit(&blocks[index], named: "\(index)") }
    visitor.visit(&map, named: "map")
  }
}
