import CKernels

/// Single-head attention over tokens whose queries, keys and values lie side by side, as one product makes them.
///
/// `A = softmax(Q Kᵀ / √keySize)`, result `A V`.
///
/// - Parameter packed: Shape `[batch, token, 2 · keySize + valueSize]`: query ‖ key ‖ value.
/// - Returns: `output`, shape `[batch, token, valueSize]`, and the weights `A`, shape `[batch, token, token]`,
///   which carry no gradient.
public func packedAttention(_ packed: Tensor, keySize: Int) -> (output: Tensor, weights: Tensor) {
  let layout = AttentionLayout(packed, keySize: keySize, valueSize: packed.columnCount - 2 * keySize)
  let (output, weights) = attend(packed, layout)
  let packed0 = packed.detached()
  let recorded = output.recording([packed]) { gradient in
    let dPacked = Tensor(unfilled: packed0.shape)
    differentiateAttention(gradient, weights, packed0, layout, into: dPacked)
    return [dPacked]
  }
  return (recorded, weights)
}

/// A residual plus attention, all from one packed product: `R + (A V) Mᵀ`.
///
/// - Parameter packed: Shape `[batch, token, 2 · keySize + valueSize + outputSize]`: query ‖ key ‖ value ‖ residual R.
/// - Parameter mixing: M, shape `[outputSize, valueSize]`; nil stands for the identity, and sizes are then equal.
/// - Returns: Shape `[batch, token, outputSize]`.
public func residualAttention(_ packed: Tensor, keySize: Int, outputSize: Int, mixing: Tensor?) -> Tensor {
  let valueSize = packed.columnCount - 2 * keySize - outputSize
  precondition(
    mixing.map { $0.shape == [outputSize, valueSize] } ?? (outputSize == valueSize),
    "residualAttention: \(packed.shape), key size \(keySize), output size \(outputSize), \(mixing?.shape ?? [])"
  )
  let layout = AttentionLayout(packed, keySize: keySize, valueSize: valueSize)
  let (attended, weights) = attend(packed, layout)
  let result = Tensor(unfilled: [layout.batch, layout.tokens, outputSize])
  inRowPieces(of: result.rowCount, columnCount: outputSize) { rows in
    unsafe fk_copy_columns(
      result.destination + rows.lowerBound * outputSize, packed.pointer + rows.lowerBound * layout.width,
      2 * keySize + valueSize, rows.count, outputSize, layout.width)
  }
  addMixed(attended, mixing, to: result)
  let (packed0, mixing0) = (packed.detached(), mixing?.detached())
  return result.recording([packed] + (mixing.map { [$0] } ?? [])) { gradient in
    let dPacked = Tensor(unfilled: packed0.shape)
    let dAttended = mixing0.map { inputGradient(gradient, weight: $0, shape: attended.shape) } ?? gradient
    differentiateAttention(dAttended, weights, packed0, layout, into: dPacked)
    inRowPieces(of: gradient.rowCount, columnCount: outputSize) { rows in
      unsafe fk_place_columns(
        dPacked.destination + rows.lowerBound * layout.width, gradient.pointer + rows.lowerBound * outputSize,
        2 * keySize + valueSize, rows.count, outputSize, layout.width)
    }
    return [dPacked, mixing0.map { _ in weightGradient(gradient, input: attended) }]
  }
}

/// `result += attended Mᵀ`, or without M `result += attended`.
private func addMixed(_ attended: Tensor, _ mixing: Tensor?, to result: Tensor) {
  if let mixing {
    unsafe multiply(
      MatrixOperand(pointer: attended.pointer, stride: attended.columnCount),
      MatrixOperand(pointer: mixing.pointer, stride: mixing.columnCount, isTransposed: true),
      into: result.destination, cStride: result.columnCount,
      sizes: ProductSizes(m: result.rowCount, n: result.columnCount, k: attended.columnCount), adds: true)
  } else {
    unsafe fk_axpy(result.destination, attended.pointer, 1, result.count)
  }
}
