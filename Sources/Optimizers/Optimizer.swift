import Layers
import Tensors

/// Changes the parameters of a model so that its loss falls.
public protocol Optimizer: Sendable {
  /// Size of the next step; schedules change it between epochs.
  var learningRate: Float { get set }
  /// What the optimizer has remembered so far; setting it continues an interrupted run.
  var state: OptimizerState { get set }
  /// Memories that it keeps of each parameter from the first step on.
  var memoryCount: Int { get }

  /// Takes one step.
  ///
  /// - Parameter evaluate: The loss and gradient at any parameters, for one and the same batch.
  /// - Returns: The loss at the parameters before the step.
  mutating func step<M: Module, Failure: Error>(
    _ model: inout M, evaluating evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> Double

  /// The model with the weights that the steps have led to: its own, unless the optimizer keeps a mean of them.
  func averaged<M: Module>(_ model: M) -> M

  /// Tells that an epoch has ended; does nothing unless stated.
  ///
  /// - Parameter epoch: Counted from 1.
  mutating func endEpoch(_ epoch: Int, of model: some Module)
}

extension Optimizer {
  /// The model as it is.
  public func averaged<M: Module>(_ model: M) -> M { model }

  /// Epochs mean nothing to it.
  public mutating func endEpoch(_ epoch: Int, of model: some Module) {}

  /// Takes one step down the gradient of `loss`.
  ///
  /// - Parameter loss: Returns one number, shape `[]`.
  /// - Returns: The loss at the parameters before the step.
  public mutating func step<M: Module, Failure: Error>(
    _ model: inout M, minimizing loss: (M) throws(Failure) -> Tensor
  ) throws(Failure) -> Double {
    try step(&model) { (point) throws(Failure) -> LossGradient in
      let (value, gradient) = try valueAndGradient(at: point, of: loss)
      return LossGradient(loss: Double(value.scalar), gradient: gradient)
    }
  }
}

/// An optimizer whose step needs one gradient, at the current parameters.
public protocol GradientOptimizer: Optimizer {
  /// Moves the parameters of `model` along `gradient`, one tensor per parameter in visiting order.
  mutating func update(_ model: inout some Module, along gradient: [Tensor])
}

extension GradientOptimizer {
  /// Takes one step; see ``Optimizer``.
  public mutating func step<M: Module, Failure: Error>(
    _ model: inout M, evaluating evaluate: (M) throws(Failure) -> LossGradient
  ) throws(Failure) -> Double {
    let here = try evaluate(model)
    update(&model, along: here.gradient)
    return here.loss
  }
}

/// What an optimizer remembers between steps.
public struct OptimizerState: Sendable {
  /// Number of steps taken.
  public var stepCount = 0
  /// For each kind of memory (a velocity, a first moment, …) one tensor per parameter; empty before the first step.
  public var memories: [[Tensor]] = []

  /// The state before the first step.
  public init() {}

  /// Makes `count` memories of zeros for `model` if there are none yet.
  mutating func prepare(_ count: Int, for model: some Module) {
    guard memories.isEmpty else { return }
    let zeros = model.parameters.map { Tensor(shape: $0.shape, filledWith: 0) }
    memories = Array(repeating: zeros, count: count)
  }
}
