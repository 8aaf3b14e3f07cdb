import CKernels

/// A gain and an offset for each channel, both of shape `[channel]`.
public struct ChannelAffine: Sendable {
  let gain: Tensor
  let offset: Tensor

  /// - Parameter gain: Shape `[channel]`.
  /// - Parameter offset: Shape `[channel]`.
  public init(gain: Tensor, offset: Tensor) {
    precondition(
      gain.shape.count == 1 && gain.shape == offset.shape, "ChannelAffine: \(gain.shape), \(offset.shape)")
    (self.gain, self.offset) = (gain, offset)
  }

  /// Gain 1 and offset 0.
  static func identity(channelCount: Int) -> ChannelAffine {
    ChannelAffine(
      gain: Tensor(shape: [channelCount], filledWith: 1), offset: Tensor(shape: [channelCount], filledWith: 0)
    )
  }

  func detached() -> ChannelAffine {
    ChannelAffine(gain: gain.detached(), offset: offset.detached())
  }
}

/// What was taken out of the windows of a batch and the affine map of each channel, together the way back to their scale.
public struct WindowScaling: Sendable {
  /// Of each channel of each window.
  public let statistics: RowStatistics
  /// Gain and offset of each channel; nil for 1 and 0.
  public let affine: ChannelAffine?
  /// Keeps the division defined when a gain passes zero.
  public let tiny: Float

  /// - Parameter tiny: Added to each gain that is divided by.
  public init(_ statistics: RowStatistics, affine: ChannelAffine?, tiny: Float) {
    (self.statistics, self.affine, self.tiny) = (statistics, affine, tiny)
  }

  func detached() -> WindowScaling { WindowScaling(statistics, affine: affine?.detached(), tiny: tiny) }
}

/// `(x − shift) / scale · gain + offset`.
///
/// The statistics are constants of the derivative unless they were made by `RowStatistics.init(through:epsilon:)`.
///
/// - Parameter x: Shape `[batch, channel, time]`.
public func normalized(_ x: Tensor, by statistics: RowStatistics, affine: ChannelAffine?) -> Tensor {
  let channels = x.shape[1]
  let y = Tensor(unfilled: x.shape)
  inRowPieces(of: x.rowCount, columnCount: x.columnCount, multiple: channels) { rows in
    let (row, element) = (rows.lowerBound, rows.lowerBound * x.columnCount)
    unsafe fk_normalize_rows(
      y.destination + element, x.pointer + element, statistics.shift.pointer + row,
      statistics.scale.pointer + row, affine?.gain.pointer, affine?.offset.pointer, channels, rows.count,
      x.columnCount)
  }
  return recording("normalized", y, asNormalized: x, by: statistics, affine: affine)
}

/// `(x − shift) / scale` and the statistics it was made with, in one pass over memory.
///
/// - Parameters:
///   - x: Shape `[batch, channel, time]`.
///   - observed: 1 for values that the statistics count and 0 for others, shape of `x`; nil if all count.
public func standardized(
  _ x: Tensor, observed: Tensor? = nil, epsilon: Float, subtractingLast: Bool
) -> (standardized: Tensor, statistics: RowStatistics) {
  if let observed {
    let statistics = RowStatistics(
      of: x.detached(), observed: observed, epsilon: epsilon, subtractingLast: subtractingLast)
    return (normalized(x, by: statistics, affine: nil), statistics)
  }
  let y = Tensor(unfilled: x.shape)
  let statistics = RowStatistics(unfilled: x.rowCount)
  inRowPieces(of: x.rowCount, columnCount: x.columnCount) { rows in
    for row in rows {
      let (x0, shift) = unsafe (x.pointer + row * x.columnCount, statistics.shift.destination + row)
      let scale = unsafe statistics.scale.destination + row
      unsafe fk_row_statistics(shift, scale, x0, epsilon, subtractingLast ? 1 : 0, 1, x.columnCount)
      unsafe fk_normalize_rows(
        y.destination + row * x.columnCount, x0, shift, scale, nil, nil, 1, 1, x.columnCount)
    }
  }
  return (recording("standardized", y, asNormalized: x, by: statistics, affine: nil), statistics)
}

