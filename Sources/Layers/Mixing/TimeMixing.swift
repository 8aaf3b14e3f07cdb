import Tensors

/// A map over time, the same for all features, added to its input: `x + drop(relu(Tᵀ BN(x)))`, with a batch normalisation
/// over all pairs of step and feature (Chen et al. 2023, https://arxiv.org/abs/2303.06053, §4.1).
public struct TimeMixing: Module {
  private var norm: BatchNorm
  private var map: Linear
  private let dropout: Float

  /// Draws the weights as Keras does.
  public init(stepCount: Int, featureCount: Int, _ form: MixingForm, using generator: inout SeededGenerator) {
    norm = BatchNorm(
      size: stepCount * featureCount, epsilon: MixingForm.epsilon, keptShare: form.keptShare)
    map = .glorot(stepCount, stepCount, using: &generator)
    dropout = form.dropout
  }

  /// - Parameter x: Shape `[batch, step, feature]`.
  /// - Returns: The same shape.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    let steps = norm.ofPlanes(x, in: &pass).transposed()  // [batch, feature, step]
    let mixed = map(steps, activation: .relu, dropout: pass.dropoutMask(dropout))
    return x + mixed.transposed()
  }

  /// Shows every parameter and the running statistics in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&norm, named: "norm1")
    visitor.visit(&map, named: "time")
  }
}

extension BatchNorm {
  /// Each pair of step and feature of `[batch, step, feature]` by itself.
  func ofPlanes(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    self(x.reshaped(to: [x.shape[0], x.shape[1] * x.shape[2]]), in: &pass).reshaped(to: x.shape)
  }
}
