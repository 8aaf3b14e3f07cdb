import CKernels

/// Where the parts of a packed tensor lie: rows of `width` numbers that begin with query ‖ key ‖ value.
struct AttentionLayout {
  let batch: Int
  let tokens: Int
  let keySize: Int
  let valueSize: Int
  let width: Int

  /// - Parameter shape: `[batch, token, width]`.
  init(_ shape: [Int], keySize: Int, valueSize: Int) {
    precondition(
      shape.count == 3 && keySize > 0 && valueSize > 0, "attention: \(shape), key size \(keySize)")
    (batch, tokens, width) = (shape[0], shape[1], shape[2])
    (self.keySize, self.valueSize) = (keySize, valueSize)
  }

  /// Up to here matrix products cost more in calls and packing than in arithmetic.
  private var isSmall: Bool { tokens <= 24 }
  private var scale: Float { 1 / Float(keySize).squareRoot() }

  /// Windows that are work for some microseconds.
  var windowGrain: Int { max(1, elementGrain / max(1, tokens * tokens * (keySize + valueSize))) }

  /// Attends within each of `windows`.
  ///
  /// - Parameter output: Receives the attended values, shape `[batch, token, valueSize]`.
  /// - Parameter weights: Receives the weights, shape `[batch, token, token]`.
  func attend(_ packed: Tensor, _ windows: Range<Int>, output: Tensor, weights: Tensor) {
    if isSmall {
      MultiplyAddCounter.add(windows.count * tokens * tokens * (keySize + valueSize))
      let first = windows.lowerBound * tokens
      unsafe fk_attention(
        output.destination + first * valueSize, weights.destination + first * tokens,
        packed.pointer + first * width, scale, windows.count, tokens, keySize, valueSize, width)
    } else {
      for window in windows { attendByProducts(packed, window, output: output, weights: weights) }
    }
  }

  /// Writes the gradient with respect to queries, keys and values of `windows` into those columns of `dPacked`.
  func differentiate(
    _ dOutput: Tensor, _ windows: Range<Int>, weights: Tensor, packed: Tensor, into dPacked: Tensor
  ) {
    if isSmall {
      let (scratch, first) = (Tensor(unfilled: [tokens]), windows.lowerBound * tokens)
      unsafe fk_attention_derivative(
        dPacked.destination + first * width, scratch.destination, dOutput.pointer + first * valueSize,
        weights.pointer + first * tokens, packed.pointer + first * width, scale, windows.count, tokens,
        keySize, valueSize, width)
    } else {
      for window in windows {
        differentiateByProducts(dOutput, window, weights: weights, packed: packed, into: dPacked)
      }
    }
  }
}

// Attention of many tokens by matrix products, some queries at a time: their scores stay in the second-level cache until
// they are used.
extension AttentionLayout {
  private var queriesPerBlock: Int { 64 }

  /// `body` for each block of queries: the first and how many.
  private func forEachBlock(_ body: (_ first: Int, _ count: Int) -> Void) {
    for first in stride(from: 0, to: tokens, by: queriesPerBlock) {
      body(first, min(queriesPerBlock, tokens - first))
    }
  }

  /// Columns `first ..< first + size` of the packed rows of a window, transposed: shape `[size, tokens]`.
  private func transposedColumns(_ base: UnsafePointer<Float>, first: Int, size: Int) -> Tensor {
    let result = Tensor(unfilled: [size, tokens])
    unsafe fk_transpose(result.destination, tokens, base + first, width, tokens, size)
    return result
  }

  private func attendByProducts(_ packed: Tensor, _ window: Int, output: Tensor, weights: Tensor) {
    let base = unsafe packed.pointer + window * tokens * width
    let keys = unsafe transposedColumns(base, first: keySize, size: keySize)
    forEachBlock { first, count in
      let scores = unsafe weights.destination + (window * tokens + first) * tokens
      unsafe multiply(
        MatrixOperand(pointer: base + first * width, stride: width),
        MatrixOperand(pointer: keys.pointer, stride: tokens),
        into: scores, cStride: tokens, sizes: ProductSizes(m: count, n: tokens, k: keySize))
      unsafe fk_softmax_rows(scores, scores, scale, count, tokens)
      unsafe multiply(
        MatrixOperand(pointer: scores, stride: tokens),
        MatrixOperand(pointer: base + 2 * keySize, stride: width),
        into: output.destination + (window * tokens + first) * valueSize, cStride: valueSize,
        sizes: ProductSizes(m: count, n: valueSize, k: tokens))
    }
  }

  private func differentiateByProducts(
    _ dOutput: Tensor, _ window: Int, weights: Tensor, packed: Tensor, into dPacked: Tensor
  ) {
    let scratch = Tensor(unfilled: [min(queriesPerBlock, tokens), tokens])
    let base = unsafe packed.pointer + window * tokens * width
    let dBase = unsafe dPacked.destination + window * tokens * width
    for token in 0..<tokens {
      unsafe (dBase + token * width).update(repeating: 0, count: 2 * keySize + valueSize)
    }
    let values = unsafe transposedColumns(base, first: 2 * keySize, size: valueSize)
    forEachBlock { first, count in
      let row = window * tokens + first
      let dScores = unsafe scratch.destination
      let dOut = unsafe MatrixOperand(pointer: dOutput.pointer + row * valueSize, stride: valueSize)
      let attention = unsafe weights.pointer + row * tokens
      unsafe multiply(  // dV += Aᵀ dO
        MatrixOperand(pointer: attention, stride: tokens, isTransposed: true), dOut,
        into: dBase + 2 * keySize, cStride: width,
        sizes: ProductSizes(m: tokens, n: valueSize, k: count), adds: true)
      unsafe multiply(  // dA = dO Vᵀ
        dOut, MatrixOperand(pointer: values.pointer, stride: tokens),
        into: dScores, cStride: tokens, sizes: ProductSizes(m: count, n: tokens, k: valueSize))
      unsafe fk_softmax_rows_derivative(dScores, dScores, attention, scale, count, tokens)
      unsafe multiply(  // dQ = dS K
        MatrixOperand(pointer: dScores, stride: tokens),
        MatrixOperand(pointer: base + keySize, stride: width),
        into: dBase + first * width, cStride: width,
        sizes: ProductSizes(m: count, n: keySize, k: tokens), adds: true)
      unsafe multiply(  // dK += dSᵀ Q
        MatrixOperand(pointer: dScores, stride: tokens, isTransposed: true),
        MatrixOperand(pointer: base + first * width, stride: width),
        into: dBase + keySize, cStride: width,
        sizes: ProductSizes(m: tokens, n: keySize, k: count), adds: true)
    }
  }
}
