import CKernels

/// What was taken out of each row by `normalized(_:by:gain:offset:)` and is put back afterwards.
public struct RowStatistics: Sendable {
  /// Subtracted from each row, shape `[row]`.
  public let shift: Tensor
  /// Each row is divided by this, shape `[row]`.
  public let scale: Tensor

  /// Mean (or last value) and `sqrt(biased variance + epsilon)` of each row of `x`, without gradient.
  ///
  /// - Parameter x: Shape `[batch, channel, time]`; a row is one channel of one window.
  public init(of x: Tensor, epsilon: Float, subtractingLast: Bool) {
    shift = Tensor(unfilled: [x.rowCount])
    scale = Tensor(unfilled: [x.rowCount])
    unsafe fk_row_statistics(
      shift.destination, scale.destination, x.pointer, epsilon, subtractingLast ? 1 : 0, x.rowCount,
      x.columnCount)
  }
}

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

/// `(x − shift) / scale · gain + offset`; the statistics are constants of the derivative.
///
/// - Parameter x: Shape `[batch, channel, time]`.
public func normalized(_ x: Tensor, by statistics: RowStatistics, affine: ChannelAffine?) -> Tensor {
  let channels = x.shape[1]
  let y = Tensor(unfilled: x.shape)
  unsafe fk_normalize_rows(
    y.destination, x.pointer, statistics.shift.pointer, statistics.scale.pointer, affine?.gain.pointer,
    affine?.offset.pointer, channels, x.rowCount, x.columnCount)
  let needsX = x.isWatched
  let x0 = x.detached()
  return y.recording([x] + (affine.map { [$0.gain, $0.offset] } ?? [])) { gradient in
    let results = NormalizationGradients(of: x0, isNeeded: needsX, affine)
    unsafe fk_normalize_rows_derivative(
      results.x?.destination, results.gain?.destination, results.offset?.destination, gradient.pointer,
      x0.pointer,
      statistics.shift.pointer, statistics.scale.pointer, affine?.gain.pointer, channels, x0.rowCount,
      x0.columnCount)
    return results.inOrder
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
  unsafe fk_denormalize_rows(
    y.destination, x.pointer, statistics.shift.pointer, statistics.scale.pointer, affine?.gain.pointer,
    affine?.offset.pointer, tiny, channels, x.rowCount, x.columnCount)
  let needsX = x.isWatched
  let x0 = x.detached()
  return y.recording([x] + (affine.map { [$0.gain, $0.offset] } ?? [])) { gradient in
    let results = NormalizationGradients(of: x0, isNeeded: needsX, affine)
    unsafe fk_denormalize_rows_derivative(
      results.x?.destination, results.gain?.destination, results.offset?.destination, gradient.pointer,
      x0.pointer,
      statistics.scale.pointer, affine?.gain.pointer, affine?.offset.pointer, tiny, channels, x0.rowCount,
      x0.columnCount)
    return results.inOrder
  }
}

/// Room for the gradients of a normalisation, in either direction, with respect to its inputs.
private struct NormalizationGradients {
  let x: Tensor?
  let gain: Tensor?
  let offset: Tensor?

  init(of input: Tensor, isNeeded: Bool, _ affine: ChannelAffine?) {
    x = isNeeded ? Tensor(unfilled: input.shape) : nil
    gain = affine.map { Tensor(unfilled: $0.gain.shape) }
    offset = affine.map { Tensor(unfilled: $0.offset.shape) }
  }

  var inOrder: [Tensor?] { [x, gain, offset] }
}
