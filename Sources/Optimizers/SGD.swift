import Layers
import Tensors

/// Gradient descent with momentum: `v ← m v + g + λ w`, `w ← w − η v`.
public struct SGD: GradientOptimizer {
  /// Size of the next step.
  public var learningRate: Float
  /// Share of the last step that is kept.
  public let momentum: Float
  /// λ, added to the gradient as `λ w`.
  public let weightDecay: Float
  /// What the optimizer has remembered so far.
  public var state = OptimizerState()
  /// The velocity.
  public let memoryCount = 1

  /// - Parameter momentum: In `[0, 1)`; 0 is plain gradient descent.
  public init(learningRate: Float, momentum: Float = 0, weightDecay: Float = 0) {
    (self.learningRate, self.momentum, self.weightDecay) = (learningRate, momentum, weightDecay)
  }

  /// Moves the parameters along `gradient`; see ``GradientOptimizer``.
  public mutating func update(_ model: inout some Module, along gradient: [Tensor]) {
    state.prepare(1, for: model)
    let settings = SGDUpdate(
      rate: learningRate, momentum: momentum, decay: weightDecay, isFirst: state.stepCount == 0)
    model.updateParameters { weights in
      sgdUpdate(&weights, velocities: &state.memories[0], along: gradient, settings)
    }
    state.stepCount += 1
  }
}
