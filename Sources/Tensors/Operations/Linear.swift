import CKernels

/// `y = x Wᵀ + b` over the last axis.
///
/// - Parameter x: Shape `[..., inputSize]`.
/// - Parameter weight: Shape `[outputSize, inputSize]`.
/// - Parameter bias: Shape `[outputSize]`.
/// - Returns: Shape `[..., outputSize]`.
public func linear(_ x: Tensor, weight: Tensor, bias: Tensor?) -> Tensor {
  precondition(
    weight.shape.count == 2 && x.shape.last == weight.shape[1]
      && (bias.map { $0.shape == [weight.shape[0]] } ?? true),
    "linear: input \(x.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
  let (rows, outputSize, inputSize) = (x.rowCount, weight.shape[0], weight.shape[1])
  let y = Tensor(unfilled: x.shape.dropLast() + [outputSize])
  if let bias { unsafe fk_broadcast_rows(y.destination, bias.pointer, rows, outputSize) }
  unsafe multiply(
    MatrixOperand(pointer: x.pointer, stride: inputSize),
    MatrixOperand(pointer: weight.pointer, stride: inputSize, isTransposed: true),
    into: y.destination, cStride: outputSize, sizes: ProductSizes(m: rows, n: outputSize, k: inputSize),
    adds: bias != nil)
  let needs = (x: x.isWatched, weight: weight.isWatched, bias: bias?.isWatched ?? false)
  let (x0, weight0) = (x.detached(), weight.detached())
  return y.recording([x, weight] + (bias.map { [$0] } ?? [])) { gradient in
    [
      needs.x ? inputGradient(gradient, weight: weight0, shape: x0.shape) : nil,
      needs.weight ? weightGradient(gradient, input: x0) : nil,
      needs.bias ? rowSum(gradient) : nil,
    ]
  }
}

/// `dx = dy W`, shape `shape`.
func inputGradient(_ dy: Tensor, weight: Tensor, shape: [Int]) -> Tensor {
  let dx = Tensor(unfilled: shape)
  let (outputSize, inputSize) = (weight.shape[0], weight.shape[1])
  unsafe multiply(
    MatrixOperand(pointer: dy.pointer, stride: outputSize),
    MatrixOperand(pointer: weight.pointer, stride: inputSize),
    into: dx.destination, cStride: inputSize, sizes: ProductSizes(m: dx.rowCount, n: inputSize, k: outputSize)
  )
  return dx
}

/// `dW = dyᵀ x`, shape `[outputSize, inputSize]`.
func weightGradient(_ dy: Tensor, input x: Tensor) -> Tensor {
  let (outputSize, inputSize) = (dy.columnCount, x.columnCount)
  let dWeight = Tensor(unfilled: [outputSize, inputSize])
  unsafe multiply(
    MatrixOperand(pointer: dy.pointer, stride: outputSize, isTransposed: true),
    MatrixOperand(pointer: x.pointer, stride: inputSize),
    into: dWeight.destination, cStride: inputSize,
    sizes: ProductSizes(m: outputSize, n: inputSize, k: x.rowCount))
  return dWeight
}

/// The sum over all axes but the last, shape `[columns]`.
func rowSum(_ a: Tensor) -> Tensor {
  let sums = Tensor(unfilled: [a.columnCount])
  unsafe fk_sum_rows(sums.destination, a.pointer, a.rowCount, a.columnCount)
  return sums
}
