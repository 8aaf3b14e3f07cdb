import CKernels

/// `(γ z + β) Wᵀ + b` without ever forming `γ z + β`, for a gain γ and an offset β of each channel.
///
/// The product `z Wᵀ` is formed once; gain and offset are applied to it, `γ (z Wᵀ) + β (W 1) + b`, and their
/// derivatives come from it: `dγ = Σ dy · (z Wᵀ)`, `dβ = Σ dy · (W 1)`. With the width of `z` much larger than that of
/// the result this saves one of three products of the backward pass, and the memory for `γ z + β` and its gradient.
///
/// - Parameter z: Shape `[batch, channel, inputSize]`.
/// - Parameter affine: γ and β of each channel; nil for 1 and 0.
/// - Parameter bias: Shape `[outputSize]`.
/// - Returns: Shape `[batch, channel, outputSize]`.
public func linear(_ z: Tensor, affine: ChannelAffine?, weight: StackedWeight, bias: Tensor) -> Tensor {
  precondition(
    z.shape.count == 3 && z.shape[2] == weight.inputSize && bias.shape == [weight.outputSize]
      && (affine.map { $0.gain.count == z.shape[1] } ?? true),
    "linear: \(z.shape) by \(weight.parts.map(\.shape))")
  let affine = affine ?? .identity(channelCount: z.shape[1])
  let product = weight.product(with: z)
  let y = Tensor(unfilled: product.shape)
  inRowPieces(of: y.rowCount, columnCount: y.columnCount, multiple: z.shape[1]) { rows in
    let element = rows.lowerBound * y.columnCount
    unsafe fk_map_affine(
      y.destination + element, product.pointer + element, affine.gain.pointer, affine.offset.pointer,
      weight.rowSums.pointer, bias.pointer, z.shape[1], rows.count, y.columnCount)
  }
  let needsZ = z.isWatched
  let (z0, weight0, affine0) = (z.detached(), weight.detached(), affine.detached())
  return y.recording([z, affine.gain, affine.offset, bias] + weight.parts) { gradient in
    let slopes = AffineSlopes(gradient, product, weight0.rowSums, affine0)
    return [
      needsZ ? weight0.inputGradient(slopes.scaled) : nil, slopes.gain, slopes.offset, rowSum(gradient),
    ]
      + weight0.gradients(slopes.scaled, input: z0, startingFrom: slopes.offsetSums)
  }
}

/// The parts of the derivative of `linear(_:affine:weight:bias:)`.
private struct AffineSlopes {
  /// `γ dy`
  let scaled: Tensor
  /// `Σ β dy` over all rows, shape `[outputSize]`.
  let offsetSums: Tensor
  let gain: Tensor
  let offset: Tensor

  init(_ dy: Tensor, _ product: Tensor, _ rowSums: Tensor, _ affine: ChannelAffine) {
    let (columns, channels) = (dy.columnCount, affine.gain.count)
    let blocks = FixedBlocks(rowCount: dy.rowCount, columnCount: columns, multiple: channels)
    let scaled = Tensor(unfilled: dy.shape)
    let sums = Tensor(unfilled: [blocks.indices.count, columns])
    let gains = Tensor(unfilled: [blocks.indices.count, channels])
    let offsets = Tensor(unfilled: [blocks.indices.count, channels])
    blocks.forEach { block, rows in
      let element = rows.lowerBound * columns
      unsafe fk_map_affine_derivative(
        scaled.destination + element, sums.destination + block * columns,
        gains.destination + block * channels, offsets.destination + block * channels, dy.pointer + element,
        product.pointer + element, affine.gain.pointer, affine.offset.pointer, rowSums.pointer, channels,
        rows.count, columns)
    }
    self.scaled = scaled
    (offsetSums, gain, offset) = (rowSum(sums), rowSum(gains), rowSum(offsets))
  }
}
