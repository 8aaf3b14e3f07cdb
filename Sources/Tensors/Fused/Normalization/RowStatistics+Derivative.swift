import CKernels

// Statistics through which derivatives go. Training never needs that, because windows are data; derivatives with respect
// to the windows do.

extension RowStatistics {
  /// Mean and `√(biased variance + epsilon)` of each row of `x`; the derivative with respect to `x` goes through both.
  ///
  /// - Parameter x: Shape `[batch, channel, time]`; a row is one channel of one window.
  public init(through x: Tensor, epsilon: Float) {
    let x0 = x.detached()
    let constant = RowStatistics(of: x0, epsilon: epsilon, subtractingLast: false)
    self.init(
      shift: constant.shift.recording("rowMean", [x]) { gradient in
        [constant.inputGradient(x0, shift: gradient, scale: Tensor(shape: gradient.shape, filledWith: 0))]
      },
      scale: constant.scale.recording("rowDeviation", [x]) { gradient in
        [constant.inputGradient(x0, shift: Tensor(shape: gradient.shape, filledWith: 0), scale: gradient)]
      })
  }

  /// Whether derivatives with respect to the statistics are asked for.
  ///
  /// - Precondition: Then there is no gain or offset.
  func isWatched(with affine: ChannelAffine?) -> Bool {
    let isWatched = shift.isWatched || scale.isWatched
    precondition(!isWatched || affine == nil, "RowStatistics: a derivative beside a gain")
    return isWatched
  }

  func detached() -> RowStatistics {
    RowStatistics(shift: shift.detached(), scale: scale.detached())
  }

  /// `dshift = −Σ dy / scale` and `dscale = −Σ dy z / scale` for `z = (x − shift) / scale`.
  func gradientsOfNormalized(_ dy: Tensor, _ x: Tensor) -> [Tensor] {
    let z = normalized(x, by: self, affine: nil)
    let inverse = Tensor(shape: scale.shape, values: scale.values.map { -1 / $0 })
    return [rowTotals(dy) * inverse, rowTotals(dy * z) * inverse]
  }

  /// `dshift = Σ dy` and `dscale = Σ dy x` for `y = x scale + shift`.
  func gradientsOfDenormalized(_ dy: Tensor, _ x: Tensor) -> [Tensor] {
    [rowTotals(dy), rowTotals(dy * x)]
  }

  /// `dx = (dshift + dscale z) / n`: both are means over the n elements of a row.
  private func inputGradient(_ x: Tensor, shift dShift: Tensor, scale dScale: Tensor) -> Tensor {
    let share = 1 / Float(x.columnCount)
    let slopes = RowStatistics(shift: share * dShift, scale: share * dScale)
    return denormalized(normalized(x, by: self, affine: nil), by: slopes, affine: nil, tiny: 0)
  }
}

/// The sum of each row, shape `[row]`.
private func rowTotals(_ a: Tensor) -> Tensor {
  let sums = Tensor(unfilled: [a.rowCount])
  unsafe fk_row_sums(sums.destination, a.pointer, a.rowCount, a.columnCount)
  return sums
}
