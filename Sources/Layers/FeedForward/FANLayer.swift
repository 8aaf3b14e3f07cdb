import Tensors

/// Replaces part of a linear layer by sines and cosines so that periods can be learnt.
///
/// `y = [cos(x Wp + bp) ‖ sin(x Wp + bp) ‖ activation(x Wg + bg)]` (Dong et al. 2024, https://arxiv.org/abs/2410.02675).
/// The gated form weighs the periodic part by `sigmoid(gate)` and the other by the rest. The paper's formula has no bp;
/// its code has. With the identity as activation this is the FAN layer of FANformer's attention.
public struct FANLayer: Module {
  private var periodic: Linear
  private var general: Linear
  private var gate: Tensor?
  private let activation: Activation

  /// The values that decide the form of a layer.
  public struct Form: Sendable {
    /// Width of the cosine part divided by the width of the output, in (0, 0.5).
    ///
    /// FANformer counts cosines and sines together: its 0.25 is 0.125 here.
    public var periodicFraction: Float
    /// Applied to the part that is not periodic.
    public var activation: Activation
    /// Whether a scalar gate divides the output between the two parts.
    public var isGated: Bool
    /// Whether the periodic part has a bias.
    public var hasPeriodicBias: Bool

    /// The form of the published code by default.
    public init(
      periodicFraction: Float = 0.25, activation: Activation = .gelu, isGated: Bool = false,
      hasPeriodicBias: Bool = true
    ) {
      (self.periodicFraction, self.activation) = (periodicFraction, activation)
      (self.isGated, self.hasPeriodicBias) = (isGated, hasPeriodicBias)
    }
  }

  /// Draws the weights as PyTorch does for linear layers, and the gate from the standard normal distribution.
  ///
  /// The cosine part is `outputSize · periodicFraction` wide, rounded down.
  ///
  /// - Throws: `ConfigurationError.invalidValue` if the periodic part does not fit twice into `outputSize` with something
  ///   left, `noPeriodicColumns` if it is empty.
  public init(
    inputSize: Int, outputSize: Int, _ form: Form = Form(), using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    let fraction = form.periodicFraction
    guard fraction > 0, fraction < 0.5 else {
      throw .invalidValue(
        key: "periodicFraction", value: "\(fraction)", accepted: "a number between 0 and 0.5")
    }
    // Less than half of the columns twice leaves at least one.
    let periodicSize = Int(Float(outputSize) * fraction)
    guard periodicSize > 0 else { throw .noPeriodicColumns(width: outputSize) }
    periodic = Linear(
      inputSize: inputSize, outputSize: periodicSize, hasBias: form.hasPeriodicBias, using: &generator)
    general = Linear(inputSize: inputSize, outputSize: outputSize - 2 * periodicSize, using: &generator)
    gate = form.isGated ? Tensor(shape: [1], values: [generator.normal()]) : nil
    activation = form.activation
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
    let finish = RowFinish(
      activation: activation, periodicSize: periodic.outputSize, gate: gate, dropout: mask,
      residual: residual)
    return Linear(sideBySide: [periodic, general])(x, sharing: shared, finish: finish)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&periodic, named: "periodic")
    visitor.visit(&general, named: "general")
    visitor.visit(&gate, named: "gate")
  }
}
