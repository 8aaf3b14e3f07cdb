import Calendar

/// Which columns tell the lines of a table apart.
extension TurnedLines {
  /// The columns that tell lines apart: as told; else the first text that does so alone; else of all texts, and of numbers where these do
  /// not suffice, the fewest, those of the left first.
  func columnsOfSeries() throws(DataError) -> [Int] {
    let told = options.seriesColumns(among: names)
    if !told.isEmpty {
      let fields = told.compactMap(names.firstIndex)
      try requireDifferent(fields)
      return fields
    }
    let candidates = lines.descriptors.filter { !options.fixedColumns.contains(names[$0]) }
    let varying = candidates.filter(isVarying)
    let texts = varying.filter(lines.descriptors.prefix(lines.textCount).contains)
    if values.lineCount == 1 { return [candidates[0]] }
    if let single = texts.first(where: { tell([$0]) }) { return [single] }
    guard let enough = [texts, varying].first(where: { !$0.isEmpty && repeated($0) == nil }) else {
      let telling = [texts, varying].first { !$0.isEmpty } ?? [candidates[0]]
      try requireDifferent(telling)
      return telling
    }
    var fewest = enough
    for field in enough.reversed() where fewest.count > 1 {
      let rest = fewest.filter { $0 != field }
      if tell(rest) { fewest = rest }
    }
    return fewest
  }

  /// Whether each line has texts of its own in some columns, not all of them empty.
  private func tell(_ fields: [Int]) -> Bool {
    repeated(fields) == nil
      && !(0..<handle.rowCount).contains { line in
        values.hasValue(line) && fields.allSatisfy { handle.withCell($0, line) { $0.isEmpty } }
      }
  }

  /// Refuses two lines of one series.
  private func requireDifferent(_ fields: [Int]) throws(DataError) {
    guard let (first, second) = repeated(fields) else { return }
    let texts = fields.map { field in handle.withCell(field, second) { $0.text($0.indices) } }
    let (one, other) = (lineMap.line(ofRow: first), lineMap.line(ofRow: second))
    throw DataError(
      .scatteredSeries,
      "lines \(one) and \(other) are both of the series \(SeriesColumns.joined(texts, takesEmpty: true).quoted)",
      fix: "keep one line for each series, or give them different names"
    ).at(line: other, column: names[fields[0]])
  }

  /// Two lines with values that have the same texts; nil where there are none.
  private func repeated(_ fields: [Int]) -> (Int, Int)? {
    let keys = LongFormFinder(handle, rowCount: handle.rowCount).groups(by: fields)
    var seen: [Int: Int] = [:]
    for line in keys.indices where values.hasValue(line) {
      if let first = seen.updateValue(line, forKey: keys[line]) { return (first, line) }
    }
    return nil
  }

  func isVarying(_ field: Int) -> Bool {
    handle.withCodes(field, count: handle.rowCount) { codes in
      var first: UInt32?
      for line in codes.indices where values.hasValue(line) {
        if let first, first != codes[line] { return true }
        first = codes[line]
      }
      return false
    }
  }
}
