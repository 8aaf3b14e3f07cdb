/// Calls `body` with ranges that together cover `0..<count`, on the threads of `Workers.current`.
///
/// For loops whose iterations do not depend on each other: where the ranges end differs with the number of threads and
/// must not show in the result.
///
/// - Parameter grain: Fewer iterations are not worth handing to another thread, which costs about half a microsecond.
/// - Parameter multiple: Ranges begin at multiples of this number.
package func inPieces(of count: Int, grain: Int, multiple: Int = 1, _ body: (Range<Int>) -> Void) {
  let workers = Workers.current
  // Several pieces a thread: one that is slowed down by another program leaves its last pieces to the others.
  let pieces = min(count / max(1, grain), 4 * workers.threadCount)
  guard pieces > 1, workers.threadCount > 1 else { return body(0..<count) }
  let units = (count + multiple - 1) / multiple
  workers.run(pieces) { piece in
    let (first, end) = (units * piece / pieces * multiple, units * (piece + 1) / pieces * multiple)
    body(min(count, first)..<min(count, end))
  }
}

/// Elements of a simple loop over memory that make a piece worth handing over: a microsecond or two.
package let elementGrain = 1 << 13

/// Calls `body` with ranges of rows, `columnCount` elements each, that begin at multiples of `multiple`; see
/// `inPieces(of:grain:multiple:_:)`.
package func inRowPieces(
  of rowCount: Int, columnCount: Int, multiple: Int = 1, _ body: (Range<Int>) -> Void
) {
  inPieces(of: rowCount, grain: max(1, elementGrain / max(1, columnCount)), multiple: multiple, body)
}

/// `0..<count` in blocks of `size`, for sums: unlike pieces they are the same whatever the number of threads, so that the
/// partial sums of the blocks, added in order, are the same too.
struct FixedBlocks {
  let count: Int
  let size: Int

  init(count: Int, size: Int) {
    (self.count, self.size) = (count, size)
  }

  /// Blocks of rows of `columnCount` elements that begin at multiples of `multiple`, some microseconds of work each.
  init(rowCount: Int, columnCount: Int, multiple: Int) {
    let rows = max(1, 2 * elementGrain / max(1, columnCount))
    self.init(count: rowCount, size: (rows + multiple - 1) / multiple * multiple)
  }

  /// Blocks of rows of `columnCount` elements for sums over the rows of each column: few, because each block has a row
  /// of sums of its own.
  init(columnSumsOver rowCount: Int, columnCount: Int) {
    let mostBlocks = 64
    self.init(
      count: rowCount,
      size: max(2 * elementGrain / max(1, columnCount), (rowCount + mostBlocks - 1) / mostBlocks, 1))
  }

  /// The blocks.
  var indices: Range<Int> { 0..<max(1, (count + size - 1) / size) }

  /// The elements of one block.
  subscript(block: Int) -> Range<Int> { min(count, block * size)..<min(count, (block + 1) * size) }

  /// Calls `body` with each block and its elements, on the threads of `Workers.current`.
  func forEach(_ body: (_ block: Int, _ elements: Range<Int>) -> Void) {
    let workers = Workers.current
    guard indices.count > 1, workers.threadCount > 1 else {
      for block in indices { body(block, self[block]) }
      return
    }
    workers.run(indices.count) { body($0, self[$0]) }
  }

  /// The sum of `term` over all blocks.
  func sum(_ term: (Range<Int>) -> Double) -> Double {
    if indices.count == 1 { return term(self[0]) }
    return Workers.current.values(count: indices.count) { term(self[$0]) }.reduce(0, +)
  }
}
