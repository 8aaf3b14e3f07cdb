import Tensors

/// Single-head attention whose tokens are the channels of a window, each described by its whole history.
///
/// `Q = X W_Q + b_Q`, `K = X W_K + b_K`, `A = softmax(Q Kᵀ / √d)` over the channels, result `A V` or `A V W_O + b_O`
/// (Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §3). Parameter names are those of the published PyTorch
/// class; `compute_output` is the paper's `W_O`.
public struct ChannelAttention: Module {
  /// How the values are made and brought back to the width of the history.
  public enum ValuePath: String, Sendable, CaseIterable {
    /// `V = X W_V` with `W_V` of lookback × d, then `W_O` of d × lookback: the paper's form.
    case lowRank = "low-rank"
    /// `V = X W_V` with `W_V` of lookback × lookback and no `W_O`: the published PyTorch code.
    case full
  }

  var queries: Linear
  var keys: Linear
  var values: Linear
  var output: Linear?

  /// Draws the weights as the implementation of each form does: Keras' multi-head layer for the low-rank form,
  /// PyTorch's linear layer for the full one.
  ///
  /// Keras counts the fans of its `[lookback, 1, d]` projection kernels as those of a convolution, lookback and
  /// lookback · d, so its queries, keys and values start about four times smaller than a plain Glorot matrix.
  public init(
    lookback: Int, hiddenSize: Int, valuePath: ValuePath, using generator: inout SeededGenerator
  ) {
    self.init(
      lookback: lookback, hiddenSize: hiddenSize, valuePath: valuePath, hasScores: true, using: &generator)
  }

  /// - Parameter hasScores: Whether there are queries and keys; without them the other weights are drawn as if there were.
  init(
    lookback: Int, hiddenSize: Int, valuePath: ValuePath, hasScores: Bool,
    using generator: inout SeededGenerator
  ) {
    let projection = Initialization.glorotUniform(fanIn: lookback, fanOut: lookback * hiddenSize)
    let torch = Initialization.uniformByFanIn(lookback)
    func projecting(to size: Int) -> Linear {
      switch valuePath {
      case .lowRank:
        Linear(inputSize: lookback, outputSize: size, initialization: projection, using: &generator)
      case .full:
        Linear(
          inputSize: lookback, outputSize: size, initialization: torch, biasInitialization: torch,
          using: &generator)
      }
    }
    func scoring() -> Linear {
      if hasScores { return projecting(to: hiddenSize) }
      let drawn = hiddenSize * lookback + (valuePath == .full ? hiddenSize : 0)
      if !generator.isIdle { for _ in 0..<drawn { _ = generator.uniform() } }
      return Linear(weight: Tensor(shape: [0, 0], values: []), bias: nil)
    }
    queries = scoring()
    keys = scoring()
    values = projecting(to: valuePath == .lowRank ? hiddenSize : lookback)
    output =
      valuePath == .full
      ? nil
      : .glorot(hiddenSize, lookback, using: &generator)
  }

  /// The attention alone; `ChannelAttentionHead` computes it together with the residual and the head that follow.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, lookback]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let attended = attend(x).output
    return output.map { $0(attended) } ?? attended
  }

  /// How much each channel attends to each other one, shape `[batch, channel, channel]`; rows add up to 1.
  public func attentionWeights(_ x: Tensor) -> Tensor {
    attend(x).weights
  }

  private func attend(_ x: Tensor) -> (output: Tensor, weights: Tensor) {
    // One product makes queries, keys and values: three thin ones would each leave the multipliers waiting.
    // Shape [batch, channel, 2 hiddenSize + valueSize].
    let packed = sideBySide([queries, keys, values], x)
    return packedAttention(packed, keySize: queries.outputSize)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&queries, named: "compute_queries")
    visitor.visit(&keys, named: "compute_keys")
    visitor.visit(&values, named: "compute_values")
    visitor.visit(&output, named: "compute_output")
  }
}
