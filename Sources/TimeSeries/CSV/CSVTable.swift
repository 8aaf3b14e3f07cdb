import CTableReader

/// The table reader's C handle, and the only place that touches it.
@safe final class CSVTable {
  private let reader: OpaquePointer

  /// Reads a file and its header; `delimiter` 0 detects it.
  init(path: String, delimiter: UInt8) throws(DataError) {
    guard !path.utf8.contains(0) else { throw Self.error(for: .fileMissing, code: 0) }
    var error = TableError()
    guard let reader = unsafe table_open_file(path, CChar(bitPattern: delimiter), &error) else {
      throw CSVTable.error(error, names: [], delimiter: delimiter)
    }
    unsafe self.reader = reader
  }

  /// Copies bytes and reads their header; `delimiter` 0 detects it.
  init(bytes: [UInt8], delimiter: UInt8) throws(DataError) {
    var error = TableError()
    let opened = unsafe bytes.withUnsafeBytes {
      unsafe table_open_bytes($0.baseAddress, $0.count, CChar(bitPattern: delimiter), &error)
    }
    guard let reader = unsafe opened else { throw CSVTable.error(error, names: [], delimiter: delimiter) }
    unsafe self.reader = reader
  }

  deinit { unsafe table_close(reader) }

  /// The delimiter in use.
  var delimiter: UInt8 { UInt8(bitPattern: unsafe table_delimiter(reader)) }
  /// The line of the header.
  var headerLine: Int { Int(unsafe table_header_line(reader)) }

  /// The header's names; Latin-1 where they are not UTF-8.
  var names: [String] {
    (0..<(unsafe table_field_count(reader))).map { field in
      var count = 0
      let start = unsafe table_field_name(reader, field, &count)
      return unsafe UnsafeRawBufferPointer(start: start, count: count).decodedText
    }
  }

  /// Parses all rows and takes over the columns.
  func parse(_ header: CSVHeader, _ options: CSVOptions) throws(DataError) -> ColumnStorage<Double> {
    var error = TableError()
    let parsing = TableParseOptions(
      time_column: header.timeIndex, thread_count: max(1, options.threadCount),
      minimum_chunk_bytes: options.minimumChunkBytes, uses_libcsv_only: options.usesLibCSVOnly)
    guard unsafe table_parse(reader, parsing, &error) else {
      throw Self.error(error, names: header.names, delimiter: delimiter)
    }
    guard let values = unsafe table_take_values(reader) else { throw .outOfMemory }
    let rowCount = unsafe table_row_count(reader)
    let floats = unsafe ColumnStorage<Float>(
      adopting: values, columnCount: header.names.count - 1, rowCount: rowCount)
    return try ColumnStorage(columnCount: floats.columnCount, rowCount: rowCount) { index, column in
      floats.withColumn(index) { values in
        for row in values.indices { column[row] = Double(values[row]) }
      }
    }
  }

  /// The line of each row.
  var lineMap: LineMap {
    var count = 0
    let marks = unsafe UnsafeBufferPointer(start: table_line_marks(reader, &count), count: count)
    return LineMap(unsafe marks.map { LineMap.Mark(row: Int($0.row), line: Int($0.line)) })
  }

  /// Parses the time column.
  func stamps(_ header: CSVHeader, lines: LineMap) throws(DataError) -> StampColumnParser {
    let rowCount = unsafe table_row_count(reader)
    let ends = unsafe UnsafeBufferPointer(start: table_stamp_ends(reader), count: rowCount)
    let byteCount = unsafe rowCount == 0 ? 0 : Int(ends[rowCount - 1])
    let text = unsafe UnsafeRawBufferPointer(start: table_stamp_bytes(reader), count: byteCount)
    let bytes = unsafe text.assumingMemoryBound(to: UInt8.self)
    do {
      return try StampColumnParser(unsafe bytes.span, ends: unsafe ends.span)
    } catch {
      throw error.error.at(line: lines.line(ofRow: error.row), column: header.timeColumn)
    }
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

extension UnsafeRawBufferPointer {
  /// UTF-8, or Latin-1 when the bytes are not valid UTF-8.
  fileprivate var decodedText: String {
    if let text = unsafe String(validating: self, as: UTF8.self) { return text }
    return String(String.UnicodeScalarView(unsafe map { Unicode.Scalar($0) }))
  }
}
