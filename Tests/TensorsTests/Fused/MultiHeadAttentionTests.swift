import Tensors
import Testing

/// Attention as it is written down: one window and head after another, whole matrices.
private func naiveAttention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, heads: Int, isCausal: Bool, mask: DropoutMask?
)
  -> Tensor
{
  let (batch, tokens, others, size) = (q.shape[0], q.shape[1], k.shape[1], q.shape[2])
  let width = size / heads
  let factors = dropout(Tensor(shape: [batch, heads, tokens, others], filledWith: 1), mask)
  let windows = (0..<batch).map { window in
    concatenatedColumns(
      (0..<heads).map { head in
        let columns = head * width..<(head + 1) * width
        let parts = [q, k, v].map { $0.slices(window..<window + 1).columns(columns) }
        var scores = matmul(parts[0], parts[1].transposed())  // [1, token, other token]
        if isCausal { scores = scores + future(tokens) }
        let kept = factors.slices(window..<window + 1).reshaped(to: [heads, tokens, others])
          .slices(head..<head + 1)
        return matmul(softmax(scores, scale: 1 / Float(width).squareRoot()) * kept, parts[2])
      })
  }
  return concatenated(windows)
}

/// −10⁹ where a token lies in the future of another.
private func future(_ tokens: Int) -> Tensor {
  Tensor(
    shape: [1, tokens, tokens],
    values: (0..<tokens * tokens).map { $0 % tokens > $0 / tokens ? -1e9 : 0 })
}

struct MultiHeadAttentionTests {
  private func mask(_ fraction: Float) -> DropoutMask? {
    var generator = SeededGenerator(seed: 4)
    return fraction > 0 ? DropoutMask(fraction: fraction, using: &generator) : nil
  }

  /// One token, one column, widths and numbers of tokens on both sides of vectors, tiles and blocks.
  private static let sizes = [
    (batch: 1, tokens: 1, others: 1, heads: 1, width: 1), (2, 5, 5, 2, 3), (1, 17, 17, 3, 4),
    (2, 33, 33, 1, 16),
    (1, 50, 50, 2, 9), (1, 97, 97, 1, 8), (3, 7, 12, 2, 5), (1, 100, 3, 1, 2), (1, 300, 700, 1, 6),
  ]

  @Test(arguments: sizes, [(false, Float(0)), (true, 0), (false, 0.4), (true, 0.3)])
  func attentionIsThatOfItsFormula(
    size: (batch: Int, tokens: Int, others: Int, heads: Int, width: Int),
    options: (isCausal: Bool, dropout: Float)
  ) {
    guard !options.isCausal || size.tokens == size.others else { return }
    let columns = size.heads * size.width
    let points = [
      sample([size.batch, size.tokens, columns]), sample([size.batch, size.others, columns], seed: 2),
      sample([size.batch, size.others, columns], seed: 3),
    ].map { (3 * $0).watched() }
    let mask = mask(options.dropout)
    let heads = AttentionHeads(count: size.heads, isCausal: options.isCausal, dropout: mask)
    let expected = naiveAttention(
      points[0], points[1], points[2], heads: size.heads, isCausal: options.isCausal, mask: mask)
    var ours = [crossAttention(points[0], concatenatedColumns([points[1], points[2]]), heads)]
    if size.tokens == size.others { ours.append(selfAttention(concatenatedColumns(points), heads)) }
    let direction = sample(expected.shape, seed: 9)
    let reference = gradient(of: sum(expected * direction), at: points)
    for output in ours {
      expectEqual(output, expected, within: 2e-5)
      for (mine, theirs) in zip(gradient(of: sum(output * direction), at: points), reference) {
        expectEqual(mine, theirs, within: 1e-4 * max(1, theirs.values.map(abs).max() ?? 0))
      }
    }
  }

  @Test(arguments: [(1, 1), (5, 3), (19, 4)]) func itHasItsDerivatives(sizes: (tokens: Int, width: Int)) {
    let packed = sample([2, sizes.tokens, 6 * sizes.width])
    let heads = AttentionHeads(count: 2, isCausal: true, dropout: mask(0.2))
    expectGradients(of: { selfAttention($0[0], heads) }, at: [packed], tolerance: 3e-2)
  }

  @Test func laterTokensDoNotChangeEarlierOnes() {
    let heads = AttentionHeads(count: 2, isCausal: true)
    let packed = sample([1, 60, 24])
    var values = packed.values
    for index in 30 * 24..<60 * 24 { values[index] += 1 }
    let changed = selfAttention(Tensor(shape: packed.shape, values: values), heads).values
    let original = selfAttention(packed, heads).values
    #expect(changed.prefix(30 * 8) == original.prefix(30 * 8))
    #expect(changed.suffix(8) != original.suffix(8))
  }

  /// Turning queries and keys keeps lengths, and scores then depend on the distance of two tokens only.
  @Test func rotatedScoresDependOnDistanceOnly() {
    let positions = RotaryPositions(tokenCount: 40, headSize: 6)
    let heads = AttentionHeads(count: 1, isCausal: true, positions: positions)
    let row = sample([18]).values
    let packed = Tensor(shape: [1, 40, 18], values: (0..<40).flatMap { _ in row })
    // All tokens are equal: the result is the value whatever the positions.
    let result = selfAttention(packed, heads).values
    for token in 0..<40 {
      #expect(zip(result[token * 6..<(token + 1) * 6], row[12...]).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    let q = rotated(sample([1, 40, 6])), k = rotated(sample([1, 40, 6], seed: 2))
    let (plain, v) = (AttentionHeads(count: 1), sample([1, 40, 6], seed: 3))
    var turning = plain
    turning.positions = positions
    let unturned = concatenatedColumns([sample([1, 40, 6]), sample([1, 40, 6], seed: 2), v])
    expectEqual(
      selfAttention(unturned, turning), selfAttention(concatenatedColumns([q, k, v]), plain), within: 1e-5)
    expectGradients(
      of: { selfAttention($0[0], turning) }, at: [unturned.reshaped(to: [1, 40, 18])], tolerance: 3e-2)
  }

  /// Pair (i, i + 3) of token t turned by t · 10000^(−i / 3).
  private func rotated(_ x: Tensor) -> Tensor {
    var values = x.values
    for token in 0..<40 {
      for pair in 0..<3 {
        let angle = Tensor(Float(token) * [1, 0.046_415_888, 0.002_154_434_7][pair])
        let (c, s) = (cos(angle).scalar, sin(angle).scalar)
        let (a, b) = (x.values[token * 6 + pair], x.values[token * 6 + 3 + pair])
        values[token * 6 + pair] = a * c - b * s
        values[token * 6 + 3 + pair] = b * c + a * s
      }
    }
    return Tensor(shape: x.shape, values: values)
  }

  @Test(arguments: [2, 3]) func theNumberOfThreadsDoesNotMatter(threads: Int) {
    func results() -> [[Float]] {
      let packed = sample([5, 37, 3 * 24]).watched()
      let y = selfAttention(packed, AttentionHeads(count: 4, isCausal: true, dropout: mask(0.3)))
      return [y.values, gradient(of: sum(y * y), at: [packed])[0].values]
    }
    let serial = results()
    #expect(Workers.$current.withValue(Workers(threadCount: threads)) { results() } == serial)
  }
}
