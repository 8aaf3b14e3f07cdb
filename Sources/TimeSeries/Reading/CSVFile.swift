import Text

/// How to read a CSV file.
public struct CSVOptions: Sendable, Equatable {
  /// The byte between fields; `nil` takes the most frequent of `,` `;` tab and `|` in the header.
  public var delimiter: Character?
  /// The name of the time column; `nil` finds it.
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

  var reading: ReadingOptions {
    var options = ReadingOptions()
    options.delimiter = delimiter
    options.timeColumns = timeColumn.map { [$0] } ?? []
    options.threadCount = threadCount
    options.computesDigest = false
    options.minimumChunkBytes = minimumChunkBytes
    options.usesLibCSVOnly = usesLibCSVOnly
    return options
  }
}

/// CSV files with one time column and otherwise numbers, all of them there.
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
      return try panel(try Table(reading: path, options.reading))
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
      return try panel(try Table(parsing: bytes, name: name, options.reading))
    } catch {
      throw error.inFile(name)
    }
  }

  private static func panel(_ table: Table) throws(DataError) -> Panel {
    try table.requireComplete()
    guard let time = table.timeColumns.first, table.timeColumns.count == 1,
      let index = table.index(ofColumn: time)
    else {
      throw DataError(
        .badHeader,
        "the time stands in several columns: \(table.timeColumns.map { "'\($0.printable)'" }.joined(separator: ", "))",
        fix: "join them into one"
      ).remedied(by: .timeColumns(table.timeColumns))
    }
    let parsed: StampColumnParser
    do {
      parsed = try table.withStamps(ofColumn: index) { (bytes, ends) throws(StampColumnParser.Failure) in
        try StampColumnParser(bytes, ends: ends)
      }
    } catch {
      throw error.error.at(line: table.line(ofRow: error.row), column: time)
    }
    let channels = table.numberColumns
    guard !channels.isEmpty else { throw TableHeader.singleColumn(time) }
    // The panel has the stamps now, and nobody else has this table.
    table.handle.releaseTexts()
    return try Panel(
      ColumnStorage(borrowing: channels.map(\.field), of: table.handle, rowCount: table.rowCount),
      names: .init(source: table.source, timeColumn: time, columns: channels.map(\.name)),
      time: .init(timestamps: parsed.stamps, format: parsed.format, lines: table.lines))
  }
}

extension Table {
  /// Refuses what a panel cannot hold: problems, missing cells, several series.
  fileprivate func requireComplete() throws(DataError) {
    var all = problems
    for note in notes {
      switch note {
      case .missing(let column, let line, _, let spelling):
        all.append(DataError.missingValue(spelling).at(line: line, column: column, value: spelling))
      case .infinite(let column, let line, _, let value):
        all.append(DataError.outOfRange(value).at(line: line, column: column, value: value))
      case .longForm(let column):
        all.append(
          DataError(
            .badHeader,
            "the file has several series, one below the other, told apart by '\(column.printable)'",
            fix: "take one of them"
          )
          .at(column: column))
      default: break
      }
    }
    if let first = all.min(by: { ($0.line ?? 0) < ($1.line ?? 0) }) { throw first }
  }
}

extension DataError {
  fileprivate static func outOfRange(_ value: String) -> DataError {
    DataError(
      .outOfRange, "'\(value)' is infinite or too large for a number",
      fix: "write a finite number or remove the row")
  }
}
