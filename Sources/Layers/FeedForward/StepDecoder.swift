import Tensors

/// A correction of each step of a forecast by what is known of that step: a context of the step and its covariates go
/// through a perceptron that all steps share.
///
/// `c = W_c h + b_c` gives every step t its context; `ŷ_t = W₂ relu(W₁ [c_t ‖ z_t] + b₁) + b₂` (the global and local
/// perceptrons of MQ-RNN, Wen et al. 2017, https://arxiv.org/abs/1711.11053, §3.2; also the recurrent forecasters of
/// https://github.com/Nixtla/neuralforecast).
public struct StepDecoder: Module {
  /// The sizes.
  public struct Sizes: Sendable {
    /// Width of the state that contexts are made from.
    public var stateSize: Int
    /// Covariates of a step.
    public var covariateCount: Int
    /// Width of the perceptron.
    public var hiddenSize: Int
    /// Steps.
    public var stepCount: Int
    /// Numbers forecast for each step.
    public var outputSize: Int
    /// Width of a context; that of NeuralForecast by default.
    public var contextSize = 10

    /// The usual width of contexts.
    public init(stateSize: Int, covariateCount: Int, hiddenSize: Int, stepCount: Int, outputSize: Int) {
      (self.stateSize, self.covariateCount, self.hiddenSize) = (stateSize, covariateCount, hiddenSize)
      (self.stepCount, self.outputSize) = (stepCount, outputSize)
    }
  }

  private let sizes: Sizes
  private var context: Linear
  private var first: Linear
  private var second: Linear

  /// Draws the weights as PyTorch does.
  public init(_ sizes: Sizes, using generator: inout SeededGenerator) {
    self.sizes = sizes
    context = Linear(
      inputSize: sizes.stateSize, outputSize: sizes.stepCount * sizes.contextSize, using: &generator)
    first = Linear(
      inputSize: sizes.contextSize + sizes.covariateCount, outputSize: sizes.hiddenSize, using: &generator)
    second = Linear(inputSize: sizes.hiddenSize, outputSize: sizes.outputSize, using: &generator)
  }

  /// - Parameter state: Shape `[..., stateSize]`, a row for each window.
  /// - Parameter covariates: Shape `[batch, step, covariate]`.
  /// - Returns: Shape `[batch, step, output]`.
  public func callAsFunction(_ state: Tensor, _ covariates: Tensor) -> Tensor {
    let contexts = context(state).reshaped(
      to: [covariates.shape[0], sizes.stepCount, sizes.contextSize])
    return second(first(concatenatedColumns([contexts, covariates]), activation: .relu))
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&context, named: "context")
    visitor.visit(&first, named: "first")
    visitor.visit(&second, named: "second")
  }
}
