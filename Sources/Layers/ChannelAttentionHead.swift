import Tensors

/// `head(x + attention(x))` with everything that depends on the parameters alone multiplied out beforehand.
///
/// One product of the windows with stacked weights gives queries, keys, values and the head of the residual. The head
/// is linear, so it can be applied to the values before they are mixed: `(A V W_O) W_H = A V (W_O W_H)`. Products of
/// parameters are made once for all windows of a batch; the product with the windows, which is most of the work, has
/// no wider output than it needs, and the windows are not touched again.
public struct ChannelAttentionHead: Module {
  /// Weights of query ‖ key ‖ value ‖ residual.
  private var weight: StackedWeight
  private var bias: Tensor
  /// What mixes attended values into the forecast, `[horizon, valueSize]`; nil if the values are forecasts already.
  private var mixing: Tensor?
  private let keySize: Int
  private let horizon: Int

  /// Multiplies out the parameters of `attention` and of the `head` that follows it.
  ///
  /// - Parameter rowCount: Number of windows times channels the result will be used for. The full form multiplies the
  ///   square value matrix and the head only if there are enough rows to make up for it.
  public init(_ attention: ChannelAttention, _ head: Linear, rowCount: Int) {
    let (lookback, horizon) = (head.weight.shape[1], head.weight.shape[0])
    self.horizon = horizon
    keySize = attention.queries.bias.count
    let keyed = [attention.queries, attention.keys]
    if let output = attention.output {
      mixing = matmul(head.weight, output.weight)  // [horizon, hiddenSize]
      let shift = linear(output.bias.reshaped(to: [1, lookback]), weight: head.weight, bias: nil)
      weight = StackedWeight(stacking: keyed.map(\.weight) + [attention.values.weight, head.weight])
      bias = concatenated(
        keyed.map(\.bias) + [attention.values.bias, shift.reshaped(to: [horizon]) + head.bias])
    } else if rowCount * (lookback - horizon) > horizon * lookback {
      let forecasts = matmul(head.weight, attention.values.weight)  // [horizon, lookback]
      // The rows of A add up to 1: the bias of the values goes through it unchanged.
      let shift = linear(attention.values.bias.reshaped(to: [1, lookback]), weight: head.weight, bias: nil)
      let zeros = Tensor(shape: [horizon], filledWith: 0)
      mixing = nil
      weight = StackedWeight(stacking: keyed.map(\.weight) + [forecasts, head.weight])
      bias = concatenated(keyed.map(\.bias) + [zeros, shift.reshaped(to: [horizon]) + head.bias])
    } else {
      mixing = head.weight
      weight = StackedWeight(stacking: keyed.map(\.weight) + [attention.values.weight, head.weight])
      bias = concatenated(keyed.map(\.bias) + [attention.values.bias, head.bias])
    }
  }

  /// - Parameter z: Shape `[batch, channel, lookback]`.
  /// - Parameter affine: Gain and offset of each channel that are still to be applied to `z`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ z: Tensor, affine: ChannelAffine?) -> Tensor {
    let packed = linear(z, affine: affine, weight: weight, bias: bias)
    return residualAttention(packed, keySize: keySize, outputSize: horizon, mixing: mixing)
  }

  /// Shows the multiplied parameters.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    weight.rewatchParts { visitor.visit(&$0, named: "weight") }
    visitor.visit(&bias, named: "bias")
    visitor.visit(&mixing, named: "mixing")
  }
}
