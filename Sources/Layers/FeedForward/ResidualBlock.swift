import Tensors

/// A dense layer with a hidden one, beside a linear map: `N(W₃ x + b₃ + drop(W₂ relu(W₁ x + b₁) + b₂))`, N a layer norm
/// or nothing (Das et al. 2023, https://arxiv.org/abs/2304.08424, §4.1).
public struct ResidualBlock: Module {
  private var first: Linear
  private var second: Linear
  private var skip: Linear
  private var norm: LayerNorm?

  /// The sizes and the form of a block.
  public struct Form: Sendable {
    /// Width of the hidden layer.
    public var hiddenSize: Int
    /// The share of the second layer's result that is dropped.
    public var dropout: Float
    /// Whether the sum is normalised.
    public var hasNorm: Bool

    /// - Parameter hasNorm: Whether the sum is normalised.
    public init(hiddenSize: Int, dropout: Float, hasNorm: Bool) {
      (self.hiddenSize, self.dropout, self.hasNorm) = (hiddenSize, dropout, hasNorm)
    }
  }

  private let dropout: Float

  // Keras' ε, as in the published code.
  private static let epsilon: Float = 1e-3

  /// Draws the weights as Keras does.
  public init(inputSize: Int, outputSize: Int, _ form: Form, using generator: inout SeededGenerator) {
    first = .glorot(inputSize, form.hiddenSize, using: &generator)
    second = .glorot(form.hiddenSize, outputSize, using: &generator)
    skip = .glorot(inputSize, outputSize, using: &generator)
    norm = form.hasNorm ? LayerNorm(size: outputSize, epsilon: Self.epsilon) : nil
    dropout = form.dropout
  }

  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    sum(first(x, activation: .relu), skipped: skip(x), in: &pass)
  }

  /// The block of the rows of `x` with `shared` beside each row of a window.
  ///
  /// - Parameter x: Shape `[batch, channel, m]`.
  /// - Parameter shared: Shape `[batch, inputSize − m]`; nil for none.
  /// - Returns: Shape `[batch, channel, outputSize]`.
  public func callAsFunction(_ x: Tensor, sharing shared: Tensor?, in pass: inout ForwardPass) -> Tensor {
    sum(first(x, sharing: shared, activation: .relu), skipped: skip(x, sharing: shared), in: &pass)
  }

  private func sum(_ hidden: Tensor, skipped: Tensor, in pass: inout ForwardPass) -> Tensor {
    let sum = second(hidden, dropout: pass.dropoutMask(dropout), adding: skipped)
    return norm?(sum) ?? sum
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&first, named: "first")
    visitor.visit(&second, named: "second")
    visitor.visit(&skip, named: "skip")
    visitor.visit(&norm, named: "norm")
  }
}
