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
    return loss.recording(Operation(name, attributes), [forecast]) { gradient in
      [derivative(forecast0, target, times: gradient.scalar / Float(divisor))]
    }
  }

  /// The mean loss over all elements, shape `[]`.
  public func callAsFunction(_ forecast: Tensor, _ target: Tensor) -> Tensor {
    self(forecast, target, dividingBy: forecast.count)
  }

  private var name: String {
    switch self {
    case .squaredError: "squaredError"
    case .absoluteError: "absoluteError"
    case .huber: "huber"
    }
  }

  private var attributes: [Operation.Attribute] {
    if case .huber(let delta) = self { [("delta", .number(delta))] } else { [] }
  }

  private func sum(_ x: Tensor, _ target: Tensor) -> Double {
    FixedBlocks(count: x.count, size: 2 * elementGrain).sum { part in
      let (x0, y0) = unsafe (x.pointer + part.lowerBound, target.pointer + part.lowerBound)
      return switch self {
      case .squaredError: unsafe fk_squared_error(x0, y0, part.count)
      case .absoluteError: unsafe fk_absolute_error(x0, y0, part.count)
      case .huber(let delta): unsafe fk_huber_error(x0, y0, delta, part.count)
      }
    }
  }

  private func derivative(_ x: Tensor, _ target: Tensor, times factor: Float) -> Tensor {
    let dx = Tensor(unfilled: x.shape)
    inPieces(of: x.count, grain: elementGrain) { part in
      let (x0, y0) = unsafe (x.pointer + part.lowerBound, target.pointer + part.lowerBound)
      let dx0 = unsafe dx.destination + part.lowerBound
      switch self {
      case .squaredError: unsafe fk_squared_error_derivative(dx0, x0, y0, factor, part.count)
      case .absoluteError: unsafe fk_absolute_error_derivative(dx0, x0, y0, factor, part.count)
      case .huber(let delta): unsafe fk_huber_error_derivative(dx0, x0, y0, delta, factor, part.count)
      }
    }
    return dx
  }
}
