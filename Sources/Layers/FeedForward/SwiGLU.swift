import Tensors

/// The gated feed-forward part `(swish(x W_gate) ⊗ x W_up) W_down` without biases (Shazeer 2020,
/// https://arxiv.org/abs/2002.05202).
public struct SwiGLU: Module {
  private var gate: Linear
  private var up: Linear
  private var down: Linear
  private let dropout: Float

  /// Draws the weights as PyTorch does.
  ///
  /// - Parameter size: Width of input and output.
  /// - Parameter hiddenSize: Width of the gate and of what it is multiplied with.
  /// - Parameter dropout: The share of the output that is dropped, in `0..<1`.
  public init(size: Int, hiddenSize: Int, dropout: Float = 0, using generator: inout SeededGenerator) {
    gate = Linear(inputSize: size, outputSize: hiddenSize, hasBias: false, using: &generator)
    up = Linear(inputSize: size, outputSize: hiddenSize, hasBias: false, using: &generator)
    down = Linear(inputSize: hiddenSize, outputSize: size, hasBias: false, using: &generator)
    self.dropout = dropout
  }

  /// - Parameter x: Shape `[..., size]`.
  /// - Parameter residual: Added to the result in the same pass over memory, shape `[..., size]`.
  /// - Returns: Shape `[..., size]`.
  public func callAsFunction(
    _ x: Tensor, adding residual: Tensor? = nil, in pass: inout ForwardPass
  ) -> Tensor {
    let hidden = swishGated(sideBySide([gate, up], x))  // [..., hiddenSize]
    return down(hidden, dropout: pass.dropoutMask(dropout), adding: residual)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&gate, named: "gate")
    visitor.visit(&up, named: "up")
    visitor.visit(&down, named: "down")
  }
}
