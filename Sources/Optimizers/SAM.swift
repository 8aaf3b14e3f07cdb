import Layers
import Tensors

/// Sharpness-aware minimisation: steps by the gradient at the worst point near the parameters.
///
/// `ε = ρ g / (‖g‖ + 10⁻¹²)` over all parameters together, then the base optimizer's step at `w` with the gradient at
/// `w + ε` of the same batch (Foret et al. 2021, https://arxiv.org/abs/2010.01412). The summit is another value, so `w`
/// is never touched. With `isAdaptive` the neighbourhood is scaled by the weights, `ε = ρ w² g / ‖|w| g‖`
/// (ASAM, Kwon et al. 2021, https://arxiv.org/abs/2102.11600). Its relatives are a ``SharpnessForm``; with a part of the parameters
/// only those climb, and the norm is theirs (SAM of normalisation parameters alone: Mueller et al. 2023,
/// https://arxiv.org/abs/2306.04226).
public struct SAM<Base: GradientOptimizer>: Optimizer {
  private var base: Base
  /// Radius of the neighbourhood; 0 is the base optimizer alone, at its cost.
  public let rho: Float
  /// Whether the neighbourhood is scaled by the size of each weight.
  public let isAdaptive: Bool
  /// How it climbs, and along which gradient it steps.
  public let form: SharpnessForm
  /// The parameters that climb.
  public let part: ParameterPart
  /// What the form remembers of each parameter; nothing before its first step.
  private var ownMemory: [Tensor] = []
  private let firstRate: Float

  /// - Parameter rho: Not negative.
  public init(
    _ base: Base, rho: Float, isAdaptive: Bool = false, form: SharpnessForm = .plain,
    part: ParameterPart = .all
  ) {
    precondition(rho >= 0, "SAM: rho \(rho) is negative")
    (self.base, self.rho, self.isAdaptive, self.form, self.part) = (base, rho, isAdaptive, form, part)
    firstRate = base.learningRate
  }

  /// Size of the next step.
  public var learningRate: Float {
    get { base.learningRate }
    set { base.learningRate = newValue }
  }

  /// What the optimizer has remembered so far: the memories of the base optimizer, then those of the form.
  public var state: OptimizerState {
    get {
      var state = base.state
      if !ownMemory.isEmpty { state.memories.append(ownMemory) }
      return state
    }
    set {
      var state = newValue
      ownMemory = state.memories.count > base.memoryCount ? state.memories.removeLast() : []
      base.state = state
    }
  }

  /// Those of the base optimizer and of the form.
  public var memoryCount: Int { base.memoryCount + (rho == 0 ? 0 : form.memoryCount) }

  /// Takes one step; see ``Optimizer``. Momentum-SAM, which does not evaluate the loss at the parameters, returns that at the
  /// summit.
  public mutating func step<M: Module, Failure: Error>(
    _ model: inout M, evaluating evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> Double {
    if rho > 0 && form == .momentum {
      let direction = base.state.memories.first ?? []
      let there = try evaluate(direction.isEmpty ? model : summit(of: model, along: direction))
      base.update(&model, along: there.gradient)
      return there.loss
    }
    let here = try evaluate(model)
    let gradient = rho == 0 ? here.gradient : try direction(of: model, here.gradient, evaluate)
    base.update(&model, along: gradient)
    return here.loss
  }

  /// What the base optimizer steps along.
  private mutating func direction<M: Module, Failure: Error>(
    of model: M, _ here: [Tensor], _ evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> [Tensor] {
    switch form {
    case .plain, .momentum:
      return try evaluate(summit(of: model, along: here)).gradient
    case .look(let period, let weight):
      guard base.state.stepCount.isMultiple(of: period) else {
        let length = globalNorm(of: ownMemory)
        let factor = length > 0 ? Double(weight) * globalNorm(of: here) / length : 0
        return perturbed(here, along: ownMemory, times: Float(factor))
      }
      let there = try evaluate(summit(of: model, along: here)).gradient
      ownMemory = rejecting(there, from: here)
      return there
    case .gap(let weight):
      let there = try evaluate(summit(of: model, along: here)).gradient
      return perturbed(there, along: rejecting(here, from: there), times: -weight)
    case .friendly(let share, let decay):
      let climbing = ownMemory.isEmpty ? here : perturbed(here, along: ownMemory, times: -share)
      ownMemory = ownMemory.isEmpty ? here : ownMemory.moving(to: here, decay: decay)
      return try evaluate(summit(of: model, along: climbing)).gradient
    }
  }

  /// `model` moved to where a linear view of the loss is highest within the neighbourhood.
  private func summit<M: Module>(of model: M, along gradient: [Tensor]) -> M {
    let weights = model.parameters
    let gradient = part == .all ? gradient : model.only(part, of: gradient)
    return model.withParameters(
      isAdaptive
        ? perturbedAdaptively(
          weights, along: gradient, times: ascentFactor(globalNorm(of: gradient, scaledBy: weights)))
        : perturbed(weights, along: gradient, times: ascentFactor(globalNorm(of: gradient))))
  }

  private func ascentFactor(_ norm: Double) -> Float {
    // GSAM's radius falls with the learning rate.
    let radius = if case .gap = form { rho * learningRate / firstRate } else { rho }
    return Float(Double(radius) / (norm + 1e-12))
  }
}

extension Module {
  /// A gradient with zeros for the parameters that are not of a part.
  fileprivate func only(_ part: ParameterPart, of gradient: [Tensor]) -> [Tensor] {
    zip(namedParameters, gradient).map { parameter, gradient in
      part.contains(parameter.name) ? gradient : Tensor(shape: gradient.shape, filledWith: 0)
    }
  }
}

/// `a − (a · b / ‖b‖²) b` over all tensors together.
private func rejecting(_ a: [Tensor], from b: [Tensor]) -> [Tensor] {
  let length = globalNorm(of: b)
  guard length > 0 else { return a }
  let product = zip(a, b).reduce(0) { $0 + Double(sum($1.0 * $1.1).scalar) }
  return perturbed(a, along: b, times: Float(-product / (length * length)))
}

extension [Tensor] {
  /// `decay · self + (1 − decay) · other`
  fileprivate func moving(to other: [Tensor], decay: Float) -> [Tensor] {
    perturbed(map { decay * $0 }, along: other, times: 1 - decay)
  }
}
