import Calendar
import Reading
import Text

extension Competition {
  /// Reads `NAME_meta.csv`, `NAME_train.csv` and `NAME_test.csv` from the folder `competitions` of the data folder.
  ///
  /// The first has a row for each series (`unique_id, type, period`, and where it says how many rows the others have `h, n_train`),
  /// the others are long (`unique_id, ds, y`), the rows of a series in their order.
  ///
  /// - Throws: `DataError` for a file that is missing or of another form, and for series without rows or with other
  ///   numbers of them.
  public func series(finding locator: DataLocator) throws(DataError) -> [CompetitionSeries] {
    let meta = try table("meta", locator)
    let training = try values("train", locator)
    let test = try values("test", locator)
    let (ids, types) = (try column("unique_id", of: meta), try column("type", of: meta))
    guard let periods = meta.numbers(ofColumn: "period") else { throw Self.lacks("period", meta) }
    let lengths = (training: meta.numbers(ofColumn: "n_train"), test: meta.numbers(ofColumn: "h"))
    var result: [CompetitionSeries] = []
    for row in 0..<meta.rowCount {
      let id = meta.text(ofColumn: ids, row: row)
      guard let rows = training[id], let future = test[id] else {
        throw DataError(.tooFewRows, "series \(id.quoted) has no rows to fit or to forecast")
          .inFile(meta.source).at(line: meta.line(ofRow: row))
      }
      guard periods[row] >= 1, periods[row] <= 10_000, periods[row] == periods[row].rounded() else {
        throw DataError(.notANumber, "a period of \(periods[row]) rows; a whole number from 1 is needed")
          .inFile(meta.source).at(line: meta.line(ofRow: row), column: "period")
      }
      for (part, count, told) in [
        ("train", rows.count, lengths.training?[row]), ("test", future.count, lengths.test?[row]),
      ] {
        guard let told, told.isFinite, told != Double(count) else { continue }
        throw DataError(
          .tooFewRows,
          "series \(id.quoted) should have \(TextFormatting.fixed(told, places: 0)) rows in \(name)_\(part).csv, which has \(count)",
          fix: "take whole files"
        ).inFile(meta.source).at(line: meta.line(ofRow: row))
      }
      result.append(
        CompetitionSeries(
          id: id, frequency: meta.text(ofColumn: types, row: row), season: Int(periods[row]),
          training: rows, test: future))
    }
    return result
  }

  private func table(_ part: String, _ locator: DataLocator) throws(DataError) -> Table {
    let file = "competitions/\(name)_\(part).csv"
    guard let path = locator.path(of: file) else {
      throw DataError(
        .missingFile, "there is no such file",
        fix: "set FORECAST_DATA_DIR to the folder that holds competitions/\(name)_\(part).csv"
      ).inFile(file)
    }
    return try Table(reading: path, ReadingOptions(timeColumn: part == "meta" ? nil : "ds"))
  }

  /// The rows of each series.
  private func values(_ part: String, _ locator: DataLocator) throws(DataError) -> [String: [Double]] {
    let table = try table(part, locator)
    let ids = try column("unique_id", of: table)
    guard let values = table.numbers(ofColumn: "y") else { throw Self.lacks("y", table) }
    var result: [String: [Double]] = [:]
    var current = (id: "", rows: [Double]())
    for row in 0..<table.rowCount {
      guard values[row].isFinite else {
        throw DataError(.missingValue, "a competition has no missing rows").inFile(table.source)
          .at(line: table.line(ofRow: row), column: "y")
      }
      let id = table.text(ofColumn: ids, row: row)
      if id != current.id {
        result[current.id, default: []] += current.rows
        current = (id, [])
      }
      current.rows.append(values[row])
    }
    result[current.id, default: []] += current.rows
    return result
  }

  private func column(_ name: String, of table: Table) throws(DataError) -> Int {
    guard let index = table.index(ofColumn: name), [.text, .stamps].contains(table.columns[index].content)
    else { throw Self.lacks(name, table) }
    return index
  }

  private static func lacks(_ column: String, _ table: Table) -> DataError {
    DataError(.unknownColumn, "there is no column \(column.quoted) of the kind that is needed")
      .inFile(table.source)
  }
}
