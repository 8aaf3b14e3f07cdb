extension Panel {
  /// A panel of one series from columns in memory.
  ///
  /// - Parameters:
  ///   - source: A name for messages.
  ///   - timestamps: One per row, never decreasing. Rows may be missing.
  ///   - columns: Name and values of each column, data units; all as long as `timestamps`.
  ///   - options: As ``init(source:columns:series:_:)`` takes them.
  /// - Throws: As ``init(source:columns:series:_:)``.
  public init(
    source: String, timestamps: [Timestamp], columns: [(name: String, values: [Double])],
    _ options: ReadingOptions = ReadingOptions()
  ) throws(DataError) {
    try self.init(
      source: source, columns: columns.map(\.name),
      series: [SeriesData(timestamps: timestamps, columns: columns.map(\.values))], options)
  }

  /// A panel of one or many series from values in memory, by the same rules as from a file: missing rows are inserted with every value
  /// missing, rows with the same stamp are refused, and all series have one frequency.
  ///
  /// ```swift
  /// let days = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 90)
  /// let promotions = days.map { $0.day % 7 == 0 ? 1.0 : 0 }
  /// let shops = ["north", "south"].map { name in
  ///   let sales = promotions.enumerated().map { 20 + 5 * $1 + Double($0 % 7) }
  ///   return SeriesData(id: name, timestamps: days, columns: [sales, promotions], fixed: [name == "north" ? 120 : 80])
  /// }
  /// var options = ReadingOptions()
  /// options.targetColumns = ["sales"]
  /// options.futureColumns = ["promotion"]
  /// options.fixedColumns = ["size"]
  /// let panel = try Panel(source: "shops", columns: ["sales", "promotion"], series: shops, options)
  /// ```
  ///
  /// Columns known ahead may have rows behind the last target, whose values are then missing.
  ///
  /// - Parameters:
  ///   - source: A name for messages.
  ///   - columns: The names of ``SeriesData/columns``, in their order.
  ///   - series: The rows of each series; names are all different, and only a single series may have none.
  ///   - options: The roles of columns (`targetColumns`, `pastColumns`, `futureColumns`, and `fixedColumns` in the order of
  ///     ``SeriesData/fixed``), `frequency`, `gapRule`, `duplicateRule` and `missingRule`; others are for text and are not looked at.
  /// - Throws: `DataError` for fewer than three rows without a `frequency`, for time that goes backwards or has no regular step, for
  ///   infinite values, for a series that lacks columns, fixed values or values of a column, for names that are there twice, and what a
  ///   rule refuses. Lines are those that a file would have: rows from 2.
  public init(
    source: String, columns: [String], series: [SeriesData], _ options: ReadingOptions = ReadingOptions()
  ) throws(DataError) {
    do throws(DataError) {
      self = try SeriesDataReader(source: source, columns: columns, series: series, options: options).panel()
    } catch {
      throw error.inFile(source)
    }
  }
}
