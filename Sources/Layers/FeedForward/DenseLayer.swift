import Tensors

/// A linear map with an activation, or a layer that takes its place.
public struct DenseLayer: Module {
  private var map: Linear?
  private var fan: FANLayer?
  private let activation: Activation
  /// What the map is multiplied by before the activation; nil for 1.
  private let frequency: Float?

  /// Which of them.
  public enum Form: Sendable {
    /// `activation(x Wᵀ + b)`
    case linear(Activation)
    /// ``FANLayer``
    case fan(FANLayer.Form)
    /// `sin(frequency · (x Wᵀ + b))` (Sitzmann et al. 2020, https://arxiv.org/abs/2006.09661).
    ///
    /// Weights start within `1 / inputs` where `isFirst`, and within `√(6 / inputs) / frequency` elsewhere (§3.2 there), so
    /// that angles have a variance of one order; biases as PyTorch draws them, as in the article's code.
    case siren(frequency: Float, isFirst: Bool)

    /// What FANformer puts before the projections of its attention (Dong et al. 2025, https://arxiv.org/abs/2502.21309):
    /// a FAN layer without activation.
    ///
    /// - Parameter periodicFraction: As the paper counts, cosines and sines together: 0.25 there.
    public static func fanformer(periodicFraction: Float = 0.25) -> Form {
      .fan(FANLayer.Form(periodicFraction: periodicFraction / 2, activation: .identity))
    }
  }

  /// Draws the weights as PyTorch does, or as the article of the form.
  ///
  /// - Throws: `ConfigurationError` if the parts of a FAN layer do not fit into `outputSize`.
  public init(
    inputSize: Int, outputSize: Int, _ form: Form, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    switch form {
    case .linear(let activation):
      map = Linear(inputSize: inputSize, outputSize: outputSize, using: &generator)
      fan = nil
      (self.activation, frequency) = (activation, nil)
    case .fan(let fanForm):
      map = nil
      fan = try FANLayer(inputSize: inputSize, outputSize: outputSize, fanForm, using: &generator)
      (activation, frequency) = (.identity, nil)
    case .siren(let frequency, let isFirst):
      let limit = isFirst ? 1 / Float(inputSize) : (6 / Float(inputSize)).squareRoot() / frequency
      map = Linear(
        inputSize: inputSize, outputSize: outputSize, initialization: .uniform(limit: limit),
        biasInitialization: .uniformByFanIn(inputSize), using: &generator)
      fan = nil
      (activation, self.frequency) = (.sine, frequency)
    }
  }

  /// The layer, and dropout and residual in the same pass over its output.
  ///
  /// - Parameter x: Shape `[..., inputSize]`, less the width of what is shared.
  /// - Parameter shared: What lies beside each row of a window, shape `[batch, n]`; nil for nothing.
  /// - Parameter residual: Shape `[..., outputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(
    _ x: Tensor, sharing shared: Tensor? = nil, dropout mask: DropoutMask? = nil,
    adding residual: Tensor? = nil
  ) -> Tensor {
    if let fan { return fan(x, sharing: shared, dropout: mask, adding: residual) }
    guard var map else { return x }
    if let frequency {
      // The weights are fewer than what they make.
      map = Linear(weight: frequency * map.weight, bias: map.bias.map { frequency * $0 })
    }
    return map(
      x, sharing: shared, finish: RowFinish(activation: activation, dropout: mask, residual: residual))
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
