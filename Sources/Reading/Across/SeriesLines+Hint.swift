import Calendar

extension SeriesLines {
  /// What would make the lines of a table series, where what is found alone is not certain.
  struct Hint {
    /// The first and the last of the columns that are times.
    let first: String, last: String
    let remedy: Remedy
    /// Whether the table has no other reading, as that with its first numbers as the time.
    let isOnly: Bool

    /// Columns behind the times may be left out, or columns told that tell lines apart; nil where neither would do.
    init?(_ names: [String], _ rows: SampleRows, _ options: ReadingOptions) {
      guard options.form == nil, !options.countsRows, options.timeColumns.isEmpty,
        let last = names.lastIndex(where: { TimeAcross.stamp($0) != nil })
      else { return nil }
      var first = last
      while first > 0, TimeAcross.stamp(names[first - 1]) != nil { first -= 1 }
      (self.first, self.last) = (names[first], names[last])
      let behind = Array(names[(last + 1)...])
      var other = options
      other.ignoredColumns += behind
      if !behind.isEmpty, !behind.contains(""), SeriesLines(names, rows, other) != nil {
        (remedy, isOnly) = (.ignoreColumns(behind), true)
        return
      }
      guard options.seriesColumn == nil else { return nil }
      let guess = ColumnGuess(rows, names: names, decimalMark: .point, thousandsMark: nil)
      let tellers = (0..<first).filter { field in
        !names[field].isEmpty && !options.ignoredColumns.contains(names[field])
          && !SeriesLines.mayBeTime(names[field], rows.column(field), guess.columns[field])
      }
      let texts = tellers.filter { guess.columns[$0].texts > guess.columns[$0].numbers }
      let choices = (texts + tellers).map { [$0] } + (texts.count > 1 ? [texts] : [])
      guard let fields = choices.first(where: { SeriesLines.tell($0, rows) }) else { return nil }
      let told = fields.map { names[$0] }
      other = options
      other.seriesColumn = told.map(\.asListedName).joined(separator: ",")
      guard SeriesLines(names, rows, other) != nil else { return nil }
      remedy = told.count == 1 ? .seriesColumn(told[0]) : .seriesColumns(told)
      isOnly = texts.count == first
    }
  }
}
