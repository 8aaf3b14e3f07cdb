import CTableReader

/// Columns of float32 in one block, `[channel, row]`, written once and then only read.
///
/// `@unchecked Sendable`: nothing writes to the block after `init`, so all threads may read it.
@safe final class SeriesStorage: @unchecked Sendable {
  let channelCount: Int
  let rowCount: Int
  private let base: UnsafeMutablePointer<Float>

  /// Takes over a block of the table reader.
  init(adopting base: UnsafeMutablePointer<Float>, channelCount: Int, rowCount: Int) {
    unsafe self.base = base
    self.channelCount = channelCount
    self.rowCount = rowCount
  }

  /// Allocates a block and has every column filled.
  init(channelCount: Int, rowCount: Int, fill: (Int, inout MutableSpan<Float>) -> Void) throws(DataError) {
    guard let base = unsafe table_allocate_values(channelCount * rowCount) else { throw .outOfMemory }
    unsafe base.initialize(repeating: 0, count: channelCount * rowCount)
    unsafe self.base = base
    self.channelCount = channelCount
    self.rowCount = rowCount
    for channel in 0..<channelCount {
      let column = unsafe UnsafeMutableBufferPointer(start: base + channel * rowCount, count: rowCount)
      var span = unsafe column.mutableSpan
      fill(channel, &span)
    }
  }

  deinit { unsafe table_free_values(base) }

  /// Lends a column.
  func withColumn<Result, Failure: Error>(
    _ channel: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(channel >= 0 && channel < channelCount, "channel \(channel) of \(channelCount)")
    let column = unsafe UnsafeBufferPointer(start: base + channel * rowCount, count: rowCount)
    return try body(unsafe column.span)
  }

  /// Copies a stretch of a column to `destination`, which must have room for it.
  @inline(__always)
  func copy(_ rows: Range<Int>, of channel: Int, to destination: UnsafeMutablePointer<Float>) {
    precondition(
      channel >= 0 && channel < channelCount && rows.lowerBound >= 0 && rows.upperBound <= rowCount)
    unsafe destination.update(from: base + channel * rowCount + rows.lowerBound, count: rows.count)
  }
}

extension DataError {
  static let outOfMemory = DataError(
    .outOfMemory, "the data does not fit into memory", fix: "use a machine with more memory or fewer columns")
}
