import CKernels

/// How improbable the right classes are: `−ln softmax(scores)[class]`, summed over all rows and divided by `rowCount`,
/// shape `[]`.
///
/// Sums are accumulated in double precision. A part of a batch divides by the rows of the whole batch.
///
/// - Parameter scores: Shape `[..., class]`.
/// - Parameter classes: The class of each row as a whole number, one below 0 where there is none: such a row adds nothing.
///   Shape `[...]`; carries no gradient.
public func crossEntropy(_ scores: Tensor, _ classes: Tensor, dividingBy rowCount: Int) -> Tensor {
  let columns = scores.columnCount
  precondition(
    scores.shape.dropLast() == classes.shape[...] && classes.values.allSatisfy { $0 < Float(columns) },
    "crossEntropy: scores \(scores.shape), classes \(classes.shape) up to \(classes.values.max() ?? 0)")
  let wanted = classes.values.map { Int($0) }
  let (scores0, shares) = (scores.detached(), softmax(scores.detached()))
  let blocks = FixedBlocks(rowCount: wanted.count, columnCount: columns, multiple: 1)
  let total = blocks.sum { rows in
    rows.reduce(0.0) { sum, row in
      guard wanted[row] >= 0 else { return sum }
      let (x, share) = unsafe (scores0.pointer + row * columns, shares.pointer + row * columns)
      // The largest share is no less than one by the number of classes: it has a logarithm where others have vanished.
      let top = (1..<columns).reduce(0) { unsafe x[$1] > x[$0] ? $1 : $0 }
      return unsafe sum + Double(x[top]) - Double(x[wanted[row]]) - naturalLogarithm(Double(share[top]))
    }
  }
  return Tensor(Float(total / Double(rowCount))).recording("crossEntropy", [scores]) { gradient in
    let factor = gradient.scalar / Float(rowCount)
    let dx = Tensor(unfilled: shares.shape)
    inRowPieces(of: wanted.count, columnCount: columns) { rows in
      for row in rows {
        let (to, from) = unsafe (dx.destination + row * columns, shares.pointer + row * columns)
        let known: Float = wanted[row] >= 0 ? factor : 0
        for column in 0..<columns { unsafe to[column] = known * from[column] }
        if wanted[row] >= 0 { unsafe to[wanted[row]] -= factor }
      }
    }
    return [dx]
  }
}
