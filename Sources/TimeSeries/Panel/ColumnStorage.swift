import CTableReader

/// Columns of numbers in one block, `[column, row]`, written once and then only read.
///
/// `@unchecked Sendable`: nothing writes to the block after `init`, so all threads may read it.
@safe final class ColumnStorage<Number: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let columnCount: Int
  let rowCount: Int
  private let base: UnsafeMutablePointer<Number>

  /// Takes over a block of the table reader.
  init(adopting block: UnsafeMutableRawPointer, columnCount: Int, rowCount: Int) {
    unsafe base = block.bindMemory(to: Number.self, capacity: columnCount * rowCount)
    self.columnCount = columnCount
    self.rowCount = rowCount
  }

  /// Allocates a block and has every column filled.
  convenience init(
    columnCount: Int, rowCount: Int, fill: (Int, inout MutableSpan<Number>) -> Void
  ) throws(DataError) {
    let size = columnCount * rowCount * MemoryLayout<Number>.stride
    let room = (size + MemoryLayout<Float>.stride - 1) / MemoryLayout<Float>.stride
    guard let block = unsafe table_allocate_values(room) else { throw .outOfMemory }
    unsafe UnsafeMutableRawPointer(block).initializeMemory(as: UInt8.self, repeating: 0, count: size)
    unsafe self.init(
      adopting: UnsafeMutableRawPointer(block), columnCount: columnCount, rowCount: rowCount)
    for column in 0..<columnCount {
      let values = unsafe UnsafeMutableBufferPointer(start: base + column * rowCount, count: rowCount)
      var span = unsafe values.mutableSpan
      fill(column, &span)
    }
  }

  deinit {
    unsafe table_free_values(UnsafeMutableRawPointer(base).assumingMemoryBound(to: Float.self))
  }

  /// Lends a column.
  func withColumn<Result, Failure: Error>(
    _ column: Int, _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
    let values = unsafe UnsafeBufferPointer(start: base + column * rowCount, count: rowCount)
    return try body(unsafe values.span)
  }

  /// Copies a stretch of a column to `destination`, which must have room for it.
  @inline(__always)
  func copy(_ rows: Range<Int>, of column: Int, to destination: UnsafeMutablePointer<Number>) {
    precondition(
      column >= 0 && column < columnCount && rows.lowerBound >= 0 && rows.upperBound <= rowCount)
    unsafe destination.update(from: base + column * rowCount + rows.lowerBound, count: rows.count)
  }
}

extension DataError {
  static let outOfMemory = DataError(
    .outOfMemory, "the data does not fit into memory", fix: "use a machine with more memory or fewer columns")
}