/// `y`, which was made from `x`, remembering the derivative.
private func recording(
  _ operation: Operation, _ y: Tensor, asNormalized x: Tensor, by statistics: RowStatistics,
  affine: ChannelAffine?
) -> Tensor {
  let (channels, needsX) = (x.shape[1], x.isWatched)
  let x0 = x.detached()
  let (needsShift, statistics0) = (statistics.isWatched(with: affine), statistics.detached())
  let affineInputs = affine.map { [$0.gain, $0.offset] } ?? [.nothing, .nothing]
  return y.recording(operation, [x] + affineInputs + [statistics.shift, statistics.scale]) { gradient in
    let results = NormalizationGradients(of: x0, isNeeded: needsX, affine)
    unsafe results.forEachBlock { dx, dGain, dOffset, rows in
      let (row, element) = (rows.lowerBound, rows.lowerBound * x0.columnCount)
      unsafe fk_normalize_rows_derivative(
        dx, dGain, dOffset, gradient.pointer + element, x0.pointer + element,
        statistics0.shift.pointer + row, statistics0.scale.pointer + row, affine?.gain.pointer, channels,
        rows.count, x0.columnCount)
    }
    return results.inOrder + (needsShift ? statistics0.gradientsOfNormalized(gradient, x0) : [])
  }
}

/// `(x − offset) / (gain + tiny) · scale + shift`, the way back from `normalized(_:by:affine:)`.
///
/// - Parameter x: Shape `[batch, channel, time]`, the channels and batch of the statistics.
/// - Parameter tiny: Keeps the division defined when a gain passes zero.
public func denormalized(
  _ x: Tensor, by statistics: RowStatistics, affine: ChannelAffine?, tiny: Float
) -> Tensor {
  precondition(
    x.rowCount == statistics.shift.count, "denormalized: \(x.shape) by \(statistics.shift.count) rows")
  let channels = x.shape[1]
  let y = Tensor(unfilled: x.shape)
  inRowPieces(of: x.rowCount, columnCount: x.columnCount, multiple: channels) { rows in
    let (row, element) = (rows.lowerBound, rows.lowerBound * x.columnCount)
    unsafe fk_denormalize_rows(
      y.destination + element, x.pointer + element, statistics.shift.pointer + row,
      statistics.scale.pointer + row, affine?.gain.pointer, affine?.offset.pointer, tiny, channels,
      rows.count, x.columnCount)
  }
  let needsX = x.isWatched
  let x0 = x.detached()
  let (needsShift, statistics0) = (statistics.isWatched(with: affine), statistics.detached())
  let affineInputs = affine.map { [$0.gain, $0.offset] } ?? [.nothing, .nothing]
  return y.recording("denormalized", [x] + affineInputs + [statistics.shift, statistics.scale]) { gradient in
    let results = NormalizationGradients(of: x0, isNeeded: needsX, affine)
    unsafe results.forEachBlock { dx, dGain, dOffset, rows in
      let (row, element) = (rows.lowerBound, rows.lowerBound * x0.columnCount)
      unsafe fk_denormalize_rows_derivative(
        dx, dGain, dOffset, gradient.pointer + element, x0.pointer + element,
        statistics0.scale.pointer + row, affine?.gain.pointer, affine?.offset.pointer, tiny, channels,
        rows.count, x0.columnCount)
    }
    return results.inOrder + (needsShift ? statistics0.gradientsOfDenormalized(gradient, x0) : [])
  }
}

/// The gradients of a normalisation, in either direction, with respect to its inputs, while they are being made.
private struct NormalizationGradients {
  private let x: Tensor?
  /// One row per block of rows; their sums are the gradients.
  private let gains: Tensor?
  private let offsets: Tensor?
  private let blocks: FixedBlocks
  private let columnCount: Int

  init(of input: Tensor, isNeeded: Bool, _ affine: ChannelAffine?) {
    let blocks = FixedBlocks(
      rowCount: input.rowCount, columnCount: input.columnCount, multiple: input.shape[1])
    func partialSums() -> Tensor? {
      affine.map { Tensor(unfilled: [blocks.indices.count, $0.gain.count]) }
    }
    (self.blocks, columnCount) = (blocks, input.columnCount)
    x = isNeeded ? Tensor(unfilled: input.shape) : nil
    (gains, offsets) = (partialSums(), partialSums())
  }

  /// Calls `body` with where the gradients of some rows go, and the rows.
  func forEachBlock(
    _ body: (
      _ x: UnsafeMutablePointer<Float>?, _ gain: UnsafeMutablePointer<Float>?,
      _ offset: UnsafeMutablePointer<Float>?, _ rows: Range<Int>
    ) -> Void
  ) {
    blocks.forEach { block, rows in
      unsafe body(
        x.map { unsafe $0.destination + rows.lowerBound * columnCount },
        gains.map { unsafe $0.destination + block * $0.columnCount },
        offsets.map { unsafe $0.destination + block * $0.columnCount }, rows)
    }
  }

  var inOrder: [Tensor?] { [x, gains.map(rowSum), offsets.map(rowSum)] }
}
