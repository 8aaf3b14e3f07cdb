import CTableReader
import Calendar
import Text

/// What is wrong with cells and columns.
extension TableColumns {
  /// Numbers with something beside them, which look like stamps; nil for other text.
  func numberProblem(_ field: Int) -> DataError? {
    let rows = (0..<min(rowCount, 64)).filter { row in handle.withCell(field, row) { !$0.isEmpty } }
    let odd = rows.filter { DataError.writtenOtherwise(text(field, $0)) != nil }
    // Flags stand behind some numbers only; among stamps they are none.
    if let row = odd.first, row == rows.first || rows.allSatisfy({ odd.contains($0) || isNumber(field, $0) })
    {
      // What is the same in every row, as the code of a place, is no column of numbers.
      let first = text(field, row)
      guard (0..<rowCount).contains(where: { text(field, $0) != first }) else { return nil }
      return numberProblem(field, row)
    }
    guard let row = rows.first, Self.decimals(behindPointIn: text(field, row)) != nil else { return nil }
    let telling = (row..<rowCount).first { hasToldOtherMark(self.text(field, $0)) }
    return telling.map { numberProblem(field, $0) }
  }

  private func isNumber(_ field: Int, _ row: Int) -> Bool {
    handle.withCell(field, row) { cell in
      let meaning = CellMeaning(
        cell, decimalMark: layout.decimalMark, thousandsMark: layout.thousandsMark)
      return meaning.isNumber || meaning == .missing
    }
  }

  private func text(_ field: Int, _ row: Int) -> String {
    handle.withCell(field, row) { $0.text($0.indices) }
  }

  private func numberProblem(_ field: Int, _ row: Int) -> DataError {
    let text = text(field, row).shortened()
    return notANumber(text, field).at(line: lines.line(ofRow: row), column: names[field], value: text)
  }

  /// Whether a number has its decimals behind a point where a comma was told.
  ///
  /// Two digits may be the minutes of a clock, the month of a day or of a year.
  private func hasToldOtherMark(_ text: String) -> Bool {
    guard options.decimalMark == .comma || options.thousandsMark == .point,
      let decimals = Self.decimals(behindPointIn: text)
    else { return false }
    guard decimals.count == 2, let last = Int(decimals), let first = Int(text.prefix { $0 != "." }),
      text.first != "-"
    else { return true }
    let isClock = first < 24 && last < 60
    let isMonth = (1...12).contains(last) && ((1...31).contains(first) || (1000...9999).contains(first))
    return !isClock && !isMonth
  }

  /// The digits behind the only point of a number; nil where it has another form.
  private static func decimals(behindPointIn text: String) -> Substring? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.allSatisfy(\.isDigit),
      parts[0].drop(while: { $0 == "-" }).utf8.allSatisfy(\.isDigit)
    else { return nil }
    return parts[1]
  }

  /// The names of the columns stand between the rows, as where files were joined.
  func headerAgain(_ name: String, line: Int) -> DataError {
    DataError(
      .notANumber, "the name of the column stands here again, as where files were joined",
      fix: "remove the line"
    ).at(line: line, column: name, value: name)
  }

  func badCell(_ finding: TableFinding, _ field: Int) -> DataError {
    notANumber(finding.text, field).at(line: Int(finding.line), column: names[field], value: finding.text)
  }

  private func notANumber(_ value: String, _ field: Int) -> DataError {
    .notANumber(
      value, column: names[field], readWith: layout.decimalMark,
      hasDecimals: handle.hasDecimals(names.indices))
  }

  /// A column of text that is neither the series nor constant: the first cell that is not missing tells what it is.
  func textProblem(_ field: Int) -> DataError {
    let found = handle.withText(field) { bytes, ends -> (code: Int, text: String) in
      var lower = 0
      for code in ends.indices {
        let range = lower..<Int(ends[code])
        lower = range.upperBound
        let meaning = CellMeaning(
          bytes.extracting(range), decimalMark: layout.decimalMark, thousandsMark: layout.thousandsMark)
        if meaning == .text {
          return (code, bytes.text(range))
        }
      }
      return (0, "")
    }
    let row = handle.withCodes(field, count: rowCount) { codes in
      codes.indices.first { codes[$0] == found.code } ?? 0
    }
    let value = found.text.shortened()
    let error = notANumber(value, field)
      .at(line: lines.line(ofRow: row), column: names[field], value: value)
    // Texts of which nearly each is another, and numbers with something beside them, tell no series apart.
    let (count, hasEmpty) = handle.withText(field) { _, ends in
      (ends.count, ends.indices.contains { ends[$0] == ($0 == 0 ? 0 : ends[$0 - 1]) })
    }
    let isNumber =
      error.kind != .notANumber || DataError.hasSign(value) || Self.decimals(behindPointIn: value) != nil
    return count * 2 > rowCount || isNumber || hasEmpty
      ? error : error.remedied(by: .seriesColumn(names[field]))
  }

  /// `998`, `1.005`: numbers of at most three digits, then what may be a thousand with its mark.
  func groupingTrap(_ field: Int, _ report: TableColumnReport) -> DataError? {
    guard report.fraction_digits == 0b1001, !report.has_exponents, layout.thousandsMark == nil,
      options.decimalMark == nil, let row = GroupingTrap.row(handle, field, rowCount: rowCount)
    else { return nil }
    let mark = layout.decimalMark
    let value = handle.withNumbers(field, count: rowCount) { GroupingTrap.text($0[row], mark) }
    let error = DataError(
      .ambiguousNumber,
      "'\(value)' follows whole numbers up to 999: its \(mark == .comma ? "comma" : "point") may stand between thousands",
      fix: "say what the mark is"
    ).at(
      line: lines.line(ofRow: row), column: turnedTime.map { text($0, row) } ?? names[field], value: value)
    // What stands before the decimals of another column stands between no thousands.
    let isDecimal = names.indices.contains { handle.report($0).fraction_digits & ~0b1001 != 0 }
    return isDecimal
      ? error.remedied(by: .decimalMark(mark)) : error.remedied(by: .thousandsMark(mark), .decimalMark(mark))
  }
}
