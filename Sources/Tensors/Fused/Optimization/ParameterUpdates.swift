import CKernels

// What optimizers do to parameters, one pass over memory each.

/// The square root of the sum of squares over all tensors together.
public func globalNorm(of tensors: [Tensor]) -> Double {
  TensorBlocks(of: tensors).sum { index, part in
    unsafe fk_sum_squares(tensors[index].pointer + part.lowerBound, part.count)
  }.squareRoot()
}

/// The global norm of `tensors[i] · scales[i]`, element by element.
public func globalNorm(of tensors: [Tensor], scaledBy scales: [Tensor]) -> Double {
  TensorBlocks(of: tensors).sum { index, part in
    let first = part.lowerBound
    return unsafe fk_sum_squares_scaled(
      tensors[index].pointer + first, scales[index].pointer + first, part.count)
  }.squareRoot()
}

/// The inner product over all tensors together; the sum of each tensor is of single precision.
package func innerProduct(_ a: [Tensor], _ b: [Tensor]) -> Double {
  zip(a, b).reduce(0) { $0 + Double(sum($1.0 * $1.1).scalar) }
}

/// `points[i] + factor · directions[i]`
public func perturbed(_ points: [Tensor], along directions: [Tensor], times factor: Float) -> [Tensor] {
  let results = points.map { Tensor(unfilled: $0.shape) }
  TensorBlocks(of: points).forEach { index, part in
    let first = part.lowerBound
    unsafe fk_perturb(
      results[index].destination + first, points[index].pointer + first, directions[index].pointer + first,
      factor, part.count)
  }
  return results
}

/// `points[i] + factor · points[i]² · directions[i]`, element by element.
public func perturbedAdaptively(
  _ points: [Tensor], along directions: [Tensor], times factor: Float
) -> [Tensor] {
  let results = points.map { Tensor(unfilled: $0.shape) }
  TensorBlocks(of: points).forEach { index, part in
    let first = part.lowerBound
    unsafe fk_perturb_adaptively(
      results[index].destination + first, points[index].pointer + first, directions[index].pointer + first,
      factor, part.count)
  }
  return results
}

/// The numbers of one step of gradient descent with momentum.
public struct SGDUpdate: Sendable {
  let rate: Float, momentum: Float, decay: Float, isFirst: Bool

  /// - Parameter isFirst: Whether the velocity starts as the gradient.
  public init(rate: Float, momentum: Float, decay: Float, isFirst: Bool) {
    (self.rate, self.momentum, self.decay, self.isFirst) = (rate, momentum, decay, isFirst)
  }
}

/// `velocity ← momentum · velocity + gradient + decay · weight`, `weight ← weight − rate · velocity`.
public func sgdUpdate(
  _ weights: inout [Tensor], velocities: inout [Tensor], along gradients: [Tensor], _ update: SGDUpdate
) {
  let (w, v) = unsafe (Tensor.places(of: &weights), Tensor.places(of: &velocities))
  TensorBlocks(of: gradients).forEach { index, part in
    let first = part.lowerBound
    unsafe fk_sgd(
      w[index] + first, v[index] + first, gradients[index].pointer + first, update.rate, update.momentum,
      update.decay, update.isFirst ? 1 : 0, part.count)
  }
}

/// The numbers of one step of Adam.
public struct AdamUpdate: Sendable {
  let rate: Float, firstDecay: Float, secondDecay: Float, epsilon: Float
  let firstCorrection: Float, secondCorrection: Float, decay: Float, shrink: Float

  /// - Parameter moments: β₁ and β₂.
  /// - Parameter step: Counted from 1, for the bias corrections `1 − βᵗ`.
  /// - Parameter decay: Weight decay added to the gradient.
  /// - Parameter shrink: The factor that the weights are multiplied by before the step.
  public init(
    rate: Float, moments: (first: Float, second: Float), epsilon: Float, step: Int, decay: Float,
    shrink: Float
  ) {
    (self.rate, self.firstDecay, self.secondDecay, self.epsilon) = (
      rate, moments.first, moments.second, epsilon
    )
    (self.decay, self.shrink) = (decay, shrink)
    firstCorrection = Float(1 - power(Double(moments.first), Double(step)))
    secondCorrection = Float(1 - power(Double(moments.second), Double(step)))
  }
}

/// Moves the weights by Adam and brings their two moments up to date.
public func adamUpdate(
  _ weights: inout [Tensor], first: inout [Tensor], second: inout [Tensor], along gradients: [Tensor],
  _ update: AdamUpdate
) {
  let w = unsafe Tensor.places(of: &weights)
  let (m, v) = unsafe (Tensor.places(of: &first), Tensor.places(of: &second))
  TensorBlocks(of: gradients).forEach { index, part in
    let first = part.lowerBound
    unsafe fk_adam(
      w[index] + first, m[index] + first, v[index] + first, gradients[index].pointer + first, update.rate,
      update.firstDecay, update.secondDecay, update.epsilon, update.firstCorrection, update.secondCorrection,
      update.decay, update.shrink, part.count)
  }
}
