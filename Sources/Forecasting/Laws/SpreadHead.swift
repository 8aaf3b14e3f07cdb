import Layers
import Tensors
import Training

/// The head of a neural forecaster that says how far truths may lie from its forecasts.
struct SpreadHead: Module {
  let law: OutputLaw
  private var hidden: Linear
  private var output: Linear

  /// Hidden values.
  private static let hiddenSize = 32

  init(_ law: OutputLaw, for task: ForecastTask, using generator: inout SeededGenerator) {
    self.law = law
    hidden = Linear(inputSize: 2 * task.lookback, outputSize: Self.hiddenSize, using: &generator)
    output = Linear(
      inputSize: Self.hiddenSize, outputSize: max(1, LawHead(law: law).freeCount) * task.horizon,
      using: &generator)
  }

  /// - Parameters:
  ///   - point: Shape `[batch, channel, horizon]`.
  ///   - history: Shape `[batch, channel, lookback]`; channels beyond those of `point` are left out.
  /// - Returns: Shape `[batch, channel, parameter × horizon]`.
  func callAsFunction(_ point: Tensor, history: Tensor, observed: Tensor?) -> Tensor {
    guard LawHead(law: law).freeCount > 0 else { return point }
    let statistics = RowStatistics(
      of: history.detached(), observed: observed, epsilon: RevIN.epsilon, subtractingLast: false)
    let free = output(hidden(features(history.detached(), statistics), activation: .gelu))
    return LawHead(law: law)(point, free, scales: statistics.scale)
  }

  /// The normalised history and its absolute values, shape `[batch, channel, 2 × lookback]`.
  private func features(_ history: Tensor, _ statistics: RowStatistics) -> Tensor {
    let lookback = history.size(ofAxis: -1)
    let (values, shifts, scales) = (history.values, statistics.shift.values, statistics.scale.values)
    var features = [Float](repeating: 0, count: 2 * values.count)
    for (place, value) in values.enumerated() {
      let row = place / lookback
      let normalized = (value - shifts[row]) / scales[row]
      features[(2 * row) * lookback + place % lookback] = normalized
      features[(2 * row + 1) * lookback + place % lookback] = normalized.magnitude
    }
    return Tensor(shape: [history.shape[0], history.shape[1], 2 * lookback], values: features)
  }

  /// Shows every parameter in a fixed order; see `Module`.
  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&hidden, named: "hidden")
    visitor.visit(&output, named: "output")
  }
}
