import CKernels

extension Tensor {
  /// Elementwise sum of two tensors of the same shape.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    requireSameShape("+", a, b)
    let sum = Tensor(unfilled: a.shape)
    inPieces(of: sum.count, grain: elementGrain) { part in
      let first = part.lowerBound
      unsafe fk_add(sum.destination + first, a.pointer + first, b.pointer + first, part.count)
    }
    return sum.recording("add", [a, b]) { [$0, $0] }
  }

  /// Elementwise difference of two tensors of the same shape.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    requireSameShape("-", a, b)
    let difference = Tensor(unfilled: a.shape)
    inPieces(of: difference.count, grain: elementGrain) { part in
      let first = part.lowerBound
      unsafe fk_subtract(difference.destination + first, a.pointer + first, b.pointer + first, part.count)
    }
    return difference.recording("subtract", [a, b]) { [$0, -1 * $0] }
  }

  /// Elementwise product of two tensors of the same shape.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    requireSameShape("*", a, b)
    let product = Tensor(unfilled: a.shape)
    inPieces(of: product.count, grain: elementGrain) { part in
      let first = part.lowerBound
      unsafe fk_multiply(product.destination + first, a.pointer + first, b.pointer + first, part.count)
    }
    let (needsA, needsB) = (a.isWatched, b.isWatched)
    let (left, right) = (a.detached(), b.detached())
    return product.recording("multiply", [a, b]) { [needsA ? $0 * right : nil, needsB ? $0 * left : nil] }
  }

  /// Every element of `a` times `factor`.
  public static func * (factor: Float, a: Tensor) -> Tensor {
    let product = Tensor(unfilled: a.shape)
    inPieces(of: product.count, grain: elementGrain) { part in
      unsafe fk_scale(
        product.destination + part.lowerBound, a.pointer + part.lowerBound, factor, part.count)
    }
    return product.recording(Operation("scale", [("factor", .number(factor))]), [a]) { [factor * $0] }
  }
}

/// The sum of all elements, shape `[]`, accumulated in double precision.
public func sum(_ a: Tensor) -> Tensor {
  let total = Tensor(Float(unsafe fk_sum(a.pointer, a.count)))
  return total.recording("sum", [a]) { [Tensor(shape: a.shape, filledWith: $0.scalar)] }
}

/// The mean of all elements, shape `[]`.
public func mean(_ a: Tensor) -> Tensor {
  (1 / Float(a.count)) * sum(a)
}

private func requireSameShape(_ operation: String, _ a: Tensor, _ b: Tensor) {
  precondition(a.shape == b.shape, "\(operation): shapes \(a.shape) and \(b.shape) differ")
}
