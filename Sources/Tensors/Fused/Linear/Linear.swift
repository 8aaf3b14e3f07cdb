import CKernels

/// `y = x Wᵀ + b` over the last axis, followed by what `finish` says while the rows of the product are in a cache.
///
/// - Parameter x: Shape `[..., inputSize]`.
/// - Parameter weight: Shape `[outputSize, inputSize]`.
/// - Parameter bias: Shape `[outputSize]`.
/// - Parameter finish: Activation, dropout and the like; nothing by default.
/// - Returns: Shape `[..., outputSize]`; periodic columns count twice, see `RowFinish`.
public func linear(
  _ x: Tensor, weight: Tensor, bias: Tensor?, finish: RowFinish = RowFinish()
) -> Tensor {
  precondition(
    weight.shape.count == 2 && x.shape.last == weight.shape[1]
      && (bias.map { $0.shape == [weight.shape[0]] } ?? true),
    "linear: input \(x.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
  let (rows, outputSize, inputSize) = (x.rowCount, weight.shape[0], weight.shape[1])
  let inputs = [x, weight] + [bias, finish.residual, finish.gate].map { $0 ?? .nothing }
  let z = Tensor(unfilled: x.shape.dropLast() + [outputSize])
  let keepsZ = finish.needsInput && inputs.contains(where: \.isWatched)
  let y = keepsZ || finish.periodicSize > 0 ? Tensor(unfilled: finish.outputShape(of: z)) : z
  finish.requireResidual(of: y)
  unsafe multiply(
    MatrixOperand(pointer: x.pointer, stride: inputSize),
    MatrixOperand(pointer: weight.pointer, stride: inputSize, isTransposed: true),
    into: z.destination, cStride: outputSize, sizes: ProductSizes(m: rows, n: outputSize, k: inputSize)
  ) { finish.apply(to: z, bias: bias, into: y, rows: $0) }
  let (needsX, needsWeight, needsBias) = (x.isWatched, weight.isWatched, bias?.isWatched ?? false)
  let (x0, weight0, z0, finish0) = (x.detached(), weight.detached(), keepsZ ? z : nil, finish.detached())
  return y.recordingSums(Operation("linear", finish0.attributes), inputs) { gradient, sums in
    let slopes = finish0.gradients(gradient, at: z0, columnCount: outputSize, needsBias: needsBias)
    if needsX { addInputGradient(slopes.input, weight: weight0, to: &sums[0], shape: x0.shape) }
    if needsWeight { addWeightGradient(slopes.input, input: x0, to: &sums[1]) }
    if let bias = slopes.bias { sums[2].add(bias) }
    sums[3].add(gradient)
    if let gate = slopes.gate { sums[4].add(gate) }
  }
}

/// `dx += dy W`, shape `shape`.
func addInputGradient(_ dy: Tensor, weight: Tensor, to dx: inout Tensor?, shape: [Int]) {
  let (outputSize, inputSize) = (weight.shape[0], weight.shape[1])
  let (place, adds) = unsafe dx.destination(shape: shape)
  unsafe multiply(
    MatrixOperand(pointer: dy.pointer, stride: outputSize),
    MatrixOperand(pointer: weight.pointer, stride: inputSize),
    into: place, cStride: inputSize, sizes: ProductSizes(m: dy.rowCount, n: inputSize, k: outputSize),
    adds: adds)
}

/// `dW += dyᵀ x`, shape `[outputSize, inputSize]`.
func addWeightGradient(_ dy: Tensor, input x: Tensor, to dWeight: inout Tensor?) {
  let (outputSize, inputSize, rows) = (dy.columnCount, x.columnCount, x.rowCount)
  // A small result of many rows is a sum over blocks of rows that stay in a core's cache.
  let blocks = FixedBlocks(count: rows, size: max(256, (rows + 63) / 64))
  if outputSize * inputSize <= 1 << 15 && blocks.indices.count > 1 {
    let sums = Tensor(unfilled: [blocks.indices.count, outputSize * inputSize])
    blocks.forEach { block, rows in
      unsafe fk_product_transposed(
        sums.destination + block * outputSize * inputSize, inputSize,
        dy.pointer + rows.lowerBound * outputSize, outputSize, x.pointer + rows.lowerBound * inputSize,
        inputSize, 0, outputSize, inputSize, rows.count)
    }
    return dWeight.add(blockSum(sums).reshaped(to: [outputSize, inputSize]))
  }
  let (place, adds) = unsafe dWeight.destination(shape: [outputSize, inputSize])
  unsafe multiply(
    MatrixOperand(pointer: dy.pointer, stride: outputSize, isTransposed: true),
    MatrixOperand(pointer: x.pointer, stride: inputSize),
    into: place, cStride: inputSize, sizes: ProductSizes(m: outputSize, n: inputSize, k: rows), adds: adds)
}

/// `dyᵀ x` of shape `[outputSize, inputSize]`, in the form of a list of derivatives.
func weightGradient(_ dy: Tensor, input x: Tensor) -> Tensor? {
  var dWeight: Tensor?
  addWeightGradient(dy, input: x, to: &dWeight)
  return dWeight
}

/// The sum over all axes but the last, shape `[columns]`.
func rowSum(_ a: Tensor) -> Tensor {
  let columns = a.columnCount
  let blocks = FixedBlocks(columnSumsOver: a.rowCount, columnCount: columns)
  let sums = Tensor(unfilled: [blocks.indices.count, columns])
  blocks.forEach { block, rows in
    unsafe fk_sum_rows(
      sums.destination + block * columns, a.pointer + rows.lowerBound * columns, rows.count, columns)
  }
  return blockSum(sums)
}

/// The sum of the rows of a `[block, columns]` tensor, shape `[columns]`.
func blockSum(_ sums: Tensor) -> Tensor {
  if sums.shape[0] == 1 { return sums.reshaped(to: [sums.columnCount]) }
  let total = Tensor(unfilled: [sums.columnCount])
  unsafe fk_sum_rows(total.destination, sums.pointer, sums.shape[0], sums.columnCount)
  return total
}
