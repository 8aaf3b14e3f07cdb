import CKernels

/// Where the parts of a packed tensor lie: rows of `width` numbers that begin with query ‖ key ‖ value.
struct AttentionLayout {
  let batch: Int
  let tokens: Int
  let keySize: Int
  let valueSize: Int
  let width: Int

  init(_ packed: Tensor, keySize: Int, valueSize: Int) {
    precondition(
      packed.shape.count == 3 && keySize > 0 && valueSize > 0,
      "attention: \(packed.shape), key size \(keySize)")
    (batch, tokens, width) = (packed.shape[0], packed.shape[1], packed.shape[2])
    (self.keySize, self.valueSize) = (keySize, valueSize)
  }

  var scale: Float { 1 / Float(keySize).squareRoot() }
  /// Up to here matrix products cost more in calls and packing than in arithmetic.
  var isSmall: Bool { tokens <= 24 }
}

/// The output `[batch, token, valueSize]` and the weights `[batch, token, token]` of attention.
func attend(_ packed: Tensor, _ layout: AttentionLayout) -> (output: Tensor, weights: Tensor) {
  let output = Tensor(unfilled: [layout.batch, layout.tokens, layout.valueSize])
  let weights = Tensor(unfilled: [layout.batch, layout.tokens, layout.tokens])
  if layout.isSmall {
    unsafe fk_attention(
      output.destination, weights.destination, packed.pointer, layout.scale, layout.batch, layout.tokens,
      layout.keySize, layout.valueSize, layout.width)
  } else {
    attendByProducts(packed, layout, output: output, weights: weights)
  }
  return (output, weights)
}

/// Writes the gradient with respect to queries, keys and values into those columns of `dPacked`.
func differentiateAttention(
  _ dOutput: Tensor, _ weights: Tensor, _ packed: Tensor, _ layout: AttentionLayout, into dPacked: Tensor
) {
  if layout.isSmall {
    let scratch = Tensor(unfilled: [layout.tokens])
    unsafe fk_attention_derivative(
      dPacked.destination, scratch.destination, dOutput.pointer, weights.pointer, packed.pointer,
      layout.scale,
      layout.batch, layout.tokens, layout.keySize, layout.valueSize, layout.width)
  } else {
    differentiateByProducts(dOutput, weights, packed, layout, into: dPacked)
  }
}

private func attendByProducts(_ packed: Tensor, _ e: AttentionLayout, output: Tensor, weights: Tensor) {
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let scores = unsafe weights.destination + index * e.tokens * e.tokens
    unsafe multiply(
      MatrixOperand(pointer: base, stride: e.width),
      MatrixOperand(pointer: base + e.keySize, stride: e.width, isTransposed: true),
      into: scores, cStride: e.tokens, sizes: ProductSizes(m: e.tokens, n: e.tokens, k: e.keySize))
    unsafe fk_softmax_rows(scores, scores, e.scale, e.tokens, e.tokens)
    unsafe multiply(
      MatrixOperand(pointer: scores, stride: e.tokens),
      MatrixOperand(pointer: base + 2 * e.keySize, stride: e.width),
      into: output.destination + index * e.tokens * e.valueSize, cStride: e.valueSize,
      sizes: ProductSizes(m: e.tokens, n: e.valueSize, k: e.tokens))
  }
}

private func differentiateByProducts(
  _ dOutput: Tensor, _ weights: Tensor, _ packed: Tensor, _ e: AttentionLayout, into dPacked: Tensor
) {
  let scratch = Tensor(unfilled: [e.tokens, e.tokens])
  let dScores = unsafe scratch.destination
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let dBase = unsafe dPacked.destination + index * e.tokens * e.width
    let dOut = unsafe MatrixOperand(
      pointer: dOutput.pointer + index * e.tokens * e.valueSize, stride: e.valueSize)
    let attention = unsafe weights.pointer + index * e.tokens * e.tokens
    unsafe multiply(  // dV = Aᵀ dO
      MatrixOperand(pointer: attention, stride: e.tokens, isTransposed: true), dOut,
      into: dBase + 2 * e.keySize, cStride: e.width, sizes: ProductSizes(m: e.tokens, n: e.valueSize, k: e.tokens))
    unsafe multiply(  // dA = dO Vᵀ
      dOut, MatrixOperand(pointer: base + 2 * e.keySize, stride: e.width, isTransposed: true),
      into: dScores, cStride: e.tokens, sizes: ProductSizes(m: e.tokens, n: e.tokens, k: e.valueSize))
    unsafe fk_softmax_rows_derivative(dScores, dScores, attention, e.scale, e.tokens, e.tokens)
    unsafe multiply(  // dQ = dS K
      MatrixOperand(pointer: dScores, stride: e.tokens),
      MatrixOperand(pointer: base + e.keySize, stride: e.width),
      into: dBase, cStride: e.width, sizes: ProductSizes(m: e.tokens, n: e.keySize, k: e.tokens))
    unsafe multiply(  // dK = dSᵀ Q
      MatrixOperand(pointer: dScores, stride: e.tokens, isTransposed: true),
      MatrixOperand(pointer: base, stride: e.width),
      into: dBase + e.keySize, cStride: e.width, sizes: ProductSizes(m: e.tokens, n: e.keySize, k: e.tokens))
  }
}
