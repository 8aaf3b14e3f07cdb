import CTableReader
import Calendar

/// The table reader's C handle, and the only place that touches it.
///
/// `@unchecked Sendable`: whoever reads a table opens, samples and parses on one task; once it is parsed nothing changes any more.
@safe package final class TableHandle: @unchecked Sendable {
  private let reader: OpaquePointer

  /// Opens a path (`-` is standard input) and reads its head.
  convenience init(path: String, _ options: ReadingOptions) throws(DataError) {
    guard !path.utf8.contains(0) else { throw DataError.reading(.fileMissing, code: 0, value: "") }
    try unsafe self.init(options) { opening, error in unsafe table_open_file(path, opening, error) }
  }

  /// Copies bytes and looks at their head.
  convenience init(bytes: [UInt8], _ options: ReadingOptions) throws(DataError) {
    try unsafe self.init(options) { opening, error in
      unsafe bytes.withUnsafeBytes { unsafe table_open_bytes($0.baseAddress, $0.count, opening, error) }
    }
  }

  private init(
    _ options: ReadingOptions, open: (TableOpenOptions, UnsafeMutablePointer<TableError>) -> OpaquePointer?
  ) throws(DataError) {
    var error = TableError()
    var opening = unsafe TableOpenOptions(
      encoding: nil, computes_digest: options.computesDigest, whole_bytes: options.wholeBytes,
      block_bytes: options.blockBytes)
    let opened: OpaquePointer?
    if let encoding = options.encoding {
      unsafe opened = unsafe encoding.withCString { name in
        unsafe opening.encoding = name
        return unsafe open(opening, &error)
      }
    } else {
      unsafe opened = unsafe open(opening, &error)
    }
    guard let reader = unsafe opened else { throw DataError.reading(error, names: [], delimiter: 0) }
    unsafe self.reader = reader
  }

  deinit { unsafe table_close(reader) }

  /// Lends the first part of the text.
  func withHead<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    var count = 0
    let start = unsafe table_head(reader, &count)
    return unsafe body(UnsafeRawBufferPointer(start: start, count: count).bindMemory(to: UInt8.self).span)
  }

  /// Whether the head is all of the text.
  var isWhole: Bool { unsafe table_head_is_whole(reader) }
  /// The encoding as iconv names it.
  var encoding: String { unsafe String(cString: table_encoding(reader)) }
  /// Whether a byte order mark was found.
  var hasByteOrderMark: Bool { unsafe table_has_byte_order_mark(reader) }
  /// Whether the file was packed.
  var isCompressed: Bool { unsafe table_is_compressed(reader) }

  /// Adds up to `count` bytes of the text behind the head to `bytes`: fewer only at the end.
  ///
  /// - Returns: Whether that was the end.
  func pull(_ count: Int, into bytes: inout [UInt8]) throws(DataError) -> Bool {
    var error = TableError()
    let held = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    let pulled = unsafe bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      let room = unsafe (start + held).assumingMemoryBound(to: CChar.self)
      return unsafe table_pull(reader, room, count, &error)
    }
    bytes.removeLast(count - pulled)
    guard error.problem == .nothing else { throw DataError.reading(error, names: [], delimiter: 0) }
    return pulled < count
  }

  /// Bytes still to come behind the head; 0 where that is not known.
  var expectedCount: Int { unsafe table_expected(reader) }

  /// The first rows from `offset` of the head.
  func sample(at offset: Int, delimiter: UInt8, limit: Int) throws(DataError) -> SampleRows {
    var error = TableError()
    let sample = unsafe table_sample(reader, offset, CChar(bitPattern: delimiter), limit, &error)
    guard error.problem == .nothing else { throw DataError.reading(error, names: [], delimiter: delimiter) }
    let rowCount = unsafe Int(sample.row_count)
    let rowEnds = unsafe Self.integers(sample.row_ends, rowCount)
    let cellEnds = unsafe Self.integers(sample.cell_ends, rowEnds.last ?? 0)
    let bytes = unsafe UnsafeRawBufferPointer(start: sample.bytes, count: cellEnds.last ?? 0)
    return unsafe SampleRows(
      bytes: Array(bytes), cellEnds: cellEnds, rowEnds: rowEnds,
      lines: Self.integers(sample.row_lines, rowCount), offsets: Self.integers(sample.row_offsets, rowCount),
      isInsideQuotes: sample.is_inside_quotes)
  }

  private static func integers(_ start: UnsafePointer<UInt64>?, _ count: Int) -> [Int] {
    unsafe UnsafeBufferPointer(start: start, count: count).map { Int($0) }
  }

  /// Parses all rows; gives the first problem in file order.
  func parse(_ plan: ParsePlan, _ options: ReadingOptions) -> TableError? {
    var error = TableError()
    let kinds = plan.kinds
    let spellings = plan.missingValues.map { Array($0.utf8CString) }
    let flat = spellings.flatMap { $0 }
    let isParsed = unsafe kinds.withUnsafeBufferPointer { kinds in
      unsafe flat.withUnsafeBufferPointer { flat in
        var starts: [UnsafePointer<CChar>?] = unsafe []
        var start = 0
        for spelling in spellings {
          unsafe starts.append(flat.baseAddress?.advanced(by: start))
          start += spelling.count
        }
        return unsafe (plan.thousandsMark?.rawValue ?? "").withCString { thousands in
          unsafe starts.withUnsafeBufferPointer { missing in
            let parsing = unsafe TableParseOptions(
              body_offset: UInt64(plan.bodyOffset), lines_before_body: UInt64(plan.linesBeforeBody),
              body_end: UInt64(plan.bodyEnd), delimiter: CChar(bitPattern: plan.delimiter),
              decimal: plan.decimalMark == .comma ? CChar(44) : CChar(46), thousands: thousands,
              missing: missing.baseAddress, missing_count: missing.count, kinds: kinds.baseAddress,
              field_count: kinds.count, thread_count: max(1, options.threadCount),
              minimum_chunk_bytes: options.minimumChunkBytes, uses_libcsv_only: options.usesLibCSVOnly)
            return unsafe table_parse(reader, parsing, &error)
          }
        }
      }
    }
    return isParsed ? nil : error
  }

  /// Turns the table: afterwards its fields are those kept, the times and the values, with a row for each value.
  ///
  /// - Parameters:
  ///   - kept: Fields of text or numbers, said again in each row of their line.
  ///   - times: The fields of the values, called `names`.
  ///   - spans: Between which times each line has its values.
  ///   - report: What was found in the values.
  func turn(
    kept: [Int], _ times: Range<Int>, named names: [String], _ spans: [TableSpan], _ report: TableColumnReport
  ) -> TableError? {
    precondition(
      names.count == times.count && spans.count == rowCount, "\(names.count) names, \(spans.count) spans")
    var error = TableError()
    let (kept, fields) = (kept.map(UInt64.init), times.map(UInt64.init))
    var (bytes, ends): ([CChar], [UInt64]) = ([], [])
    for name in names {
      bytes += name.utf8.map { CChar(bitPattern: $0) }
      ends.append(UInt64(bytes.count))
    }
    let isTurned = unsafe kept.withUnsafeBufferPointer { kept in
      unsafe fields.withUnsafeBufferPointer { fields in
        unsafe bytes.withUnsafeBufferPointer { bytes in
          unsafe ends.withUnsafeBufferPointer { ends in
            unsafe spans.withUnsafeBufferPointer { spans in
              let turn = unsafe TableTurn(
                kept: kept.baseAddress, kept_count: kept.count, times: fields.baseAddress,
                time_count: fields.count, names: bytes.baseAddress, name_ends: ends.baseAddress,
                spans: spans.baseAddress, values: report)
              return unsafe table_turn(reader, turn, &error)
            }
          }
        }
      }
    }
    return isTurned ? nil : error
  }

  /// Frees the text.
  func releaseText() { unsafe table_release_text(reader) }

  /// Frees columns of text; for whoever has made something else of the only table on this handle.
  func releaseTexts() { unsafe table_release_columns_of_text(reader) }

  /// Where a column of numbers begins; it lives as long as the handle.
  package func numbers(_ field: Int) -> UnsafePointer<Double> { unsafe table_numbers(reader, field) }

  /// Rows parsed.
  var rowCount: Int { unsafe table_row_count(reader) }
  /// What was found in a column.
  func report(_ field: Int) -> TableColumnReport { unsafe table_column_report(reader, field) }

  /// Whether some number of these columns has digits behind the decimal mark.
  func hasDecimals(_ fields: Range<Int>) -> Bool {
    fields.contains { report($0).kind == .numbers && report($0).fraction_digits & ~1 != 0 }
  }

  /// Lends the first rows of a column of numbers.
  package func withNumbers<Result, Failure: Error>(
    _ field: Int, count: Int, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(unsafe UnsafeBufferPointer(start: table_numbers(reader, field), count: count).span)
  }

  /// Lends the entries of a column of text: their bytes end to end, and where each ends.
  ///
  /// Both are made for the occasion where the reader has packed them; for some entries there is ``withEntries(_:_:_:)``.
  func withText<Result, Failure: Error>(
    _ field: Int, _ body: (Span<UInt8>, Span<UInt64>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = unsafe table_text(reader, field)
    let entryCount = unsafe Int(text.entry_count)
    if unsafe text.ends == nil { return try withEntries(field, 0..<entryCount, body) }
    let ends = unsafe UnsafeBufferPointer(start: text.ends, count: entryCount)
    let byteCount = entryCount == 0 ? 0 : unsafe Int(ends[entryCount - 1])
    let bytes = unsafe UnsafeRawBufferPointer(start: text.bytes, count: byteCount).bindMemory(to: UInt8.self)
    return try body(unsafe bytes.span, unsafe ends.span)
  }

  /// Whether entries are equally wide and packed.
  package func isPacked(_ field: Int) -> Bool { unsafe table_text(reader, field).ends == nil }

  /// Lends copies of some entries of a packed column of text.
  package func withEntries<Result, Failure: Error>(
    _ field: Int, _ entries: Range<Int>, _ body: (Span<UInt8>, Span<UInt64>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = unsafe table_text(reader, field)
    let (entryCount, width) = unsafe (Int(text.entry_count), Int(text.width))
    precondition(
      entries.lowerBound >= 0 && entries.upperBound <= entryCount && isPacked(field),
      "entries \(entries) of a column of text")
    let byteCount = entries.count * width
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, initialized in
      unsafe table_copy_text(
        reader, field, UInt64(entries.lowerBound), UInt64(entries.count), buffer.baseAddress)
      initialized = byteCount
    }
    let ends = entries.indices.map { UInt64(($0 - entries.lowerBound + 1) * width) }
    return try body(bytes.span, ends.span)
  }

  /// Lends one entry of a column of text: the cell of a row of stamps, or a text by its code.
  func withEntry<Result>(_ field: Int, _ entry: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    let text = unsafe table_text(reader, field)
    let entryCount = unsafe Int(text.entry_count)
    precondition(entry >= 0 && entry < entryCount, "entry \(entry) of a column of text")
    guard let ends = unsafe text.ends else {
      return withEntries(field, entry..<entry + 1) { bytes, _ in body(bytes) }
    }
    let range = unsafe Int(entry == 0 ? 0 : ends[entry - 1])..<Int(ends[entry])
    let bytes = unsafe UnsafeRawBufferPointer(start: text.bytes, count: range.upperBound).bindMemory(
      to: UInt8.self)
    return body(unsafe bytes.span.extracting(range))
  }

  /// Whether a column of text has its different texts once, and a code a row.
  func isCoded(_ field: Int) -> Bool { report(field).kind == .text }

  /// Lends the cell of a row of a column of text, coded or not.
  func withCell<Result>(_ field: Int, _ row: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    guard isCoded(field) else { return withEntry(field, row, body) }
    return withEntry(field, withCodes(field, count: row + 1) { Int($0[row]) }, body)
  }

  /// Lends the entry of each of the first rows of a column of text.
  package func withCodes<Result, Failure: Error>(
    _ field: Int, count: Int, _ body: (Span<UInt32>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = unsafe table_text(reader, field)
    return try body(unsafe UnsafeBufferPointer(start: text.codes, count: count).span)
  }

  /// The line of each row.
  var lineMap: LineMap {
    var count = 0
    let marks = unsafe UnsafeBufferPointer(start: table_line_marks(reader, &count), count: count)
    return LineMap(unsafe marks.map { LineMap.Mark(row: Int($0.row), line: Int($0.line)) })
  }

  /// The SHA-256 of the bytes read, where it was wanted.
  var digest: String? {
    var text = [CChar](repeating: 0, count: 65)
    guard unsafe table_digest(reader, &text) else { return nil }
    return String(decoding: text.prefix(64).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A field as libcsv would write it: in quotes, inner quotes doubled.
  static func quoted(_ field: String) -> [UInt8] {
    let source = Array(field.utf8)
    return unsafe [UInt8](unsafeUninitializedCapacity: 2 * source.count + 2) { buffer, count in
      count = unsafe source.withUnsafeBytes {
        unsafe table_quote(buffer.baseAddress, $0.baseAddress, $0.count)
      }
    }
  }
}
