import Layers
import Tensors

/// Keeps a mean of the weights beside the steps of another optimizer, which it leaves as they are.
///
/// The mean is one more memory, so that an interrupted run goes on with it.
///
/// ```swift
/// let optimizer = WeightAveraging(SAM(SGD(learningRate: 0.1), rho: 0.5), .exponential(decay: 0.99))
/// ```
public struct WeightAveraging: Optimizer {
  private var base: any Optimizer
  private let average: WeightAverage
  /// One tensor per parameter; empty before the first step.
  private var means: [Tensor] = []

  /// - Parameter average: Its number is within its bounds.
  public init(_ base: any Optimizer, _ average: WeightAverage) {
    precondition(average.isAccepted, "WeightAveraging: \(average)")
    (self.base, self.average) = (base, average)
  }

  /// Size of the next step.
  public var learningRate: Float {
    get { base.learningRate }
    set { base.learningRate = newValue }
  }

  /// What the base optimizer has remembered so far, and then the means.
  public var state: OptimizerState {
    get {
      var state = base.state
      if !means.isEmpty { state.memories.append(means) }
      return state
    }
    set {
      var own = newValue
      means = own.memories.popLast() ?? []
      base.state = own
    }
  }

  /// Those of the base optimizer and the mean.
  public var memoryCount: Int { base.memoryCount + 1 }

  /// Takes a step of the base optimizer; see ``Optimizer``.
  public mutating func step<M: Module, Failure: Error>(
    _ model: inout M, evaluating evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> Double {
    let loss = try base.step(&model, evaluating: evaluate)
    let weights = model.parameters
    guard !means.isEmpty else {
      means = weights.map { $0.detached() }
      return loss
    }
    if case .exponential(let decay) = average {
      let count = Float(base.state.stepCount)
      move(towards: weights, by: 1 - min(decay, (1 + count) / (10 + count)))
    }
    return loss
  }

  /// The model with the mean of its weights.
  public func averaged<M: Module>(_ model: M) -> M {
    means.isEmpty ? model : model.withParameters(means)
  }

  /// Takes the weights into the mean.
  public mutating func endEpoch(_ epoch: Int, of model: some Module) {
    guard case .stochastic(let first) = average, !means.isEmpty else { return }
    move(towards: model.parameters, by: 1 / Float(max(1, epoch - first + 1)))
  }

  private mutating func move(towards weights: [Tensor], by share: Float) {
    for index in means.indices {
      means[index] =
        share >= 1
        ? weights[index].detached() : (1 - share) * means[index] + share * weights[index].detached()
    }
  }
}
