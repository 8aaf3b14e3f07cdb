import CKernels

/// Each row brought to mean 0 and mean square 1, then scaled and shifted: `(x − μ) / √(σ² + ε) · gain + bias`.
///
/// μ and σ² are mean and biased variance over the last axis and are differentiated through (Ba et al. 2016,
/// https://arxiv.org/abs/1607.06450).
///
/// - Parameter x: Shape `[..., size]`.
/// - Parameter gain: Shape `[size]`.
/// - Parameter bias: Shape `[size]`.
public func layerNorm(_ x: Tensor, gain: Tensor, bias: Tensor, epsilon: Float = 1e-5) -> Tensor {
  normalizedRows(x, gain: gain, bias: bias, epsilon: epsilon)
}

/// Each row brought to mean square 1, then scaled: `x / √(mean x² + ε) · gain` (Zhang and Sennrich 2019,
/// https://arxiv.org/abs/1910.07467).
///
/// - Parameter x: Shape `[..., size]`.
/// - Parameter gain: Shape `[size]`.
public func rmsNorm(_ x: Tensor, gain: Tensor, epsilon: Float = 1e-6) -> Tensor {
  normalizedRows(x, gain: gain, bias: nil, epsilon: epsilon)
}

/// Layer norm with a bias, root-mean-square norm without.
private func normalizedRows(_ x: Tensor, gain: Tensor, bias: Tensor?, epsilon: Float) -> Tensor {
  let columns = x.columnCount
  precondition(
    gain.shape == [columns] && (bias.map { $0.shape == [columns] } ?? true),
    "normalisation of \(x.shape): gain \(gain.shape), bias \(bias?.shape ?? [])")
  let centers: Int32 = bias == nil ? 0 : 1
  let (y, means) = (Tensor(unfilled: x.shape), Tensor(unfilled: [x.rowCount]))
  let inverses = Tensor(unfilled: [x.rowCount])
  inRowPieces(of: x.rowCount, columnCount: columns) { rows in
    let (row, element) = (rows.lowerBound, rows.lowerBound * columns)
    unsafe fk_layer_norm(
      y.destination + element, means.destination + row, inverses.destination + row, x.pointer + element,
      gain.pointer, bias?.pointer, epsilon, centers, rows.count, columns)
  }
  let (x0, gain0) = (x.detached(), gain.detached())
  return y.recording(
    Operation(bias == nil ? "rmsNorm" : "layerNorm", [("epsilon", .number(epsilon))]),
    [x, gain, bias ?? .nothing]
  ) { dy in
    let blocks = FixedBlocks(columnSumsOver: x0.rowCount, columnCount: columns)
    let dx = Tensor(unfilled: x0.shape)
    let sums = [0, 1].map { _ in Tensor(unfilled: [blocks.indices.count, columns]) }
    blocks.forEach { block, rows in
      let (row, element) = (rows.lowerBound, rows.lowerBound * columns)
      unsafe fk_layer_norm_derivative(
        dx.destination + element, sums[0].destination + block * columns,
        sums[1].destination + block * columns, dy.pointer + element, x0.pointer + element,
        means.pointer + row, inverses.pointer + row, gain0.pointer, centers, rows.count, columns)
    }
    return [dx] + sums.map(blockSum)
  }
}
