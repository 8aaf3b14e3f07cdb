import Tensors

/// A perceptron over the features of each step, added to its input: `R x + drop(W₂ drop(relu(W₁ BN(x))))`, with a batch
/// normalisation over all pairs of step and feature.
///
/// R is the identity where as many features come out as go in, and a linear map where they do not (Chen et al. 2023,
/// https://arxiv.org/abs/2303.06053, §4).
public struct FeatureMixing: Module {
  private var norm: BatchNorm
  private var first: Linear
  private var second: Linear
  private var residual: Linear?
  private let dropout: Float

  /// Draws the weights as Keras does.
  public init(
    stepCount: Int, inputSize: Int, outputSize: Int, _ form: MixingForm,
    using generator: inout SeededGenerator
  ) {
    norm = BatchNorm(size: stepCount * inputSize, epsilon: MixingForm.epsilon, keptShare: form.keptShare)
    first = .glorot(inputSize, form.hiddenSize, using: &generator)
    second = .glorot(form.hiddenSize, outputSize, using: &generator)
    residual = inputSize == outputSize ? nil : .glorot(inputSize, outputSize, using: &generator)
    dropout = form.dropout
  }

  /// - Parameter x: Shape `[batch, step, inputSize]`.
  /// - Returns: Shape `[batch, step, outputSize]`.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    let hidden = first(norm.ofPlanes(x, in: &pass), activation: .relu, dropout: pass.dropoutMask(dropout))
    return second(hidden, dropout: pass.dropoutMask(dropout), adding: residual?(x) ?? x)
  }

  /// Shows every parameter and the running statistics in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&norm, named: "norm2")
    visitor.visit(&first, named: "first")
    visitor.visit(&second, named: "second")
    visitor.visit(&residual, named: "residual")
  }
}
