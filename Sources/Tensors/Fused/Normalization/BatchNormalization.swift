import CKernels

/// Mean and biased variance of each column over all rows.
public struct ColumnStatistics: Sendable {
  /// Shape `[column]`.
  public let mean: Tensor
  /// Shape `[column]`.
  public let variance: Tensor

  /// Known statistics.
  public init(mean: Tensor, variance: Tensor) {
    precondition(mean.shape == variance.shape, "ColumnStatistics: \(mean.shape), \(variance.shape)")
    (self.mean, self.variance) = (mean, variance)
  }

  /// - Parameter x: Shape `[..., column]`; carries no gradient here.
  public init(of x: Tensor) {
    let (columns, inverse) = (x.columnCount, 1 / Float(x.rowCount))
    let mean = inverse * rowSum(x.detached())
    let squares = unsafe sumOverRowBlocks(rowCount: x.rowCount, columnCount: columns) { sums, rows in
      unsafe fk_column_squares(
        sums, x.pointer + rows.lowerBound * columns, mean.pointer, rows.count, columns)
    }
    (self.mean, variance) = (mean, inverse * squares)
  }
}

/// `(x − mean) / √(variance + ε) · gain + offset`, column by column.
///
/// - Parameter x: Shape `[..., column]`.
/// - Parameter known: Statistics that are constants of the derivative; nil for those of `x` itself, through which the
///   derivative then goes.
/// - Parameter gain: Shape `[column]`.
/// - Parameter offset: Shape `[column]`.
/// - Returns: The normalised columns, same shape, and the statistics used.
public func batchNormalized(
  _ x: Tensor, by known: ColumnStatistics?, epsilon: Float, gain: Tensor, offset: Tensor
) -> (normalized: Tensor, statistics: ColumnStatistics) {
  precondition(
    gain.shape == [x.columnCount] && offset.shape == gain.shape,
    "batchNormalized: input \(x.shape), gain \(gain.shape)")
  let statistics = known ?? ColumnStatistics(of: x)
  let columns = x.columnCount
  let deviations = statistics.variance.values.map { ($0 + epsilon).squareRoot() }
  let inverse = Tensor(shape: [columns], values: deviations.map { 1 / $0 })
  let factor = inverse * gain.detached()
  let y = Tensor(unfilled: x.shape)
  inRowPieces(of: x.rowCount, columnCount: columns) { rows in
    let at = rows.lowerBound * columns
    unsafe fk_normalize_columns(
      y.destination + at, x.pointer + at, statistics.mean.pointer, factor.pointer, offset.pointer, rows.count,
      columns)
  }
  let slopes = BatchNormalizationSlopes(
    x: x.detached(), mean: statistics.mean, inverse: inverse, factor: factor, isOwn: known == nil,
    needsX: x.isWatched)
  let operation = Operation(
    "batchNormalized", [("epsilon", .number(epsilon)), ("usesOwnStatistics", .flag(known == nil))])
  return (y.recording(operation, [x, gain, offset]) { slopes.gradients(along: $0) }, statistics)
}

/// The derivative of `batchNormalized`.
private struct BatchNormalizationSlopes {
  let x: Tensor
  let mean: Tensor
  /// 1 / deviation
  let inverse: Tensor
  /// gain / deviation
  let factor: Tensor
  /// Whether mean and deviation are those of `x`.
  let isOwn: Bool
  let needsX: Bool

  func gradients(along dy: Tensor) -> [Tensor?] {
    let columns = x.columnCount
    // The sums of dy (x − mean) and of dy, side by side.
    let sums = unsafe sumOverRowBlocks(rowCount: x.rowCount, columnCount: columns, resultCount: 2) {
      sums, rows in
      let at = rows.lowerBound * columns
      unsafe fk_normalize_columns_sums(
        sums, sums + columns, dy.pointer + at, x.pointer + at, mean.pointer, rows.count, columns)
    }.reshaped(to: [2, columns])
    let dGain = sums.slices(0..<1).reshaped(to: [columns]) * inverse
    let dOffset = sums.slices(1..<2).reshaped(to: [columns])
    return [needsX ? inputGradient(dy, dGain, dOffset) : nil, dGain, dOffset]
  }

  private func inputGradient(_ dy: Tensor, _ dGain: Tensor, _ dOffset: Tensor) -> Tensor {
    let columns = x.columnCount
    let share: Float = isOwn ? 1 / Float(x.rowCount) : 0
    let slope = share * (factor * inverse * dGain)
    let shift = share * (factor * dOffset)
    let dx = Tensor(unfilled: x.shape)
    inRowPieces(of: x.rowCount, columnCount: columns) { rows in
      let at = rows.lowerBound * columns
      unsafe fk_normalize_columns_derivative(
        dx.destination + at, dy.pointer + at, x.pointer + at, mean.pointer, factor.pointer, slope.pointer,
        shift.pointer, rows.count, columns)
    }
    return dx
  }
}

/// The sum of what `body` writes for each of the fixed blocks of some rows: `resultCount` values per column.
private func sumOverRowBlocks(
  rowCount: Int, columnCount: Int, resultCount: Int = 1,
  _ body: (_ sums: UnsafeMutablePointer<Float>, _ rows: Range<Int>) -> Void
) -> Tensor {
  let blocks = FixedBlocks(columnSumsOver: rowCount, columnCount: columnCount)
  let sums = Tensor(unfilled: [blocks.indices.count, resultCount * columnCount])
  blocks.forEach { block, rows in
    unsafe body(sums.destination + block * resultCount * columnCount, rows)
  }
  return blockSum(sums)
}
