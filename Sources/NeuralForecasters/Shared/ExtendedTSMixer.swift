import Forecasting
import Layers
import Tensors

/// The TSMixer that takes covariates: TSMixer-Ext (Chen et al. 2023, https://arxiv.org/abs/2303.06053, §4.2).
///
/// The history, with the past of what is known ahead beside it, is mapped over time to the rows of the forecast; it, what
/// is known of those rows and the fixed columns, the same in every row, go through a perceptron each to `hiddenSize`
/// features of every row. Blocks then mix rows and features of all of them side by side, the features of the fixed columns
/// beside those of the block before, and a linear map makes the channels. The paper's layers normalise their results; here
/// they normalise what they read, as in the model without covariates.
struct ExtendedTSMixer: Module {
  private var projection: Linear
  private var history: FeatureMixing
  private var future: FeatureMixing?
  private var fixed: FeatureMixing?
  private var blocks: [Block] = []
  private var head: Linear

  /// Rows that are mixed in time, then features, after those of the fixed columns have been joined.
  private struct Block: Module {
    var time: TimeMixing
    var features: FeatureMixing

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
      time.visitParameters(&visitor)
      features.visitParameters(&visitor)
    }
  }

  /// Draws the weights as Keras does.
  init(
    _ configuration: TSMixer.Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) {
    let (size, horizon, form) = (configuration.hiddenSize, task.horizon, configuration.form)
    func mixing(_ inputSize: Int) -> FeatureMixing {
      FeatureMixing(stepCount: horizon, inputSize: inputSize, outputSize: size, form, using: &generator)
    }
    projection = .glorot(task.lookback, horizon, using: &generator)
    history = mixing(task.channelCount + task.futureCount)
    future = task.futureCount > 0 ? mixing(task.futureCount) : nil
    fixed = task.fixedCount > 0 ? mixing(task.fixedCount) : nil
    let fixedSize = fixed == nil ? 0 : size
    for index in 0..<configuration.blockCount {
      let width = (index == 0 && future != nil ? 2 * size : size) + fixedSize
      blocks.append(
        Block(
          time: TimeMixing(stepCount: horizon, featureCount: width, form, using: &generator),
          features: mixing(width)))
    }
    head = .glorot(size, task.channelCount, using: &generator)
  }

  /// - Parameter values: The normalised history, shape `[batch, channel, lookback]`.
  /// - Parameter batch: Gives the covariates.
  /// - Returns: Shape `[batch, channel, horizon]`.
  func callAsFunction(_ values: Tensor, _ batch: Batch, in pass: inout ForwardPass) -> Tensor {
    let (lookback, horizon) = (projection.inputSize, projection.outputSize)
    let past = future == nil ? nil : batch.future(of: 0..<lookback)
    let read = past.map { joiningTokens(values, $0) } ?? values  // [batch, channel + column, lookback]
    var x = history(projection(read).transposed(), in: &pass)  // [batch, horizon, hiddenSize]
    if let future, let ahead = batch.future(of: lookback..<lookback + horizon) {
      x = concatenatedColumns([x, future(ahead.transposed(), in: &pass)])
    }
    let traits = fixedFeatures(batch, in: &pass)
    for block in blocks {
      let joined = traits.map { concatenatedColumns([x, $0]) } ?? x
      x = block.features(block.time(joined, in: &pass), in: &pass)
    }
    return head(x).transposed()
  }

  /// What the fixed columns say, the same in every row: `[batch, horizon, hiddenSize]`.
  private func fixedFeatures(_ batch: Batch, in pass: inout ForwardPass) -> Tensor? {
    guard let fixed, let values = batch.fixed else { return nil }
    let column = values.reshaped(to: [batch.count, values.shape[1], 1])
    return fixed(repeatingLast(column, count: projection.outputSize).transposed(), in: &pass)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&projection, named: "projection")
    visitor.visit(&history, named: "history")
    visitor.visit(&future, named: "future")
    visitor.visit(&fixed, named: "fixed")
    visitor.visit(&blocks, named: "blocks")
    visitor.visit(&head, named: "head")
  }
}
