import Tensors

/// Batch normalisation of the last axis: `y = (x − μ) / √(σ² + ε) · γ + β` (Ioffe and Szegedy 2015,
/// https://arxiv.org/abs/1502.03167).
///
/// While training, μ and σ² are those of the batch, and running statistics follow them; forecasts use the running ones.
public struct BatchNorm: Module {
  private var gain: Tensor
  private var offset: Tensor
  private var runningMean: Tensor
  private var runningVariance: Tensor
  private let epsilon: Float
  private let keptShare: Float

  /// - Parameter epsilon: Added to the variance, inside the root.
  /// - Parameter keptShare: How much of the running statistics a batch leaves: 0.99 in Keras, 0.9 in PyTorch.
  public init(size: Int, epsilon: Float, keptShare: Float) {
    func filled(with value: Float) -> Tensor {
      ParameterBudget.tensor(shape: [size]) { Tensor(shape: [size], filledWith: value) }
    }
    (gain, offset) = (filled(with: 1), filled(with: 0))
    (runningMean, runningVariance) = (filled(with: 0), filled(with: 1))
    (self.epsilon, self.keptShare) = (epsilon, keptShare)
  }

  /// - Parameter x: Shape `[..., size]`; all axes but the last are one batch.
  /// - Returns: The same shape.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    let usesBatch = pass.batchStatistics.usesBatch
    let known = usesBatch ? nil : ColumnStatistics(mean: runningMean, variance: runningVariance)
    let (y, used) = batchNormalized(x, by: known, epsilon: epsilon, gain: gain, offset: offset)
    if usesBatch {
      pass.batchStatistics.follow(runningMean, used.mean, keeping: keptShare)
      pass.batchStatistics.follow(runningVariance, used.variance, keeping: keptShare)
    }
    return y
  }

  /// Shows every parameter and the running statistics in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&gain, named: "weight")
    visitor.visit(&offset, named: "bias")
    visitor.visitRunningStatistics(&runningMean, named: "running_mean")
    visitor.visitRunningStatistics(&runningVariance, named: "running_var")
  }
}
