import CKernels

// Attention in two steps, for models that carry scores from one layer to the next.

/// The scores of attention in several heads, with those of the layer before added:
/// `Q Kᵀ / √headSize + previous` (He et al. 2021, https://arxiv.org/abs/2012.11747).
///
/// - Parameter packed: Shape `[batch, token, 3 · size]`: query ‖ key ‖ value; a head is a block of columns.
/// - Parameter previous: Shape `[batch, head, token, token]`; nil in the first layer.
/// - Returns: Shape `[batch, head, token, token]`.
public func residualScores(_ packed: Tensor, headCount: Int, adding previous: Tensor?) -> Tensor {
  let blocks = HeadBlocks(packed.shape, headCount: headCount)
  precondition(
    previous.map { $0.shape == blocks.scoreShape } ?? true,
    "residualScores: \(previous?.shape ?? []) for \(blocks.scoreShape)")
  let scores = Tensor(unfilled: blocks.scoreShape)
  let factor = 1 / Float(blocks.headSize).squareRoot()
  blocks.forEachHead { number, first in
    let to = unsafe scores.destination + number * blocks.squareSize
    unsafe multiply(
      blocks.part(0, of: packed, first), blocks.part(1, of: packed, first, isTransposed: true), into: to,
      cStride: blocks.tokens, sizes: blocks.scoreSizes)
    unsafe fk_scale(to, to, factor, blocks.squareSize)
    if let previous {
      unsafe fk_axpy(to, previous.pointer + number * blocks.squareSize, 1, blocks.squareSize)
    }
  }
  let packed0 = packed.detached()
  return scores.recording(
    Operation("residualScores", [("headCount", .count(headCount))]), [packed] + (previous.map { [$0] } ?? [])
  ) { gradient in
    let dPacked = Tensor(shape: packed0.shape, filledWith: 0)
    let scaled = factor * gradient
    blocks.forEachHead { number, first in
      let slope = unsafe scaled.pointer + number * blocks.squareSize
      unsafe multiply(
        MatrixOperand(pointer: slope, stride: blocks.tokens), blocks.part(1, of: packed0, first),
        into: dPacked.destination + first, cStride: blocks.width, sizes: blocks.valueSizes)
      unsafe multiply(
        MatrixOperand(pointer: slope, stride: blocks.tokens, isTransposed: true),
        blocks.part(0, of: packed0, first), into: dPacked.destination + first + blocks.size,
        cStride: blocks.width, sizes: blocks.valueSizes)
    }
    return [dPacked, gradient]
  }
}

/// `dropped(softmax(scores)) V` in several heads.
///
/// - Parameter scores: Shape `[batch, head, token, token]`.
/// - Parameter packed: Shape `[batch, token, 3 · size]`: query ‖ key ‖ value, of which only the last is read.
/// - Returns: Shape `[batch, token, size]`: the heads' results side by side.
public func mixingValues(of packed: Tensor, by scores: Tensor, dropping mask: DropoutMask? = nil) -> Tensor {
  let blocks = HeadBlocks(packed.shape, headCount: scores.shape[1])
  let weights = dropout(softmax(scores), mask)
  let output = Tensor(unfilled: [packed.shape[0], blocks.tokens, blocks.size])
  blocks.forEachHead { number, first in
    unsafe multiply(
      MatrixOperand(pointer: weights.pointer + number * blocks.squareSize, stride: blocks.tokens),
      blocks.part(2, of: packed, first), into: output.destination + blocks.outputOffset(number),
      cStride: blocks.size, sizes: blocks.valueSizes)
  }
  let (packed0, weights0) = (packed.detached(), weights.detached())
  return output.recording("mixingValues", [packed, weights]) { gradient in
    let dPacked = Tensor(shape: packed0.shape, filledWith: 0)
    let dWeights = Tensor(unfilled: weights0.shape)
    blocks.forEachHead { number, first in
      let slope = unsafe MatrixOperand(
        pointer: gradient.pointer + blocks.outputOffset(number), stride: blocks.size)
      unsafe multiply(
        MatrixOperand(
          pointer: weights0.pointer + number * blocks.squareSize, stride: blocks.tokens, isTransposed: true),
        slope, into: dPacked.destination + first + 2 * blocks.size, cStride: blocks.width,
        sizes: blocks.valueSizes)
      unsafe multiply(
        slope, blocks.part(2, of: packed0, first, isTransposed: true),
        into: dWeights.destination + number * blocks.squareSize, cStride: blocks.tokens,
        sizes: blocks.scoreSizes)
    }
    return [dPacked, dWeights]
  }
}

/// Where the heads of packed queries, keys and values are.
private struct HeadBlocks: Sendable {
  let batch: Int, tokens: Int, width: Int, heads: Int

  init(_ packed: [Int], headCount: Int) {
    precondition(
      packed.count == 3 && packed[2].isMultiple(of: 3 * headCount), "heads: \(headCount) of \(packed)")
    (batch, tokens, width, heads) = (packed[0], packed[1], packed[2], headCount)
  }

  var size: Int { width / 3 }
  var headSize: Int { size / heads }
  var squareSize: Int { tokens * tokens }
  var scoreShape: [Int] { [batch, heads, tokens, tokens] }
  var scoreSizes: ProductSizes { ProductSizes(m: tokens, n: tokens, k: headSize) }
  var valueSizes: ProductSizes { ProductSizes(m: tokens, n: headSize, k: tokens) }

  /// Where a head's results begin among those of all windows.
  func outputOffset(_ number: Int) -> Int {
    number / heads * tokens * size + number % heads * headSize
  }

  /// Queries (0), keys (1) or values (2) of the head whose queries begin at `first`.
  func part(_ index: Int, of packed: Tensor, _ first: Int, isTransposed: Bool = false) -> MatrixOperand {
    unsafe MatrixOperand(
      pointer: packed.pointer + first + index * size, stride: width, isTransposed: isTransposed)
  }

  /// Calls `body` with the number of each head of each window and where its queries begin.
  func forEachHead(_ body: (_ number: Int, _ first: Int) -> Void) {
    inPieces(of: batch * heads, grain: max(1, 8 * elementGrain / max(1, squareSize * headSize))) { numbers in
      for number in numbers { body(number, number / heads * tokens * width + number % heads * headSize) }
    }
  }
}
