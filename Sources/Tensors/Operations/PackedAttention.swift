import CKernels

/// Single-head attention over tokens whose queries, keys and values lie side by side, as one product makes them.
///
/// `A = softmax(Q Kᵀ / √keySize)`, result `A V`.
///
/// - Parameter packed: Shape `[batch, token, 2 · keySize + valueSize]`: query ‖ key ‖ value.
/// - Returns: `output`, shape `[batch, token, valueSize]`, and the weights `A`, shape `[batch, token, token]`,
///   which carry no gradient.
public func packedAttention(_ packed: Tensor, keySize: Int) -> (output: Tensor, weights: Tensor) {
  precondition(
    packed.shape.count == 3 && packed.shape[2] > 2 * keySize,
    "packedAttention: \(packed.shape), key size \(keySize)")
  let extent = AttentionExtent(packed, keySize: keySize)
  let output = Tensor(unfilled: [extent.batch, extent.tokens, extent.valueSize])
  let weights = Tensor(unfilled: [extent.batch, extent.tokens, extent.tokens])
  if extent.isSmall {
    unsafe fk_attention(
      output.destination, weights.destination, packed.pointer, extent.scale, extent.batch, extent.tokens,
      keySize,
      extent.valueSize)
  } else {
    attendByProducts(packed, extent, output: output, weights: weights)
  }
  let packed0 = packed.detached()
  let recorded = output.recording([packed]) { gradient in
    let dPacked = Tensor(unfilled: packed0.shape)
    let scratch = Tensor(unfilled: [extent.tokens, extent.tokens])
    if extent.isSmall {
      unsafe fk_attention_derivative(
        dPacked.destination, scratch.destination, gradient.pointer, weights.pointer, packed0.pointer,
        extent.scale,
        extent.batch, extent.tokens, keySize, extent.valueSize)
    } else {
      differentiateByProducts(gradient, weights, packed0, extent, into: dPacked, scratch: scratch)
    }
    return [dPacked]
  }
  return (recorded, weights)
}

/// Sizes of one attention call.
private struct AttentionExtent {
  let batch: Int, tokens: Int, keySize: Int, valueSize: Int

  init(_ packed: Tensor, keySize: Int) {
    batch = packed.shape[0]
    tokens = packed.shape[1]
    self.keySize = keySize
    valueSize = packed.shape[2] - 2 * keySize
  }

  var width: Int { 2 * keySize + valueSize }
  var scale: Float { 1 / Float(keySize).squareRoot() }
  /// Below this a matrix product costs more in calls and packing than in arithmetic.
  var isSmall: Bool { tokens <= 24 }
}

private func attendByProducts(_ packed: Tensor, _ e: AttentionExtent, output: Tensor, weights: Tensor) {
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let scores = unsafe weights.destination + index * e.tokens * e.tokens
    unsafe multiply(
      MatrixOperand(pointer: base, stride: e.width),
      MatrixOperand(pointer: base + e.keySize, stride: e.width, isTransposed: true),
      into: scores, cStride: e.tokens, sizes: (e.tokens, e.tokens, e.keySize))
    unsafe fk_softmax_rows(scores, scores, e.scale, e.tokens, e.tokens)
    unsafe multiply(
      MatrixOperand(pointer: scores, stride: e.tokens),
      MatrixOperand(pointer: base + 2 * e.keySize, stride: e.width),
      into: output.destination + index * e.tokens * e.valueSize, cStride: e.valueSize,
      sizes: (e.tokens, e.valueSize, e.tokens))
  }
}

private func differentiateByProducts(
  _ dOutput: Tensor, _ weights: Tensor, _ packed: Tensor, _ e: AttentionExtent, into dPacked: Tensor,
  scratch: Tensor
) {
  let dScores = unsafe scratch.destination
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let dBase = unsafe dPacked.destination + index * e.tokens * e.width
    let dOut = unsafe MatrixOperand(
      pointer: dOutput.pointer + index * e.tokens * e.valueSize, stride: e.valueSize)
    let attention = unsafe weights.pointer + index * e.tokens * e.tokens
    unsafe multiply(  // dV = Aᵀ dO
      MatrixOperand(pointer: attention, stride: e.tokens, isTransposed: true), dOut,
      into: dBase + 2 * e.keySize, cStride: e.width, sizes: (e.tokens, e.valueSize, e.tokens))
    unsafe multiply(  // dA = dO Vᵀ
      dOut, MatrixOperand(pointer: base + 2 * e.keySize, stride: e.width, isTransposed: true),
      into: dScores, cStride: e.tokens, sizes: (e.tokens, e.tokens, e.valueSize))
    unsafe fk_softmax_rows_derivative(dScores, dScores, attention, e.scale, e.tokens, e.tokens)
    unsafe multiply(  // dQ = dS K
      MatrixOperand(pointer: dScores, stride: e.tokens),
      MatrixOperand(pointer: base + e.keySize, stride: e.width),
      into: dBase, cStride: e.width, sizes: (e.tokens, e.keySize, e.tokens))
    unsafe multiply(  // dK = dSᵀ Q
      MatrixOperand(pointer: dScores, stride: e.tokens, isTransposed: true),
      MatrixOperand(pointer: base, stride: e.width),
      into: dBase + e.keySize, cStride: e.width, sizes: (e.tokens, e.keySize, e.tokens))
  }
}
