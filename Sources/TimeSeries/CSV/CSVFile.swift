import Text

/// How to read a CSV file.
public struct CSVOptions: Sendable, Equatable {
  /// The byte between fields; `nil` takes the most frequent of `,` `;` tab and `|` in the header.
  public var delimiter: Character?
  /// The name of the time column; `nil` takes the first.
  public var timeColumn: String?
  /// Threads to parse on at most. Small files and files with quotes use one.
  public var threadCount: Int

  /// Options with the usual choices.
  public init(delimiter: Character? = nil, timeColumn: String? = nil, threadCount: Int = 2) {
    self.delimiter = delimiter
    self.timeColumn = timeColumn
    self.threadCount = threadCount
  }

  /// A thread is started for this many bytes; tests lower it.
  package var minimumChunkBytes = 1 << 18
  /// Leaves all tokenising to libcsv; the oracle in tests.
  package var usesLibCSVOnly = false
}

/// CSV files with one time column and otherwise numbers.
///
/// The first line that is not blank is the header. Cells are finite decimal numbers; all values are kept as they
/// are, sentinels such as -9999 too. Gaps and duplicate stamps load and are listed in
/// ``Series/irregularities``.
public enum CSVFile {
  /// Reads a file.
  ///
  /// - Throws: `DataError` that names file, line, column and value of the first problem.
  public static func read(_ path: String, options: CSVOptions = CSVOptions()) throws(DataError)
    -> Panel
  {
    do {
      return try panel(try CSVTable(path: path, delimiter: try delimiterByte(options)), named: path, options)
    } catch {
      throw error.inFile(path)
    }
  }

  /// Reads CSV text that is already in memory.
  ///
  /// - Parameter name: What messages call the text.
  /// - Throws: As ``read(_:options:)``.
  public static func parse(
    _ bytes: [UInt8], name: String, options: CSVOptions = CSVOptions()
  ) throws(DataError) -> Panel {
    do {
      return try panel(
        try CSVTable(bytes: bytes, delimiter: try delimiterByte(options)), named: name, options)
    } catch {
      throw error.inFile(name)
    }
  }

  private static func delimiterByte(_ options: CSVOptions) throws(DataError) -> UInt8 {
    guard let delimiter = options.delimiter else { return 0 }
    guard let byte = delimiter.asciiValue, !["\"", "\r", "\n", "\0"].contains(delimiter) else {
      throw DataError(
        .invalidOption, "'\(String(delimiter).printable)' cannot be a delimiter",
        fix: "use one of , ; | or a tab")
    }
    return byte
  }

  private static func panel(
    _ table: CSVTable, named name: String, _ options: CSVOptions
  ) throws(DataError) -> Panel {
    let header = try CSVHeader(table, timeColumn: options.timeColumn)
    let storage = try table.parse(header, options)
    guard storage.rowCount > 0 else {
      throw DataError(.empty, "there is a header but no rows", fix: "add rows below the header")
    }
    let lines = table.lineMap
    let time = try table.stamps(header, lines: lines)
    return try Panel(
      storage,
      names: .init(source: name, timeColumn: header.timeColumn, columns: header.channels),
      time: .init(timestamps: time.stamps, format: time.format, lines: lines))
  }
}
