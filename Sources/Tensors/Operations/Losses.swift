import CKernels

/// How far a forecast is from its target, as one number to minimise.
public enum LossFunction: Sendable, Equatable {
  /// `e²`
  case squaredError
  /// `|e|`
  case absoluteError
  /// `e² / 2` up to `delta`, linear beyond (Huber 1964).
  case huber(delta: Float)

  /// The loss summed over all elements and divided by `elementCount`, shape `[]`.
  ///
  /// A part of a batch divides by the element count of the whole batch: the parts' losses and gradients then add up
  /// to those of the batch. Sums are accumulated in double precision.
  ///
  /// - Parameter forecast: Any shape.
  /// - Parameter target: The same shape; carries no gradient.
  public func callAsFunction(_ forecast: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    precondition(forecast.shape == target.shape, "loss: forecast \(forecast.shape), target \(target.shape)")
    let divisor = Double(elementCount)
    let loss = Tensor(Float(sum(forecast, target) / divisor))
    let forecast0 = forecast.detached()
    return loss.recording([forecast]) { gradient in
      [derivative(forecast0, target, times: gradient.scalar / Float(divisor))]
    }
  }

  /// The mean loss over all elements, shape `[]`.
  public func callAsFunction(_ forecast: Tensor, _ target: Tensor) -> Tensor {
    self(forecast, target, dividingBy: forecast.count)
  }

  private func sum(_ x: Tensor, _ target: Tensor) -> Double {
    switch self {
    case .squaredError: unsafe fk_squared_error(x.pointer, target.pointer, x.count)
    case .absoluteError: unsafe fk_absolute_error(x.pointer, target.pointer, x.count)
    case .huber(let delta): unsafe fk_huber_error(x.pointer, target.pointer, delta, x.count)
    }
  }

  private func derivative(_ x: Tensor, _ target: Tensor, times factor: Float) -> Tensor {
    let dx = Tensor(unfilled: x.shape)
    switch self {
    case .squaredError:
      unsafe fk_squared_error_derivative(dx.destination, x.pointer, target.pointer, factor, x.count)
    case .absoluteError:
      unsafe fk_absolute_error_derivative(dx.destination, x.pointer, target.pointer, factor, x.count)
    case .huber(let delta):
      unsafe fk_huber_error_derivative(dx.destination, x.pointer, target.pointer, delta, factor, x.count)
    }
    return dx
  }
}
