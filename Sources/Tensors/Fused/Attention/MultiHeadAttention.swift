import CKernels

/// How heads attend: their number, what each token sees, and what is done to scores and weights.
public struct AttentionHeads: Sendable {
  /// Number of heads; divides the width of the queries.
  public var count: Int
  /// Whether token i sees the tokens 0 … i only.
  public var isCausal: Bool
  /// Which weights are dropped.
  public var dropout: DropoutMask?
  /// Angles by which queries and keys are turned; nil for none.
  public var positions: RotaryPositions?

  /// Heads that see everything and drop nothing by default.
  public init(
    count: Int, isCausal: Bool = false, dropout: DropoutMask? = nil, positions: RotaryPositions? = nil
  ) {
    (self.count, self.isCausal, self.dropout, self.positions) = (count, isCausal, dropout, positions)
  }

  var attributes: [Operation.Attribute] {
    [("headCount", .count(count)), ("isCausal", .flag(isCausal)), ("turns", .flag(positions != nil))]
      + (dropout?.attributes ?? [])
  }
}

/// Rotary position embedding: pair `(x[i], x[i + size / 2])` of token t is turned by `t · base^(−2i / size)`
/// (Su et al. 2021, https://arxiv.org/abs/2104.09864).
public struct RotaryPositions: Sendable {
  let cosines: Tensor
  let sines: Tensor

  /// - Parameter tokenCount: At least the number of tokens of queries and keys.
  /// - Parameter headSize: Width of a head, even.
  public init(tokenCount: Int, headSize: Int, base: Double = 10_000) {
    precondition(headSize.isMultiple(of: 2), "RotaryPositions: head size \(headSize) is odd")
    let half = headSize / 2
    let angles = (0..<tokenCount * half).map { index in
      Double(index / half) * power(base, -2 * Double(index % half) / Double(headSize))
    }
    cosines = Tensor(shape: [tokenCount, half], values: angles.map { Float(cosine($0)) })
    sines = Tensor(shape: [tokenCount, half], values: angles.map { Float(sine($0)) })
  }
}

/// Attention of tokens to each other in several heads: `softmax(Q Kᵀ / √headSize) V`, head by head.
///
/// A head is a block of columns; nothing is transposed, and neither scores nor weights are stored. Each head of each
/// window is computed on one thread, in blocks of queries that stay in its cache.
///
/// - Parameter packed: Shape `[batch, token, 3 · size]`: query ‖ key ‖ value.
/// - Returns: Shape `[batch, token, size]`: the heads' results side by side.
public func selfAttention(_ packed: Tensor, _ heads: AttentionHeads) -> Tensor {
  precondition(
    packed.shape.count == 3 && packed.shape[2].isMultiple(of: 3),
    "selfAttention: \(packed.shape) is not 3 parts")
  let size = packed.shape[2] / 3
  let whole = packed.detached()
  let layout = HeadLayout(
    queries: ColumnBlock(whole, from: 0), keys: ColumnBlock(whole, from: size),
    values: ColumnBlock(whole, from: 2 * size), size: size, heads: heads)
  let (output, sums) = layout.attend()
  let output0 = output
  return output.recording(Operation("selfAttention", heads.attributes), [packed]) { gradient in
    let dPacked = Tensor(unfilled: whole.shape)
    layout.differentiate(
      gradient, output: output0, sums: sums,
      into: (
        ColumnBlock(dPacked, from: 0), ColumnBlock(dPacked, from: size), ColumnBlock(dPacked, from: 2 * size)
      ))
    return [dPacked]
  }
}

/// Attention of tokens to those of another sequence; see `selfAttention(_:_:)`.
///
/// - Parameter queries: Shape `[batch, token, size]`.
/// - Parameter keysAndValues: Shape `[batch, other token, 2 · size]`: key ‖ value.
/// - Returns: Shape `[batch, token, size]`.
public func crossAttention(_ queries: Tensor, _ keysAndValues: Tensor, _ heads: AttentionHeads) -> Tensor {
  precondition(
    queries.shape.count == 3 && keysAndValues.shape.count == 3 && queries.shape[0] == keysAndValues.shape[0]
      && keysAndValues.shape[2] == 2 * queries.shape[2],
    "crossAttention: \(queries.shape), \(keysAndValues.shape)")
  let size = queries.shape[2]
  let (asking, asked) = (queries.detached(), keysAndValues.detached())
  let layout = HeadLayout(
    queries: ColumnBlock(asking, from: 0), keys: ColumnBlock(asked, from: 0),
    values: ColumnBlock(asked, from: size), size: size, heads: heads)
  let (output, sums) = layout.attend()
  let output0 = output
  return output.recording(Operation("crossAttention", heads.attributes), [queries, keysAndValues]) {
    gradient in
    let (dQueries, dAsked) = (Tensor(unfilled: asking.shape), Tensor(unfilled: asked.shape))
    layout.differentiate(
      gradient, output: output0, sums: sums,
      into: (ColumnBlock(dQueries, from: 0), ColumnBlock(dAsked, from: 0), ColumnBlock(dAsked, from: size)))
    return [dQueries, dAsked]
  }
}
