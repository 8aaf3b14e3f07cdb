import CKernels

// What optimizers do to parameters, one pass over memory each.

/// The square root of the sum of squares over all tensors together.
public func globalNorm(of tensors: [Tensor]) -> Double {
  tensors.reduce(0) { total, tensor in
    total
      + FixedBlocks(count: tensor.count, size: 4 * elementGrain).sum { part in
        unsafe fk_sum_squares(tensor.pointer + part.lowerBound, part.count)
      }
  }.squareRoot()
}

/// The global norm of `tensors[i] · scales[i]`, element by element.
public func globalNorm(of tensors: [Tensor], scaledBy scales: [Tensor]) -> Double {
  zip(tensors, scales).reduce(0) { total, pair in
    unsafe total + fk_sum_squares_scaled(pair.0.pointer, pair.1.pointer, pair.0.count)
  }.squareRoot()
}

extension Tensor {
  /// `self + factor · direction`
  public func perturbed(along direction: Tensor, times factor: Float) -> Tensor {
    let result = Tensor(unfilled: shape)
    inPieces(of: count, grain: elementGrain) { part in
      let first = part.lowerBound
      unsafe fk_perturb(
        result.destination + first, pointer + first, direction.pointer + first, factor, part.count)
    }
    return result
  }

  /// `self + factor · self² · direction`
  public func perturbedAdaptively(along direction: Tensor, times factor: Float) -> Tensor {
    let result = Tensor(unfilled: shape)
    unsafe fk_perturb_adaptively(result.destination, pointer, direction.pointer, factor, count)
    return result
  }
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
  _ weight: inout Tensor, velocity: inout Tensor, along gradient: Tensor, _ update: SGDUpdate
) {
  unsafe weight.update { w in
    unsafe velocity.update { v in
      guard let w0 = w.baseAddress, let v0 = v.baseAddress else { return }
      unsafe fk_sgd(
        w0, v0, gradient.pointer, update.rate, update.momentum, update.decay, update.isFirst ? 1 : 0, w.count)
    }
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

/// Moves `weight` by Adam and brings its two moments up to date.
public func adamUpdate(
  _ weight: inout Tensor, first: inout Tensor, second: inout Tensor, along gradient: Tensor,
  _ update: AdamUpdate
) {
  unsafe weight.update { w in
    unsafe first.update { m in
      unsafe second.update { v in
        guard let w0 = w.baseAddress, let m0 = m.baseAddress, let v0 = v.baseAddress else { return }
        inPieces(of: gradient.count, grain: elementGrain / 4) { part in
          let first = part.lowerBound
          unsafe fk_adam(
            w0 + first, m0 + first, v0 + first, gradient.pointer + first, update.rate, update.firstDecay,
            update.secondDecay, update.epsilon, update.firstCorrection, update.secondCorrection, update.decay,
            update.shrink, part.count)
        }
      }
    }
  }
}
