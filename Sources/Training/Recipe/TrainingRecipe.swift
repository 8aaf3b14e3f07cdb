import Layers
import Optimizers
import Tensors

/// How a model is trained: everything that changes the weights besides data, seed and configuration.
///
/// ```swift
/// var recipe = TrainingRecipe()
/// recipe.schedule = .cosineRestarts(period: 5, floor: 1e-6)
/// ```
public struct TrainingRecipe: Described {
  /// Largest number of passes over the training examples.
  public var epochs = 100
  /// Examples per optimizer step; the last step of an epoch takes what is left.
  public var batchSize = 32
  /// First learning rate.
  public var learningRate: Float = 1e-3
  /// How the learning rate changes between epochs.
  public var schedule = LearningRateSchedule.constant
  /// Epochs without a better validation error before training stops.
  public var patience = 5
  /// The optimizer that takes the step.
  public var optimizer = OptimizerKind.adam
  /// λ of the optimizer.
  public var weightDecay: Float = 0
  /// Radius ρ of sharpness-aware minimisation; 0 trains without it.
  public var rho: Float = 0
  /// Whether ρ is scaled by the weights (ASAM).
  public var isAdaptive = false
  /// How SAM climbs, and along which gradient it steps.
  public var sam = SharpnessForm.plain
  /// The parameters that climb.
  public var samParameters = ParameterPart.all
  /// What is minimised.
  public var loss = ObjectiveChoice.squaredError
  /// Gradients longer than this are shortened; nil leaves them.
  public var gradientLimit: Float?
  /// The mean of the weights that is validated and kept; nil for the weights themselves.
  public var averaging: WeightAverage?

  /// The defaults above.
  public init() {}

  /// The optimizer of this recipe before its first step.
  public func makeOptimizer() -> any Optimizer {
    averaging.map { WeightAveraging(stepping, $0) } ?? stepping
  }

  private var stepping: any Optimizer {
    switch optimizer {
    case .adam: wrapping(Adam(learningRate: learningRate, settings: adamSettings))
    case .adamw: wrapping(AdamW(learningRate: learningRate, settings: adamSettings))
    case .sgd: wrapping(SGD(learningRate: learningRate, momentum: 0.9, weightDecay: weightDecay))
    }
  }

  // Keras' ε, as in the published training code.
  private var adamSettings: AdamSettings { AdamSettings(epsilon: 1e-7, weightDecay: weightDecay) }

  private func wrapping(_ base: some GradientOptimizer) -> any Optimizer {
    guard let gradientLimit else {
      return SAM(base, rho: rho, isAdaptive: isAdaptive, form: sam, part: samParameters)
    }
    return SAM(
      GradientClipping(base, limit: gradientLimit), rho: rho, isAdaptive: isAdaptive, form: sam,
      part: samParameters)
  }
}

/// The optimizers a recipe can name.
public enum OptimizerKind: String, Sendable, CaseIterable {
  /// Adam; weight decay is added to the gradient.
  case adam
  /// Adam with decoupled weight decay.
  case adamw
  /// Gradient descent with momentum 0.9.
  case sgd
}
