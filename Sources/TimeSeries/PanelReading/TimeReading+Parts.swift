extension TimeReading {
  /// The columns of numbers that say again what stands in the stamps, `2024`, `5` and `31` beside `2024-05-31`: a forecast of their own
  /// would contradict the stamp beside it. None where no other column of numbers is left.
  func partNames(among columns: [TableColumn], _ table: Table, _ options: ReadingOptions) -> [String] {
    // What an earlier file was read without is left out already, and what is asked for stays.
    guard options.form == nil, !names.isEmpty, !column.form.isCounter else { return [] }
    let wanted = options.namedColumns + (options.onlyColumns ?? [])
    let parts = columns.filter { column in
      guard let part = StampPart(columnName: column.name), column.isInteger || part == .decimalYear,
        column.missingCount == 0,
        !wanted.contains(column.name), let index = table.index(ofColumn: column.name)
      else { return false }
      return table.withNumbers(ofColumn: index) { values in
        withRowStamps(table) { stamp in
          values.indices.allSatisfy { part.isSaid(by: values[$0], of: stamp($0)) }
        }
      }
    }
    return parts.count < columns.count ? parts.map(\.name) : []
  }

  /// Lends the stamp of each row of the file.
  private func withRowStamps<Result>(_ table: Table, _ body: ((Int) -> Timestamp) -> Result) -> Result {
    // Regular stamps are not listed: asking for one lists them all.
    let stamps = column.stamps
    guard isCoded, let index = table.index(ofColumn: names[0]) else { return body { stamps[$0] } }
    return table.withCodedStamps(ofColumn: index) { _, _, codes in body { stamps[Int(codes[$0])] } }
  }
}
