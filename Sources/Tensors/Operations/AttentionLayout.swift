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
  /// Windows whose attention is work for some microseconds.
  var groupGrain: Int { max(1, elementGrain / max(1, tokens * tokens * (keySize + valueSize))) }
  /// Up to here matrix products cost more in calls and packing than in arithmetic.
  var isSmall: Bool { tokens <= 24 }
}

/// The output `[batch, token, valueSize]` and the weights `[batch, token, token]` of attention.
func attend(_ packed: Tensor, _ layout: AttentionLayout) -> (output: Tensor, weights: Tensor) {
  let output = Tensor(unfilled: [layout.batch, layout.tokens, layout.valueSize])
  let weights = Tensor(unfilled: [layout.batch, layout.tokens, layout.tokens])
  if layout.isSmall {
    MultiplyAddCounter.add(
      layout.batch * layout.tokens * layout.tokens * (layout.keySize + layout.valueSize))
    inPieces(of: layout.batch, grain: layout.groupGrain) { groups in
      unsafe fk_attention(
        output.destination + groups.lowerBound * layout.tokens * layout.valueSize,
        weights.destination + groups.lowerBound * layout.tokens * layout.tokens,
        packed.pointer + groups.lowerBound * layout.tokens * layout.width,
        layout.scale, groups.count, layout.tokens, layout.keySize, layout.valueSize, layout.width)
    }
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
    inPieces(of: layout.batch, grain: layout.groupGrain) { groups in
      let scratch = Tensor(unfilled: [layout.tokens])
      unsafe fk_attention_derivative(
        dPacked.destination + groups.lowerBound * layout.tokens * layout.width, scratch.destination,
        dOutput.pointer + groups.lowerBound * layout.tokens * layout.valueSize,
        weights.pointer + groups.lowerBound * layout.tokens * layout.tokens,
        packed.pointer + groups.lowerBound * layout.tokens * layout.width,
        layout.scale, groups.count, layout.tokens, layout.keySize, layout.valueSize, layout.width)
    }
  } else {
    differentiateByProducts(dOutput, weights, packed, layout, into: dPacked)
  }
}

/// Queries that are attended together: their scores stay in the second-level cache until they are used.
private let queriesPerBlock = 64

/// `body` for each block of queries: the first and how many.
private func forEachBlock(of tokens: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
  for first in stride(from: 0, to: tokens, by: queriesPerBlock) {
    body(first, min(queriesPerBlock, tokens - first))
  }
}

/// Columns `first ..< first + size` of `tokens` packed rows, transposed: shape `[size, tokens]`.
private func transposedColumns(
  _ base: UnsafePointer<Float>, first: Int, size: Int, _ e: AttentionLayout
) -> Tensor {
  let result = Tensor(unfilled: [size, e.tokens])
  unsafe fk_transpose(result.destination, e.tokens, base + first, e.width, e.tokens, size)
  return result
}

private func attendByProducts(_ packed: Tensor, _ e: AttentionLayout, output: Tensor, weights: Tensor) {
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let keys = unsafe transposedColumns(base, first: e.keySize, size: e.keySize, e)
    forEachBlock(of: e.tokens) { first, count in
      let scores = unsafe weights.destination + (index * e.tokens + first) * e.tokens
      unsafe multiply(
        MatrixOperand(pointer: base + first * e.width, stride: e.width),
        MatrixOperand(pointer: keys.pointer, stride: e.tokens),
        into: scores, cStride: e.tokens, sizes: ProductSizes(m: count, n: e.tokens, k: e.keySize))
      unsafe fk_softmax_rows(scores, scores, e.scale, count, e.tokens)
      unsafe multiply(
        MatrixOperand(pointer: scores, stride: e.tokens),
        MatrixOperand(pointer: base + 2 * e.keySize, stride: e.width),
        into: output.destination + (index * e.tokens + first) * e.valueSize, cStride: e.valueSize,
        sizes: ProductSizes(m: count, n: e.valueSize, k: e.tokens))
    }
  }
}

private func differentiateByProducts(
  _ dOutput: Tensor, _ weights: Tensor, _ packed: Tensor, _ e: AttentionLayout, into dPacked: Tensor
) {
  let scratch = Tensor(unfilled: [min(queriesPerBlock, e.tokens), e.tokens])
  for index in 0..<e.batch {
    let base = unsafe packed.pointer + index * e.tokens * e.width
    let dBase = unsafe dPacked.destination + index * e.tokens * e.width
    for token in 0..<e.tokens {
      unsafe (dBase + token * e.width).update(repeating: 0, count: 2 * e.keySize + e.valueSize)
    }
    let values = unsafe transposedColumns(base, first: 2 * e.keySize, size: e.valueSize, e)
    forEachBlock(of: e.tokens) { first, count in
      let row = index * e.tokens + first
      let dScores = unsafe scratch.destination
      let dOut = unsafe MatrixOperand(pointer: dOutput.pointer + row * e.valueSize, stride: e.valueSize)
      let attention = unsafe weights.pointer + row * e.tokens
      unsafe multiply(  // dV += Aᵀ dO
        MatrixOperand(pointer: attention, stride: e.tokens, isTransposed: true), dOut,
        into: dBase + 2 * e.keySize, cStride: e.width,
        sizes: ProductSizes(m: e.tokens, n: e.valueSize, k: count), adds: true)
      unsafe multiply(  // dA = dO Vᵀ
        dOut, MatrixOperand(pointer: values.pointer, stride: e.tokens),
        into: dScores, cStride: e.tokens, sizes: ProductSizes(m: count, n: e.tokens, k: e.valueSize))
      unsafe fk_softmax_rows_derivative(dScores, dScores, attention, e.scale, count, e.tokens)
      unsafe multiply(  // dQ = dS K
        MatrixOperand(pointer: dScores, stride: e.tokens),
        MatrixOperand(pointer: base + e.keySize, stride: e.width),
        into: dBase + first * e.width, cStride: e.width,
        sizes: ProductSizes(m: count, n: e.keySize, k: e.tokens), adds: true)
      unsafe multiply(  // dK += dSᵀ Q
        MatrixOperand(pointer: dScores, stride: e.tokens, isTransposed: true),
        MatrixOperand(pointer: base + first * e.width, stride: e.width),
        into: dBase + e.keySize, cStride: e.width,
        sizes: ProductSizes(m: e.tokens, n: e.keySize, k: count), adds: true)
    }
  }
}
