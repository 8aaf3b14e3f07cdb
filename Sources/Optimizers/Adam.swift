import Layers
import Tensors

/// Adam with bias-corrected moments (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980).
///
/// `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η m̂ / (√v̂ + ε)`.
public struct Adam: GradientOptimizer {
  /// Size of the next step.
  public var learningRate: Float
  /// β₁, β₂, ε and the weight decay.
  public let settings: AdamSettings
  /// What the optimizer has remembered so far.
  public var state = OptimizerState()
  /// The first and the second moment.
  public let memoryCount = 2

  /// - Parameter settings: With `weightDecay` λ the gradient becomes `g + λ w`.
  public init(learningRate: Float, settings: AdamSettings = .init()) {
    (self.learningRate, self.settings) = (learningRate, settings)
  }

  /// Moves the parameters along `gradient`; see ``GradientOptimizer``.
  public mutating func update(_ model: inout some Module, along gradient: [Tensor]) {
    state.takeAdamStep(&model, along: gradient, rate: learningRate, settings, isDecoupled: false)
  }
}

/// Adam with decoupled weight decay: `w` shrinks by `1 − η λ` before the step
/// (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101).
public struct AdamW: GradientOptimizer {
  /// Size of the next step.
  public var learningRate: Float
  /// β₁, β₂, ε and the weight decay.
  public let settings: AdamSettings
  /// What the optimizer has remembered so far.
  public var state = OptimizerState()
  /// The first and the second moment.
  public let memoryCount = 2

  /// - Parameter settings: `weightDecay` is λ.
  public init(learningRate: Float, settings: AdamSettings = .init(weightDecay: 0.01)) {
    (self.learningRate, self.settings) = (learningRate, settings)
  }

  /// Moves the parameters along `gradient`; see ``GradientOptimizer``.
  public mutating func update(_ model: inout some Module, along gradient: [Tensor]) {
    state.takeAdamStep(&model, along: gradient, rate: learningRate, settings, isDecoupled: true)
  }
}

/// The constants of Adam; the defaults are the paper's and PyTorch's.
public struct AdamSettings: Sendable, Equatable {
  /// β₁, decay of the first moment.
  public var firstMomentDecay: Float = 0.9
  /// β₂, decay of the second moment.
  public var secondMomentDecay: Float = 0.999
  /// ε, added to the root of the second moment.
  public var epsilon: Float = 1e-8
  /// λ.
  public var weightDecay: Float = 0

  /// The defaults, with ε and λ as given.
  public init(epsilon: Float = 1e-8, weightDecay: Float = 0) {
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
  }
}

extension OptimizerState {
  fileprivate mutating func takeAdamStep(
    _ model: inout some Module, along gradient: [Tensor], rate: Float, _ settings: AdamSettings,
    isDecoupled: Bool
  ) {
    prepare(2, for: model)
    stepCount += 1
    let update = AdamUpdate(
      rate: rate, moments: (settings.firstMomentDecay, settings.secondMomentDecay), epsilon: settings.epsilon,
      step: stepCount, decay: isDecoupled ? 0 : settings.weightDecay,
      shrink: isDecoupled ? 1 - rate * settings.weightDecay : 1)
    var (first, second) = (memories[0], memories[1])
    memories = []  // Gives up its references, so that the moments change where they are.
    model.updateParameters { weights in
      adamUpdate(&weights, first: &first, second: &second, along: gradient, update)
    }
    memories = [first, second]
  }
}
