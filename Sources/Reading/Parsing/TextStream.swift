import Calendar

/// The text of a file as it comes in: unpacked, in UTF-8 and without its byte order mark.
package struct TextStream {
  private let handle: TableHandle
  /// Whether all of the text has been read.
  package private(set) var isAtEnd: Bool
  /// Bytes read so far.
  package private(set) var byteCount: Int

  /// What is read in one go.
  private static let pieceBytes = 1 << 22

  /// Opens a path, `-` being standard input, and reads the first `blockBytes`.
  ///
  /// - Throws: `DataError` for a file that is missing, or no text.
  package init(reading path: String, _ options: ReadingOptions, blockBytes: Int) throws(DataError) {
    var options = options
    (options.wholeBytes, options.blockBytes) = (blockBytes, blockBytes)
    options.computesDigest = false
    handle = try TableHandle(path: path, options)
    isAtEnd = handle.isWhole
    byteCount = handle.withHead { $0.count }
  }

  /// The first bytes.
  package var head: [UInt8] { handle.withHead { head in head.indices.map { head[$0] } } }

  /// How many of the first bytes stand before the rows: the header, and what is above it.
  ///
  /// - Throws: `DataError` for a text without a usable header.
  package func bodyOffset(_ options: ReadingOptions) throws(DataError) -> Int {
    try HeaderReader.reading(handle, options.completed).header.bodyOffset
  }

  /// Reads on until `text` has `count` bytes, or to the end.
  ///
  /// - Throws: `DataError` for a damaged or unreadable file.
  package mutating func fill(_ text: inout [UInt8], to count: Int) throws(DataError) {
    while !isAtEnd, text.count < count {
      let held = text.count
      isAtEnd = try handle.pull(min(count - held, Self.pieceBytes), into: &text)
      byteCount += text.count - held
    }
  }

  /// The share of the text that has been read, 0…1; nil where its size is not known.
  package var share: Double? {
    if isAtEnd { return 1 }
    let left = handle.expectedCount
    return left > 0 ? Double(byteCount) / Double(byteCount + left) : nil
  }
}
