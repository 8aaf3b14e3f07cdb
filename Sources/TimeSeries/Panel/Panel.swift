/// One or many series with the same columns, immutable and cheap to copy. A wide file is a panel of one series.
///
/// Values are in data units and in double precision, as they were read.
///
/// ```swift
/// let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: load.count)
/// let panel = try Panel(source: "load", timestamps: stamps, columns: [(name: "load", values: load)])
/// ```
public struct Panel: Sendable {
  /// The file as the caller named it.
  public let source: String
  /// The name of the time column.
  public let timeColumn: String
  /// The names of the columns besides the time column, in the order of the file or of the selection.
  public let columns: [String]
  /// Every series, in the order of the file.
  public let series: [Series]
  /// How the stamps are written.
  public let timestampFormat: TimestampFormat
  /// The step between rows, the same for all series.
  public let frequency: Frequency

  /// The column of each series' storage behind each column of the panel.
  let storageColumns: [Int]

  init(
    source: String, timeColumn: String, columns: [String], series: [Series],
    timestampFormat: TimestampFormat, frequency: Frequency, storageColumns: [Int]? = nil
  ) {
    precondition(!series.isEmpty, "Panel: no series")
    (self.source, self.timeColumn, self.columns, self.series) = (source, timeColumn, columns, series)
    (self.timestampFormat, self.frequency) = (timestampFormat, frequency)
    self.storageColumns = storageColumns ?? Array(columns.indices)
  }

  /// Columns besides the time column.
  public var columnCount: Int { columns.count }
  /// Rows of all series together.
  public var rowCount: Int { series.reduce(0) { $0 + $1.rowCount } }

  /// The directory-free name of ``source``.
  public var sourceName: String {
    source.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? source
  }

  /// The only series of a wide file.
  ///
  /// - Precondition: There is one; ``ScaledPanel`` and what comes after it take no more yet.
  public var only: Series {
    precondition(series.count == 1, "a panel of \(series.count) series where one is meant")
    return series[0]
  }
}

extension Panel {
  /// A panel of one series from columns in memory.
  ///
  /// - Parameters:
  ///   - source: A name for messages.
  ///   - timestamps: One per row, never decreasing.
  ///   - columns: Name and values of each column, data units; all as long as `timestamps`.
  /// - Throws: `DataError` below three rows, when time goes backwards or has no dominating step.
  public init(
    source: String, timestamps: [Timestamp], columns: [(name: String, values: [Double])]
  ) throws(DataError) {
    precondition(
      columns.allSatisfy { $0.values.count == timestamps.count }, "columns and stamps differ in length")
    let storage = try ColumnStorage<Double>(columnCount: columns.count, rowCount: timestamps.count) {
      index, column in
      for row in 0..<column.count { column[row] = columns[index].values[row] }
    }
    try self.init(
      storage, names: Names(source: source, timeColumn: "date", columns: columns.map(\.name)),
      time: TimeAxis(timestamps: timestamps, format: .iso(), lines: .plain))
  }

  /// The names of a panel.
  struct Names {
    let source: String
    let timeColumn: String
    let columns: [String]
  }

  /// The stamps of a series as read.
  struct TimeAxis {
    let timestamps: [Timestamp]
    let format: TimestampFormat
    let lines: LineMap
  }

  /// A panel of one series.
  init(_ storage: ColumnStorage<Double>, names: Names, time: TimeAxis) throws(DataError) {
    let frequency: Frequency
    do {
      frequency = try Frequency(inferredFrom: time.timestamps)
    } catch {
      // The inference counts rows; messages count lines.
      throw error.inFile(names.source).at(
        line: error.line.map(time.lines.line(ofRow:)), column: names.timeColumn)
    }
    let series = Series(
      id: nil, timestamps: time.timestamps,
      irregularities: frequency.irregularities(of: time.timestamps, lines: time.lines), storage: storage,
      lines: time.lines)
    self.init(
      source: names.source, timeColumn: names.timeColumn, columns: names.columns, series: [series],
      timestampFormat: time.format, frequency: frequency)
  }
}

extension Panel {
  /// Lends the values of a column of a series, one per row, in data units.
  public func withColumn<Result, Failure: Error>(
    _ index: Int, ofSeries series: Int = 0, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try self.series[series].storage.withColumn(storageColumns[index], body)
  }

  /// A copy of the values of a column of a series.
  public func values(ofColumn index: Int, ofSeries series: Int = 0) -> [Double] {
    withColumn(index, ofSeries: series) { column in column.indices.map { column[$0] } }
  }

  /// The index of a column by name.
  ///
  /// - Throws: `DataError.unknownColumn` that names the nearest column.
  public func index(ofColumn name: String) throws(DataError) -> Int {
    if let index = columns.firstIndex(of: name) { return index }
    throw DataError.unknownColumn(name, among: columns).inFile(source)
  }

  /// The panel with only these columns, in this order; values are shared, not copied.
  ///
  /// - Throws: `DataError.unknownColumn` for a name that is not a column.
  public func selecting(columns names: [String]) throws(DataError) -> Panel {
    var indices: [Int] = []
    for name in names { indices.append(try index(ofColumn: name)) }
    return Panel(
      source: source, timeColumn: timeColumn, columns: names, series: series,
      timestampFormat: timestampFormat, frequency: frequency,
      storageColumns: indices.map { storageColumns[$0] })
  }
}
