import CKernels

/// A weight matrix made ready for products with many rows: packed for the kernels, with the sums of its rows.
///
/// Made once per pass and shared by all parts of a batch. A general matrix library packs both operands and clears the
/// result in each call, which for narrow results costs as much as the arithmetic.
public struct StackedWeight: Sendable {
  /// The matrix, `[outputSize, inputSize]`; the parameter that gradients refer to.
  public private(set) var matrix: Tensor
  let panels: Tensor
  let rowSums: Tensor

  /// - Parameter matrix: Shape `[outputSize, inputSize]`.
  public init(_ matrix: Tensor) {
    precondition(matrix.shape.count == 2, "StackedWeight: \(matrix.shape)")
    self.matrix = matrix
    let (outputSize, inputSize) = (matrix.shape[0], matrix.shape[1])
    let panelWidth = fk_panel_width()
    panels = Tensor(unfilled: [(outputSize + panelWidth - 1) / panelWidth, inputSize, panelWidth])
    rowSums = Tensor(unfilled: [outputSize])
    unsafe fk_pack_panels(panels.destination, matrix.pointer, outputSize, inputSize)
    unsafe fk_row_sums(rowSums.destination, matrix.pointer, outputSize, inputSize)
  }

  /// Lets `body` exchange the matrix for one of equal elements, watched or not; nothing is packed again.
  public mutating func rewatchMatrix(_ body: (inout Tensor) -> Void) {
    body(&matrix)
  }

  /// `x Wᵀ`, shape `[..., outputSize]`, without gradient.
  func product(with x: Tensor) -> Tensor {
    let y = Tensor(unfilled: x.shape.dropLast() + [matrix.shape[0]])
    unsafe fk_product_packed(
      y.destination, x.pointer, panels.pointer, x.rowCount, matrix.shape[0], matrix.shape[1])
    return y
  }
}
