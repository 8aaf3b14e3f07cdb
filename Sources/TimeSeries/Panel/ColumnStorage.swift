import CTableReader

/// Columns of numbers, in one block of their own or where the reader left them, written once and then only read.
///
/// `@unchecked Sendable`: nothing writes to the columns after `init`, so all threads may read it.
@safe final class ColumnStorage<Number: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let rowCount: Int
  /// Where each column begins.
  private let starts: [UnsafeMutablePointer<Number>]
  /// The block to free, where it is the storage's own.
  private let block: UnsafeMutableRawPointer?
  /// What keeps borrowed columns alive.
  private let owner: (any Sendable)?

  var columnCount: Int { unsafe starts.count }

  /// Takes over a block of the table reader, `[column, row]`.
  init(adopting block: UnsafeMutableRawPointer, columnCount: Int, rowCount: Int) {
    let base = unsafe block.bindMemory(to: Number.self, capacity: columnCount * rowCount)
    unsafe starts = (0..<columnCount).map { unsafe base + $0 * rowCount }
    unsafe self.block = block
    owner = nil
    self.rowCount = rowCount
  }

  /// Allocates a block and has every column filled.
  convenience init(
    columnCount: Int, rowCount: Int, fill: (Int, inout MutableSpan<Number>) -> Void
  ) throws(DataError) {
    let size = columnCount * rowCount * MemoryLayout<Number>.stride
    let room = (size + MemoryLayout<Float>.stride - 1) / MemoryLayout<Float>.stride
    guard let block = unsafe table_allocate_values(room) else { throw .outOfMemory }
    unsafe block.withMemoryRebound(to: UInt8.self, capacity: size) {
      unsafe $0.initialize(repeating: 0, count: size)
    }
    unsafe self.init(
      adopting: UnsafeMutableRawPointer(block), columnCount: columnCount, rowCount: rowCount)
    for column in 0..<columnCount {
      let values = unsafe UnsafeMutableBufferPointer(start: starts[column], count: rowCount)
      var span = unsafe values.mutableSpan
      fill(column, &span)
    }
  }

  private init(borrowing starts: [UnsafeMutablePointer<Number>], rowCount: Int, owner: any Sendable) {
    unsafe self.starts = unsafe starts
    unsafe block = nil
    self.owner = owner
    self.rowCount = rowCount
  }

  /// Some rows of another storage: nothing is copied.
  convenience init(slicing whole: ColumnStorage, rows: Range<Int>) {
    precondition(rows.upperBound <= whole.rowCount, "rows \(rows) of \(whole.rowCount)")
    unsafe self.init(
      borrowing: whole.starts.map { unsafe $0 + rows.lowerBound }, rowCount: rows.count, owner: whole)
  }

  deinit {
    if let block = unsafe block { unsafe table_free_values(block.assumingMemoryBound(to: Float.self)) }
  }

  /// Lends a column.
  func withColumn<Result, Failure: Error>(
    _ column: Int, _ body: (Span<Number>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(column >= 0 && column < columnCount, "column \(column) of \(columnCount)")
    let values = unsafe UnsafeBufferPointer(start: starts[column], count: rowCount)
    return try body(unsafe values.span)
  }

  /// Copies a stretch of a column to `destination`, which must have room for it.
  @inline(__always)
  func copy(_ rows: Range<Int>, of column: Int, to destination: UnsafeMutablePointer<Number>) {
    precondition(
      column >= 0 && column < columnCount && rows.lowerBound >= 0 && rows.upperBound <= rowCount)
    unsafe destination.update(from: starts[column] + rows.lowerBound, count: rows.count)
  }
}

extension ColumnStorage where Number == Double {
  /// Columns of a table where the reader left them: nothing is copied.
  convenience init(borrowing fields: [Int], of table: Table) {
    unsafe self.init(
      borrowing: fields.map { unsafe UnsafeMutablePointer(mutating: table.handle.numbers($0)) },
      rowCount: table.rowCount, owner: table.handle)
  }
}
