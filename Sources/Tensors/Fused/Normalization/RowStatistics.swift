import CKernels

/// What was taken out of each row by `normalized(_:by:gain:offset:)` and is put back afterwards.
public struct RowStatistics: Sendable {
  /// Subtracted from each row, shape `[row]`.
  public let shift: Tensor
  /// Each row is divided by this, shape `[row]`.
  public let scale: Tensor

  /// Mean (or last value) and `sqrt(biased variance + epsilon)` of each row of `x`, without gradient.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, channel, time]`; a row is one channel of one window.
  ///   - observed: 1 for values that count and 0 for others, shape of `x`; nil if all count. A row without any counts as
  ///     a whole.
  public init(of x: Tensor, observed: Tensor? = nil, epsilon: Float, subtractingLast: Bool) {
    self.init(unfilled: x.rowCount)
    let (shift, scale) = (shift, scale)
    precondition(observed.map { $0.shape == x.shape } ?? true, "RowStatistics: a mask of another shape")
    inRowPieces(of: x.rowCount, columnCount: x.columnCount) { rows in
      guard let observed else {
        let first = rows.lowerBound
        return unsafe fk_row_statistics(
          shift.destination + first, scale.destination + first, x.pointer + first * x.columnCount, epsilon,
          subtractingLast ? 1 : 0, rows.count, x.columnCount)
      }
      var values = [Float](repeating: 0, count: x.columnCount)
      for row in rows {
        let start = row * x.columnCount
        let count = unsafe values.gather(x.pointer + start, where: observed.pointer + start)
        unsafe fk_row_statistics(
          shift.destination + row, scale.destination + row, values, epsilon, subtractingLast ? 1 : 0, 1, count
        )
      }
    }
  }
}

extension RowStatistics {
  /// Room for the statistics of `rowCount` rows.
  init(unfilled rowCount: Int) {
    (shift, scale) = (Tensor(unfilled: [rowCount]), Tensor(unfilled: [rowCount]))
  }

  /// Known statistics, one of each per row.
  init(shift: Tensor, scale: Tensor) {
    (self.shift, self.scale) = (shift, scale)
  }

  /// The last value of each row of `x` as its shift, and 1 as its scale, without gradient.
  ///
  /// - Parameter x: Shape `[batch, channel, time]`; a row is one channel of one window.
  public init(lastOf x: Tensor) {
    shift = repeatingLast(x, count: 1).reshaped(to: [x.rowCount])
    scale = Tensor(shape: [x.rowCount], filledWith: 1)
  }
}

extension [Float] {
  /// Moves the values whose mask is not 0 to the front, or all if there are none; the array has room for all.
  ///
  /// - Returns: How many there are.
  fileprivate mutating func gather(_ x: UnsafePointer<Float>, where mask: UnsafePointer<Float>) -> Int {
    var found = 0
    for index in indices where unsafe mask[index] != 0 {
      self[found] = unsafe x[index]
      found += 1
    }
    guard found == 0 else { return found }
    for index in indices { self[index] = unsafe x[index] }
    return count
  }
}
