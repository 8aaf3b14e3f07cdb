extension TableColumns {
  /// Whether a column is called so, and counts the rows of a new file by one up or down, perhaps with jumps where a text changes, as where the
  /// ends of series were cut off; there are other numbers, and a time.
  func isRowNumber(_ field: Int) -> Bool {
    guard options.form == nil, RowNumberNames.contains(names[field]), columns[field].missingCount == 0,
      columns[field].isInteger, rowCount > 2, !timeFields.isEmpty,
      columns.contains(where: { $0.content == .numbers && $0.field != field && !$0.isLeftOut })
    else { return false }
    let jumps: [Int]? = handle.withNumbers(field, count: rowCount) { values in
      let step = values[1] - values[0]
      guard step.magnitude == 1, (1..<values.count).allSatisfy({ (values[$0] - values[$0 - 1]) * step >= 1 })
      else { return nil }
      return (1..<values.count).filter { values[$0] - values[$0 - 1] != step }
    }
    guard let jumps, !jumps.isEmpty else { return jumps != nil }
    return jumps.count <= rowCount / 4
      && names.indices.contains { text in
        columns[text].content == .text
          && handle.withCodes(text, count: rowCount) { codes in
            jumps.allSatisfy { codes[$0] != codes[$0 - 1] }
          }
      }
  }

  /// Whether numbers count the rows, perhaps anew for each of several tables that were joined.
  func countsRows(_ field: Int) -> Bool {
    handle.withNumbers(field, count: rowCount) { values in
      guard values.count > 1, values[0] == 0 || values[0] == 1, values[1] == values[0] + 1 else {
        return false
      }
      return (1..<values.count).allSatisfy {
        values[$0] == values[$0 - 1] + 1 || (values[$0] == values[0] && values[$0 - 1] > values[0])
      }
    }
  }
}
