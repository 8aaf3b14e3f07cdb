import CKernels

/// A matrix in double precision, as a part of an array: element (i, j) is `values[start + i rowStride + j columnStride]`.
public struct MatrixPart: Sendable {
  /// The array.
  public let values: [Double]
  /// Where the first element is.
  public let start: Int
  /// Distance between rows.
  public let rowStride: Int
  /// Distance between columns.
  public let columnStride: Int

  /// - Parameters:
  ///   - start: Where the first element is.
  ///   - rowStride: Distance between rows.
  ///   - columnStride: Distance between columns.
  public init(_ values: [Double], from start: Int = 0, rowStride: Int, columnStride: Int = 1) {
    (self.values, self.start, self.rowStride, self.columnStride) = (values, start, rowStride, columnStride)
  }

  /// The same matrix, transposed.
  public var transposed: MatrixPart {
    MatrixPart(values, from: start, rowStride: columnStride, columnStride: rowStride)
  }

  fileprivate func holds(_ rows: Int, _ columns: Int) -> Bool {
    rows == 0 || columns == 0
      || (start >= 0 && start + (rows - 1) * rowStride + (columns - 1) * columnStride < values.count)
  }
}

extension [Double] {
  /// Adds `factor · a b` to the matrix of `rows` × `columns` that lies in the array from `start` on.
  ///
  /// - Parameters:
  ///   - a: `rows` × `depth`.
  ///   - b: `depth` × `columns`.
  ///   - stride: Distance between the rows of the result.
  public mutating func addProduct(
    _ a: MatrixPart, _ b: MatrixPart, rows: Int, columns: Int, depth: Int, factor: Double = 1,
    from start: Int = 0, stride: Int
  ) {
    guard rows > 0, columns > 0, depth > 0 else { return }
    precondition(
      a.holds(rows, depth) && b.holds(depth, columns) && start >= 0
        && start + (rows - 1) * stride + columns <= count,
      "addProduct: \(rows) × \(depth) × \(columns)")
    unsafe withUnsafeMutableBufferPointer { result in
      unsafe a.values.withUnsafeBufferPointer { left in
        unsafe b.values.withUnsafeBufferPointer { right in
          unsafe fk_add_product(
            result.baseAddress.unsafelyUnwrapped + start, stride,
            left.baseAddress.unsafelyUnwrapped + a.start,
            a.rowStride, a.columnStride, right.baseAddress.unsafelyUnwrapped + b.start, b.rowStride,
            b.columnStride, rows, columns, depth, factor)
        }
      }
    }
  }
}
