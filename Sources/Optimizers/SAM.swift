import Layers
import Tensors

/// Sharpness-aware minimisation: steps by the gradient at the worst point near the parameters.
///
/// `ε = ρ g / (‖g‖ + 10⁻¹²)` over all parameters together, then the base optimizer's step at `w` with the gradient at
/// `w + ε` of the same batch (Foret et al. 2021, https://arxiv.org/abs/2010.01412). The summit is another value, so `w`
/// is never touched. With `isAdaptive` the neighbourhood is scaled by the weights, `ε = ρ w² g / ‖|w| g‖`
/// (ASAM, Kwon et al. 2021, https://arxiv.org/abs/2102.11600).
public struct SAM<Base: GradientOptimizer>: Optimizer {
  private var base: Base
  /// Radius of the neighbourhood; 0 is the base optimizer alone, at its cost.
  public let rho: Float
  /// Whether the neighbourhood is scaled by the size of each weight.
  public let isAdaptive: Bool

  /// - Parameter rho: Not negative.
  public init(_ base: Base, rho: Float, isAdaptive: Bool = false) {
    precondition(rho >= 0, "SAM: rho \(rho) is negative")
    (self.base, self.rho, self.isAdaptive) = (base, rho, isAdaptive)
  }

  /// Size of the next step.
  public var learningRate: Float {
    get { base.learningRate }
    set { base.learningRate = newValue }
  }

  /// What the optimizer has remembered so far.
  public var state: OptimizerState {
    get { base.state }
    set { base.state = newValue }
  }

  /// Those of the base optimizer.
  public var memoryCount: Int { base.memoryCount }

  /// Takes one step; see ``Optimizer``.
  public mutating func step<M: Module, Failure: Error>(
    _ model: inout M, evaluating evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> Double {
    let here = try evaluate(model)
    let gradient = rho == 0 ? here.gradient : try evaluate(summit(of: model, along: here.gradient)).gradient
    base.update(&model, along: gradient)
    return here.loss
  }

  /// `model` moved to where a linear view of the loss is highest within the neighbourhood.
  private func summit<M: Module>(of model: M, along gradient: [Tensor]) -> M {
    let weights = model.parameters
    return model.withParameters(
      isAdaptive
        ? perturbedAdaptively(
          weights, along: gradient, times: ascentFactor(globalNorm(of: gradient, scaledBy: weights)))
        : perturbed(weights, along: gradient, times: ascentFactor(globalNorm(of: gradient))))
  }

  private func ascentFactor(_ norm: Double) -> Float {
    Float(Double(rho) / (norm + 1e-12))
  }
}
