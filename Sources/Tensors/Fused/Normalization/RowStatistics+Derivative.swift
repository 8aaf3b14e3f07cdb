import CKernels

// Statistics through which derivatives go. Training never needs that, because windows are data; derivatives with respect
// to the windows do.

extension RowStatistics {
  /// Mean and `√(biased variance + epsilon)` of each row of `x`; the derivative with respect to `x` goes through both.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, channel, time]`; a row is one channel of one window.
  ///   - observed: 1 for values that count and 0 for others, shape of `x`; nil if all count. A row without any counts as
  ///     a whole.
  public init(through x: Tensor, observed: Tensor? = nil, epsilon: Float) {
    let x0 = x.detached()
    let constant = RowStatistics(of: x0, observed: observed, epsilon: epsilon, subtractingLast: false)
    let counted = observed.map(countingWhole)
    self.init(
      shift: constant.shift.recording("rowMean", [x]) { gradient in
        let none = Tensor(shape: gradient.shape, filledWith: 0)
        return [constant.inputGradient(x0, counted, shift: gradient, scale: none)]
      },
      scale: constant.scale.recording("rowDeviation", [x]) { gradient in
        let none = Tensor(shape: gradient.shape, filledWith: 0)
        return [constant.inputGradient(x0, counted, shift: none, scale: gradient)]
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

  /// `dx = (dshift + dscale z) / n` where a value counts and 0 elsewhere: both are means over the n that count.
  private func inputGradient(
    _ x: Tensor, _ counted: Tensor?, shift dShift: Tensor, scale dScale: Tensor
  ) -> Tensor {
    let shares =
      (counted.map { rowTotals($0).values } ?? Array(repeating: Float(x.columnCount), count: x.rowCount))
      .map { 1 / $0 }
    let share = Tensor(shape: dShift.shape, values: shares)
    let slopes = RowStatistics(shift: share * dShift, scale: share * dScale)
    let gradient = denormalized(normalized(x, by: self, affine: nil), by: slopes, affine: nil, tiny: 0)
    return counted.map { $0 * gradient } ?? gradient
  }
}

/// A mask with whole rows in place of those without any value that counts.
private func countingWhole(_ mask: Tensor) -> Tensor {
  var values = mask.values
  let width = mask.columnCount
  for (row, total) in rowTotals(mask).values.enumerated() where total == 0 {
    for index in row * width..<(row + 1) * width { values[index] = 1 }
  }
  return Tensor(shape: mask.shape, values: values)
}

/// The sum of each row, shape `[row]`.
private func rowTotals(_ a: Tensor) -> Tensor {
  let sums = Tensor(unfilled: [a.rowCount])
  unsafe fk_row_sums(sums.destination, a.pointer, a.rowCount, a.columnCount)
  return sums
}
