import Tensors

/// `head(x + attention(x))` with everything that depends on the parameters alone multiplied out beforehand.
///
/// One product of the windows with stacked weights gives queries, keys, values and the head of the residual. The head
/// is linear, so it can be applied to the values before they are mixed: `(A V W_O) W_H = A V (W_O W_H)`. Products of
/// parameters are made once for all windows of a batch; the product with the windows, which is most of the work, has
/// no wider output than it needs, and the windows are not touched again.
public struct ChannelAttentionHead: Module {
  private var weights: ResidualAttentionWeights

  /// Multiplies out the parameters of `attention` and of the `head` that follows it.
  ///
  /// - Parameter rowCount: Number of windows times channels the result will be used for. The full form multiplies the
  ///   square value matrix and the head only if there are enough rows to make up for it.
  public init(_ attention: ChannelAttention, _ head: Linear, rowCount: Int) {
    let (lookback, horizon) = (head.weight.shape[1], head.weight.shape[0])
    let mixing: Tensor?
    let keyed = [attention.queries, attention.keys]
    let values: (weight: Tensor, bias: Tensor)
    let residualBias: Tensor
    if let output = attention.output {
      values = (attention.values.weight, attention.values.biasOrZeros)
      mixing = matmul(head.weight, output.weight)  // [horizon, hiddenSize]
      residualBias = Self.forecast(of: output.biasOrZeros, by: head)
    } else if Self.multipliesOut(lookback: lookback, horizon: horizon, rowCount: rowCount) {
      let forecasts = matmul(head.weight, attention.values.weight)  // [horizon, lookback]
      values = (forecasts, Tensor(shape: [horizon], filledWith: 0))
      mixing = nil
      // The rows of A add up to 1: the bias of the values goes through it unchanged.
      residualBias = Self.forecast(of: attention.values.biasOrZeros, by: head)
    } else {
      values = (attention.values.weight, attention.values.biasOrZeros)
      mixing = head.weight
      residualBias = head.biasOrZeros
    }
    weights = ResidualAttentionWeights(
      stack: StackedWeight(stacking: keyed.map(\.weight) + [values.weight, head.weight]),
      bias: concatenated(keyed.map(\.biasOrZeros) + [values.bias, residualBias]), mixing: mixing,
      keySize: attention.queries.outputSize)
  }

  /// Whether the full form multiplies the square value matrix and the head: from some number of rows on that is less
  /// work than giving every row values as wide as the history.
  public static func multipliesOut(lookback: Int, horizon: Int, rowCount: Int) -> Bool {
    rowCount * (lookback - horizon) > horizon * lookback
  }

  /// The head at one history, `[lookback]` to `[horizon]`.
  private static func forecast(of history: Tensor, by head: Linear) -> Tensor {
    let mapped = linear(history.reshaped(to: [1, history.count]), weight: head.weight, bias: nil)
    return mapped.reshaped(to: [head.outputSize]) + head.biasOrZeros
  }

  /// - Parameter z: Standardised windows, shape `[batch, channel, lookback]`.
  /// - Parameter scaling: Brings the forecast back to the scale of the windows; nil leaves it.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ z: Tensor, scaling: WindowScaling?) -> Tensor {
    residualAttention(z, by: weights, scaling: scaling)
  }

  /// Shows the multiplied parameters.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    weights.stack.rewatchParts { visitor.visit(&$0, named: "weight") }
    visitor.visit(&weights.bias, named: "bias")
    visitor.visit(&weights.mixing, named: "mixing")
  }
}
