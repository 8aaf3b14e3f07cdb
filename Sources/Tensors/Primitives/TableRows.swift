import CKernels

/// Rows of a table, such as the vectors of tokens: `y[i, :] = table[indices[i], :]`.
///
/// ```swift
/// let vectors = Tensor(shape: [2, 2], values: [1, 2, 3, 4])
/// print(tableRows(vectors, at: [1, 1, 0]).values)  // 3, 4, 3, 4, 1, 2
/// ```
///
/// - Parameter table: Shape `[row, size]`.
/// - Parameter indices: Rows in any order, each as often as it is wanted.
/// - Returns: Shape `[indices.count, size]`.
public func tableRows(_ table: Tensor, at indices: [Int]) -> Tensor {
  precondition(
    table.shape.count == 2 && indices.allSatisfy { (0..<table.shape[0]).contains($0) },
    "tableRows: rows \(indices.min() ?? 0) … \(indices.max() ?? 0) of \(table.shape)")
  let (shape, size) = (table.shape, table.columnCount)
  let y = Tensor(unfilled: [indices.count, size])
  inRowPieces(of: indices.count, columnCount: size) { part in
    for position in part {
      unsafe (y.destination + position * size).update(
        from: table.pointer + indices[position] * size, count: size)
    }
  }
  return y.recording("tableRows", [table]) { gradient in
    let sums = Tensor(shape: shape, filledWith: 0)
    // One after another: several positions may have the same row.
    for (position, row) in indices.enumerated() {
      unsafe fk_axpy(sums.destination + row * size, gradient.pointer + position * size, 1, size)
    }
    return [sums]
  }
}
