/// The elements of several tensors in blocks, so that one loop over all of them is one job for the threads.
///
/// The blocks depend on the sizes only, never on the number of threads: sums of blocks, added in order, are the same
/// everywhere.
struct TensorBlocks {
  private struct Block {
    let tensor: Int
    let elements: Range<Int>
  }

  private let blocks: [Block]

  init(of tensors: [Tensor]) {
    blocks = tensors.indices.flatMap { index in
      let parts = FixedBlocks(count: tensors[index].count, size: elementGrain)
      return parts.indices.map { Block(tensor: index, elements: parts[$0]) }
    }
  }

  /// Calls `body` with each block, as the index of its tensor and the elements within it.
  func forEach(_ body: (_ tensor: Int, _ elements: Range<Int>) -> Void) {
    Workers.current.run(blocks.count) { body(blocks[$0].tensor, blocks[$0].elements) }
  }

  /// The sum of `term` over all blocks.
  func sum(_ term: (_ tensor: Int, _ elements: Range<Int>) -> Double) -> Double {
    Workers.current.values(count: blocks.count) { term(blocks[$0].tensor, blocks[$0].elements) }
      .reduce(0, +)
  }
}
