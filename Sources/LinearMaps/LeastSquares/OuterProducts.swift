import Forecasting
import LeastSquares
import Tensors

/// Adds `v vᵀ` for the `width` values `v` before each of `rows`.
///
/// - Parameter moments: Shape `[width, width]`.
func addOuterProducts(
  ofRowsBefore rows: [Int], in values: [Double], to moments: inout [Double], width: Int
) {
  // As products of matrices of some rows at a time.
  let blockSize = 128
  for start in stride(from: 0, to: rows.count, by: blockSize) {
    let block = rows[start..<min(rows.count, start + blockSize)]
    let stacked = block.flatMap { values[$0 - width..<$0] }
    let product = transposedProduct(of: stacked, rows: block.count, columns: width)
    for index in moments.indices { moments[index] += product[index] }
  }
}
