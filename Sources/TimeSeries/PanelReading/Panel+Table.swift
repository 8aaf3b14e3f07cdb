extension Panel {
  /// Reads a file; `-` is standard input.
  ///
  /// Where the stamps leave the grid is listed in ``Series/irregularities``; what was odd is in ``PanelOrigin/notes``.
  ///
  /// ```swift
  /// let panel = try Panel(reading: "data.csv")
  /// ```
  ///
  /// - Throws: `DataError` that names file, line, column and value of the first problem.
  public init(reading path: String, _ options: ReadingOptions = ReadingOptions()) throws(DataError) {
    try self.init(Table(reading: path, options), options)
  }

  /// Reads text that is already in memory.
  ///
  /// - Parameter name: What messages call the text.
  /// - Throws: As ``init(reading:_:)``.
  public init(
    parsing bytes: [UInt8], name: String, _ options: ReadingOptions = ReadingOptions()
  ) throws(DataError) {
    try self.init(Table(parsing: bytes, name: name, options), options)
  }

  /// The rows of a table, series by series and in time order.
  ///
  /// - Parameters:
  ///   - table: Its columns of text are freed: whoever keeps it has its numbers only.
  ///   - options: What is known about the stamps, the frequency and the columns, and what becomes of gaps, duplicates and missing cells.
  /// - Throws: `DataError` for cells that are no numbers, stamps that cannot be read or follow no rule, and what is to be refused.
  public init(_ table: Table, _ options: ReadingOptions) throws(DataError) {
    do throws(DataError) {
      var reader = try PanelReader(table, options)
      self = try reader.panel()
    } catch {
      throw error.inFile(table.source)
    }
  }
}
