/// The values of some columns of a table, as storages of series.
struct TableValues {
  let table: Table
  let fields: [Int]

  init(_ table: Table, _ columns: [TableColumn]) {
    (self.table, fields) = (table, columns.map(\.field))
  }

  /// All rows where the reader left them: nothing is copied.
  var borrowed: ColumnStorage<Double> { ColumnStorage(borrowing: fields, of: table) }

  /// Copies of some rows.
  func copied(_ rows: SeriesRows, count: Int) throws(DataError) -> ColumnStorage<Double> {
    try ColumnStorage(columnCount: fields.count, rowCount: count) { column, result in
      table.handle.withNumbers(fields[column], count: table.rowCount) { values in
        for row in 0..<count { result[row] = values[rows.tableRow(row)] }
      }
    }
  }

  /// Rows as a plan has them: NaN in those that are inserted.
  func planned(
    _ plan: RowPlan, _ rows: SeriesRows, _ rule: DuplicateRule
  ) throws(DataError) -> ColumnStorage<Double> {
    try ColumnStorage(columnCount: fields.count, rowCount: plan.sources.count) { column, result in
      table.handle.withNumbers(fields[column], count: table.rowCount) { values in
        for (row, source) in plan.sources.enumerated() {
          result[row] = rule.merged(source) { values[rows.tableRow($0)] }
        }
      }
    }
  }
}

extension DuplicateRule {
  /// One value of several rows; NaN where none has one.
  func merged(_ rows: Range<Int>, value: (Int) -> Double) -> Double {
    if rows.count == 1 { return value(rows.lowerBound) }
    let known = rows.map(value).filter { !$0.isNaN }
    switch self {
    case .last: return known.last ?? .nan
    case .mean: return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    case .sum: return known.isEmpty ? .nan : known.reduce(0, +)
    case .first, .error, .keep: return known.first ?? .nan
    }
  }
}

extension RowPlan {
  /// The rows of the table; of an inserted row the one before it.
  func rows(_ before: SeriesRows) -> SeriesRows {
    .listed(
      sources.map { source in
        UInt32(before.tableRow(source.isEmpty ? max(0, source.lowerBound - 1) : source.lowerBound))
      }, first: 0)
  }
}

extension Series {
  /// The row behind the last one in which one of some columns of the storage has a value.
  func endOfKnown(_ columns: [Int]) -> Int {
    var end = 0
    for column in columns {
      storage.withColumn(column) { values in
        var row = values.count
        while row > end, values[row - 1].isNaN { row -= 1 }
        end = max(end, row)
      }
    }
    return end
  }
}
