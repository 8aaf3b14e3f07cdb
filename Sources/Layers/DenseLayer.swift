import Tensors

/// A linear map with an activation, or the FAN layer that takes its place.
public struct DenseLayer: Module {
  private var map: Linear?
  private var fan: FANLayer?
  private let activation: Activation

  /// Which of the two.
  public enum Form: Sendable {
    /// `activation(x Wᵀ + b)`
    case linear(Activation)
    /// ``FANLayer``
    case fan(FANLayer.Form)

    /// What FANformer puts before the projections of its attention (Dong et al. 2025, https://arxiv.org/abs/2502.21309):
    /// a FAN layer without activation.
    ///
    /// - Parameter periodicFraction: As the paper counts, cosines and sines together: 0.25 there.
    public static func fanformer(periodicFraction: Float = 0.25) -> Form {
      .fan(FANLayer.Form(periodicFraction: periodicFraction / 2, activation: .identity))
    }
  }

  /// Draws the weights as PyTorch does.
  ///
  /// - Throws: `ConfigurationError.invalidValue` if the parts of a FAN layer do not fit into `outputSize`.
  public init(
    inputSize: Int, outputSize: Int, _ form: Form, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    switch form {
    case .linear(let activation):
      map = Linear(inputSize: inputSize, outputSize: outputSize, using: &generator)
      fan = nil
      self.activation = activation
    case .fan(let fanForm):
      map = nil
      fan = try FANLayer(inputSize: inputSize, outputSize: outputSize, fanForm, using: &generator)
      activation = .identity
    }
  }

  /// The layer, and dropout and residual in the same pass over its output.
  ///
  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Parameter residual: Shape `[..., outputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(
    _ x: Tensor, dropout mask: DropoutMask? = nil, adding residual: Tensor? = nil
  ) -> Tensor {
    if let fan { return fan(x, dropout: mask, adding: residual) }
    return map?(x, activation: activation, dropout: mask, adding: residual) ?? x
  }

  /// The names are those of the layer it is.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    // Moved out while visited: an optimizer changes parameters in place only if nobody else holds them.
    if var present = map.take() {
      present.visitParameters(&visitor)
      map = present
    }
    if var present = fan.take() {
      present.visitParameters(&visitor)
      fan = present
    }
  }
}
