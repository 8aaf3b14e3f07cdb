/// One or many series with the same columns, immutable and cheap to copy. A wide file is a panel of one series.
///
/// Values are in data units and in double precision, as they were read.
///
/// ```swift
/// let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: load.count)
/// let panel = try Panel(source: "load", timestamps: stamps, columns: [(name: "load", values: load)])
/// ```
public struct Panel: Sendable {
  /// Where the rows come from, and how they were written there.
  public let origin: PanelOrigin
  /// The names of the columns besides the time, in the order of the file or of the selection.
  public let columns: [String]
  /// Every series, in the order of the file.
  public let series: [Series]

  /// What each column is for, as told; nil where nothing was told.
  public let roles: ColumnRoles?
  /// The names of the columns with one value a series, which are not among ``columns``: see ``Series/fixed``.
  public let fixedColumns: [String]

  /// The column of each series' storage behind each column of the panel.
  let storageColumns: [Int]

  init(
    origin: PanelOrigin, columns: [String], series: [Series], storageColumns: [Int]? = nil,
    roles: ColumnRoles? = nil, fixedColumns: [String] = []
  ) {
    precondition(!series.isEmpty, "Panel: no series")
    (self.roles, self.fixedColumns) = (roles, fixedColumns)
    (self.origin, self.columns, self.series) = (origin, columns, series)
    self.storageColumns = storageColumns ?? Array(columns.indices)
  }

  /// The columns that are to be forecast, as indices of ``columns``: all where nothing was told.
  package var targetColumns: [Int] { roles?.columns(.target) ?? Array(columns.indices) }
  /// The file as the caller named it.
  public var source: String { origin.source }
  /// How stamps are written.
  public var stampForm: StampForm { origin.form.stamps }
  /// The columns that hold the time: one, several that make a stamp together, or none where rows are counted.
  public var timeColumns: [String] { origin.form.layout.timeColumns }
  /// The column that tells series apart; nil for a wide file.
  public var seriesColumn: String? { series[0].id == nil ? nil : origin.form.layout.seriesColumn }

  /// The columns of the file that tell series apart together; none for the only series of a wide file.
  package var seriesColumns: [String] {
    series[0].id == nil ? [] : origin.form.layout.seriesColumns(among: origin.fileColumns)
  }
  /// What becomes of missing cells where a history needs a value.
  public var missingRule: MissingRule { origin.form.layout.missingRule }
  /// The step between rows, the same for all series.
  public var frequency: Frequency { series[0].grid.frequency }
  /// Columns besides the time.
  public var columnCount: Int { columns.count }
  /// Rows of all series together.
  public var rowCount: Int { series.reduce(0) { $0 + $1.rowCount } }

  /// The directory-free name of ``source``.
  public var sourceName: String {
    source.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? source
  }

  /// The only series of a wide file.
  ///
  /// - Precondition: There is one.
  public var only: Series {
    precondition(series.count == 1, "a panel of \(series.count) series where one is meant")
    return series[0]
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
      origin: origin, columns: names, series: series, storageColumns: indices.map { storageColumns[$0] },
      roles: roles.map { told in ColumnRoles(indices.map { told.roles[$0] }) }, fixedColumns: fixedColumns)
  }

  /// The panel with only these series, in the order of the panel; values are shared, not copied.
  ///
  /// - Throws: `DataError.unknownSeries` for an id that there is not.
  public func selecting(series ids: [String]) throws(DataError) -> Panel {
    let known = Set(series.compactMap(\.id))
    for id in ids where !known.contains(id) {
      throw DataError.unknownSeries(id, among: series.compactMap(\.id)).inFile(source)
    }
    let chosen = Set(ids)
    let kept = series.filter { series in series.id.map(chosen.contains) ?? false }
    guard !kept.isEmpty else { throw DataError.noSeries.inFile(source) }
    return Panel(
      origin: origin, columns: columns, series: kept, storageColumns: storageColumns, roles: roles,
      fixedColumns: fixedColumns)
  }

  /// The panel with only the series at some indices; values are shared, not copied.
  ///
  /// - Precondition: There is one.
  public func selecting(seriesAt indices: Range<Int>) -> Panel {
    Panel(
      origin: origin, columns: columns, series: Array(series[indices]), storageColumns: storageColumns,
      roles: roles, fixedColumns: fixedColumns)
  }

  /// How many cells of a column of a series are missing.
  public func missingCount(ofColumn index: Int, ofSeries series: Int = 0) -> Int {
    let counts = self.series[series].missingCounts
    return counts.isEmpty ? 0 : counts[storageColumns[index]]
  }

  /// Whether no cell is missing.
  public var isComplete: Bool {
    series.allSatisfy { series in
      series.missingCounts.isEmpty || storageColumns.allSatisfy { series.missingCounts[$0] == 0 }
    }
  }

  /// Values that look like fill values and spikes, series by series and column by column.
  public func farValues() -> [FarValue] {
    // Of many series the median of some hundred values of each will do.
    let sampleCount = series.count > 64 ? 256 : 8192
    return series.indices.flatMap { index in
      columns.indices.flatMap { column in
        withColumn(column, ofSeries: index) {
          FarValue.search(
            $0, column: columns[column], sampleCount: sampleCount, line: series[index].line(ofRow:))
        }
      }
    }
  }
}
