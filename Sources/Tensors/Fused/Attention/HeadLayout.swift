import CKernels

/// Columns of a `[batch, token, width]` tensor, from one on.
struct ColumnBlock: Sendable {
  let tensor: Tensor
  let first: Int

  init(_ tensor: Tensor, from first: Int) {
    (self.tensor, self.first) = (tensor, first)
  }

  var tokens: Int { tensor.shape[1] }
  var width: Int { tensor.shape[2] }

  /// Where column `column` of the block is in the first token of window `batch`.
  func offset(_ batch: Int, _ column: Int) -> Int { batch * tokens * width + first + column }

  func pointer(_ batch: Int, _ column: Int) -> UnsafePointer<Float> {
    unsafe tensor.pointer + offset(batch, column)
  }

  func destination(_ batch: Int, _ column: Int) -> UnsafeMutablePointer<Float> {
    unsafe tensor.destination + offset(batch, column)
  }
}

/// Where the queries, keys and values of all heads are, and how they attend.
struct HeadLayout: Sendable {
  let queries: ColumnBlock
  let keys: ColumnBlock
  let values: ColumnBlock
  let size: Int
  let heads: AttentionHeads

  init(queries: ColumnBlock, keys: ColumnBlock, values: ColumnBlock, size: Int, heads: AttentionHeads) {
    precondition(
      heads.count > 0 && size > 0 && size.isMultiple(of: heads.count),
      "attention: \(heads.count) heads do not divide \(size) columns")
    precondition(
      !heads.isCausal || queries.tokens == keys.tokens,
      "attention: \(queries.tokens) queries of \(keys.tokens) keys cannot be causal")
    precondition(
      heads.positions.map {
        $0.cosines.shape[0] >= max(queries.tokens, keys.tokens)
          && 2 * $0.cosines.shape[1] == size / heads.count
      } ?? true, "attention: positions \(heads.positions?.cosines.shape ?? []) for \(queries.tensor.shape)")
    (self.queries, self.keys, self.values, self.size, self.heads) = (queries, keys, values, size, heads)
  }

  private var headSize: Int { size / heads.count }
  private var batch: Int { queries.tensor.shape[0] }
  /// Heads of all windows that are work for some microseconds.
  private var grain: Int {
    max(1, 8 * elementGrain / max(1, queries.tokens * keys.tokens * headSize))
  }

  private var kernel: fk_head {
    unsafe fk_head(
      queries: queries.tokens, keys: keys.tokens, size: headSize, query_stride: queries.width,
      key_stride: keys.width, scale: 1 / Float(headSize).squareRoot(), is_causal: heads.isCausal ? 1 : 0,
      cosines: heads.positions?.cosines.pointer, sines: heads.positions?.sines.pointer,
      dropout: RowFinish(dropout: heads.dropout).kernel(bias: nil))
  }

  /// Calls `body` for each head of each window: the window, the head's first column, its number and scratch memory.
  private func forEachHead(
    _ body: (
      _ batch: Int, _ column: Int, _ number: Int, _ head: UnsafePointer<fk_head>,
      _ scratch: UnsafeMutablePointer<Float>
    ) -> Void
  ) {
    let head = unsafe kernel
    inPieces(of: batch * heads.count, grain: grain) { numbers in
      unsafe withUnsafePointer(to: head) { head in
        let scratch = unsafe Tensor(unfilled: [fk_attention_head_scratch(head)])
        for number in numbers {
          let column = number % heads.count * headSize
          unsafe body(number / heads.count, column, number, head, scratch.destination)
        }
        extendLifetime(scratch)
      }
    }
  }

  /// The heads' results side by side, `[batch, token, size]`, and what the derivative makes the weights from again,
  /// `[batch · head, token, 2]`.
  func attend() -> (output: Tensor, sums: Tensor) {
    let output = Tensor(unfilled: [batch, queries.tokens, size])
    let sums = Tensor(unfilled: [batch * heads.count, queries.tokens, 2])
    let results = ColumnBlock(output, from: 0)
    MultiplyAddCounter.add(2 * batch * queries.tokens * keys.tokens * size)
    unsafe forEachHead { batch, column, number, head, scratch in
      unsafe fk_attention_head(
        results.destination(batch, column), size, sums.destination + 2 * number * queries.tokens,
        queries.pointer(batch, column), keys.pointer(batch, column), values.pointer(batch, column), head,
        number * queries.tokens * keys.tokens, scratch)
    }
    return (output, sums)
  }

  /// Writes the gradients with respect to queries, keys and values into blocks laid out as those.
  func differentiate(
    _ dOutput: Tensor, output: Tensor, sums: Tensor,
    into gradients: (queries: ColumnBlock, keys: ColumnBlock, values: ColumnBlock)
  ) {
    let (results, slopes) = (ColumnBlock(output, from: 0), ColumnBlock(dOutput, from: 0))
    unsafe forEachHead { batch, column, number, head, scratch in
      unsafe fk_attention_head_derivative(
        gradients.queries.destination(batch, column), gradients.keys.destination(batch, column),
        gradients.values.destination(batch, column), slopes.pointer(batch, column),
        results.pointer(batch, column), size, sums.pointer + 2 * number * queries.tokens,
        queries.pointer(batch, column), keys.pointer(batch, column), values.pointer(batch, column), head,
        number * queries.tokens * keys.tokens, scratch)
    }
  }
}
