import Layers
import Tensors

/// Shortens gradients that are longer than a limit before the base optimizer sees them.
///
/// Inside `SAM` it acts on the second gradient only.
public struct GradientClipping<Base: GradientOptimizer>: GradientOptimizer {
  private var base: Base
  /// Largest length of the gradient over all parameters together.
  public let limit: Float

  /// - Parameter limit: Positive.
  public init(_ base: Base, limit: Float) {
    precondition(limit > 0, "GradientClipping: limit \(limit) is not positive")
    (self.base, self.limit) = (base, limit)
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

  /// Moves the parameters along `gradient`; see ``GradientOptimizer``.
  public mutating func update(_ model: inout some Module, along gradient: [Tensor]) {
    let norm = globalNorm(of: gradient)
    let isLong = norm > Double(limit)
    base.update(&model, along: isLong ? gradient.map { Float(Double(limit) / norm) * $0 } : gradient)
  }
}
