import Tensors

/// σReparam of one weight matrix: `Ŵ = (γ / σ(W)) W` with a learnt scale γ (Zhai et al. 2023,
/// https://arxiv.org/abs/2303.06296).
///
/// As in the published code (https://github.com/apple/ml-sigma-reparam) σ comes from one step of the power iteration a pass, from
/// a direction that is exact at first and follows the weights after each step of training (``follow(_:)``); γ starts as σ, so
/// that the first pass is that of the plain weight.
public struct SpectralScale: Module {
  /// γ, shape `[1]`.
  private var gain: Tensor
  /// u, shape `[inputSize]`.
  private var direction: Tensor

  /// Steps that bring the first direction close enough to the singular one.
  private static let firstSteps = 100

  /// - Parameter weight: Shape `[outputSize, inputSize]`.
  public init(of weight: Tensor, inputSize: Int) {
    let start = Tensor(shape: [inputSize], filledWith: 1 / Float(inputSize).squareRoot())
    var (direction, value) = (start, Float(0))
    if weight.count > 0 {
      for _ in 0..<Self.firstSteps { (direction, value) = singularStep(of: weight, from: direction) }
    }
    self.direction = direction
    gain = Tensor(shape: [1], values: [value])
  }

  /// `Ŵ`, shape of `weight`.
  public func callAsFunction(_ weight: Tensor) -> Tensor {
    spectrallyScaled(weight, gain: gain, direction: direction)
  }

  /// Brings the direction up to date with the weight: one step of the power iteration.
  public mutating func follow(_ weight: Tensor) {
    direction = singularStep(of: weight, from: direction).direction
  }

  /// Shows γ, and u as state.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&gain, named: "gain")
    visitor.visitState(&direction, named: "direction")
  }
}
