/// `(gain / σ) W`, with σ the largest singular value of W as one step of the power iteration from `direction` finds it.
///
/// `v = W u / ‖W u‖`, `σ = ‖Wᵀ v‖`, `u' = Wᵀ v / σ`; the directions are constants of the derivative, so that `∂σ/∂W = v u'ᵀ`
/// (σReparam of Zhai et al. 2023, https://arxiv.org/abs/2303.06296, §3). A weight of zeros stays one.
///
/// - Parameter weight: Shape `[outputSize, inputSize]`.
/// - Parameter gain: One number, shape `[1]`.
/// - Parameter direction: u, shape `[inputSize]`; not differentiated.
/// - Returns: Shape of `weight`.
public func spectrallyScaled(_ weight: Tensor, gain: Tensor, direction: Tensor) -> Tensor {
  let w = weight.detached()
  let step = SingularStep(w, direction.detached())
  let (factor, sigma) = (gain.scalar / step.sigma, step.sigma)
  let scaled = factor * w
  return scaled.recording("spectrallyScaled", [weight, gain]) { gradient in
    let slope = sum(gradient * w).scalar / sigma
    let outer = matmul(step.left, step.right)
    var dWeight = factor * gradient
    dWeight.add(outer, times: -factor * slope)
    return [dWeight, Tensor(shape: [1], values: [slope])]
  }
}

/// The direction that one step of the power iteration makes of `direction`, and the singular value it has found.
///
/// - Parameter weight: Shape `[outputSize, inputSize]`.
/// - Parameter direction: Shape `[inputSize]`.
public func singularStep(of weight: Tensor, from direction: Tensor) -> (direction: Tensor, value: Float) {
  let step = SingularStep(weight.detached(), direction.detached())
  return (step.right.reshaped(to: [direction.count]), step.value)
}

private struct SingularStep: Sendable {
  /// v, shape `[outputSize, 1]`.
  let left: Tensor
  /// u', shape `[1, inputSize]`; the direction given where the weight maps it to zero.
  let right: Tensor
  /// The singular value.
  let value: Float

  /// The singular value as a divisor.
  var sigma: Float { max(value, .leastNormalMagnitude) }

  init(_ weight: Tensor, _ direction: Tensor) {
    let image = matmul(weight, direction.reshaped(to: [direction.count, 1]))
    let length = Float(globalNorm(of: [image]))
    left = length > 0 ? 1 / length * image : image
    let back = matmul(left.reshaped(to: [1, left.count]), weight)
    value = Float(globalNorm(of: [back]))
    right = value > 0 ? 1 / value * back : direction.reshaped(to: [1, direction.count])
  }
}
