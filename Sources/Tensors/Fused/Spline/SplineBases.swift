import CKernels

/// Cubic B-splines at each input, by the Cox–de Boor recursion; zero outside the knots.
///
/// At most four of the bases of an input differ from zero, and only those are computed.
///
/// - Parameter x: Shape `[..., inputSize]`.
/// - Parameter knots: Rising, shape `[inputSize, basisCount + 4]`; carries no gradient.
/// - Returns: Shape `[..., inputSize, basisCount]`.
public func cubicSplineBases(_ x: Tensor, knots: Tensor) -> Tensor {
  precondition(
    knots.shape.count == 2 && x.shape.last == knots.shape[0] && knots.shape[1] > 4,
    "cubicSplineBases: input \(x.shape), knots \(knots.shape)")
  let (inputs, count) = (knots.shape[0], knots.shape[1] - 4)
  let padded = paddedKnots(knots)
  let bases = Tensor(unfilled: x.shape + [count])
  inRowPieces(of: x.rowCount, columnCount: 4 * inputs) { rows in
    unsafe fk_spline_bases(
      bases.destination + rows.lowerBound * inputs * count, x.pointer + rows.lowerBound * inputs,
      padded.pointer,
      rows.count, inputs, count)
  }
  let x0 = x.detached()
  return bases.recording(Operation("cubicSplineBases", [("basisCount", .count(count))]), [x]) { gradient in
    let dx = Tensor(unfilled: x0.shape)
    inRowPieces(of: x0.rowCount, columnCount: 4 * inputs) { rows in
      unsafe fk_spline_bases_derivative(
        dx.destination + rows.lowerBound * inputs, gradient.pointer + rows.lowerBound * inputs * count,
        x0.pointer + rows.lowerBound * inputs, padded.pointer, rows.count, inputs, count)
    }
    return [dx]
  }
}

/// The knots of all inputs side by side with three more at either end, shape `[knot, inputSize]`.
private func paddedKnots(_ knots: Tensor) -> Tensor {
  let (inputs, count) = (knots.shape[0], knots.shape[1])
  let values = knots.values
  var padded: [Float] = []
  padded.reserveCapacity(inputs * (count + 6))
  for input in 0..<inputs {
    let row = values[input * count..<(input + 1) * count]
    let (first, last) = (row[row.startIndex], row[row.endIndex - 1])
    let (before, after) = (row[row.startIndex + 1] - first, last - row[row.endIndex - 2])
    padded += (1...3).reversed().map { first - Float($0) * before } + row
    padded += (1...3).map { last + Float($0) * after }
  }
  return Tensor(shape: [inputs, count + 6], values: padded).transposed()
}
