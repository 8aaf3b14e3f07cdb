/// The stamps of a long table's rows: one for each different text where the reader keeps these with a code a row, else one a row.
struct RowStamps {
  /// The different stamps, or one a row.
  let entries: [Timestamp]
  private let table: Table
  /// The field of the codes; nil where there is an entry a row.
  private let codedField: Int?
  /// How many of the entries before each are not later than the one before them.
  private let descents: [Int32]

  /// - Parameter series: How the rows of the series stand, for those whose local time becomes instants.
  /// - Throws: `DataError` for local times that clocks skip.
  init(
    _ table: Table, _ time: TimeReading, _ series: (isGrouped: Bool, ranges: [Range<Int>], order: [UInt32])
  ) throws(DataError) {
    let field = table.index(ofColumn: time.names.first ?? "").map { table.columns[$0].field }
    let codedField = time.isCoded ? field : nil
    guard time.column.localZone != nil else {
      self.init(table, time.column.stamps, codedField)
      return
    }
    let local = RowStamps(table, time.column.stamps, codedField)
    var instants = [Timestamp](repeating: Timestamp(seconds: 0), count: table.rowCount)
    for range in series.ranges {
      let rows = series.isGrouped ? Array(range) : range.map { Int(series.order[$0]) }
      do throws(StampColumn.Failure) {
        for (row, stamp) in zip(rows, try time.column.instants(ofLocal: local.stamps(rows))) {
          instants[row] = stamp
        }
      } catch {
        throw error.error.at(line: table.line(ofRow: rows[error.row]))
      }
    }
    self.init(table, instants, nil)
  }

  private init(_ table: Table, _ entries: [Timestamp], _ codedField: Int?) {
    (self.table, self.entries, self.codedField) = (table, entries, codedField)
    var descents = [Int32](repeating: 0, count: codedField == nil ? 0 : entries.count)
    for entry in descents.indices.dropFirst() {
      descents[entry] = descents[entry - 1] + (entries[entry] > entries[entry - 1] ? 0 : 1)
    }
    self.descents = descents
  }

  /// The stamps of some rows.
  func stamps(_ rows: [Int]) -> [Timestamp] {
    guard let codedField else { return rows.map { entries[$0] } }
    return table.handle.withCodes(codedField, count: table.rowCount) { codes in
      rows.map { entries[Int(codes[$0])] }
    }
  }

  /// The first of consecutive ascending entries that are the stamps of some rows; nil where they are none.
  func run(_ rows: SeriesRows, count: Int) -> Int? {
    guard let codedField, count > 0 else { return nil }
    return table.handle.withCodes(codedField, count: table.rowCount) { codes -> Int? in
      let first = Int(codes[rows.tableRow(0)])
      guard first + count <= descents.count, descents[first + count - 1] == descents[first] else {
        return nil
      }
      for row in 1..<max(count, 1) where Int(codes[rows.tableRow(row)]) != first + row { return nil }
      return first
    }
  }
}
