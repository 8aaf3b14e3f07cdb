import CTableReader
import Calendar
import Text

extension TableColumns {
  /// Notes and problems of a column that is used.
  mutating func look(at field: Int, _ report: TableColumnReport) {
    let name = names[field]
    if !isSeries(field), let problem = packedProblems[field] {
      problems.append(problem)
      return
    }
    switch columns[field].content {
    case .text:
      guard !isSeries(field), !options.namedColumns.contains(name) else { return }
      problems.append(textProblem(field))
    case .numbers:
      lookAtNumbers(field, report)
    case .stamps, .skipped: break
    }
  }

  private mutating func lookAtNumbers(_ field: Int, _ report: TableColumnReport) {
    let name = names[field]
    if report.not_a_number.count > 0 {
      let text = report.not_a_number.text
      guard text != name else {
        problems.append(headerAgain(name, line: Int(report.not_a_number.line)))
        return
      }
      let problem = badCell(report.not_a_number, field)
      // A word that comes again and again, or one of state, may say that there is no number.
      let isWord =
        text.count <= 20 && !text.contains(where: \.isNumber)
        && (report.not_a_number.count > 1 || StateWords.begins(text))
      problems.append(
        isWord ? problem.remedied(by: .missingValues(options.missingValues + [text])) : problem)
    }
    noteCells(field, report)
    if let problem = groupingTrap(field, report) { problems.append(problem) }
  }

  /// What is worth saying about cells that are numbers or missing.
  private mutating func noteCells(_ field: Int, _ report: TableColumnReport) {
    let name = names[field]
    let missing = Int(report.missing.count) - (handle.rowCount - rowCount)
    if missing > 0 {
      notes.append(
        .missing(
          column: name, line: Int(report.missing.line), count: missing, spelling: report.missing.text))
    }
    if report.infinite.count > 0 {
      let finding = report.infinite
      notes.append(
        .infinite(column: name, line: Int(finding.line), count: Int(finding.count), value: finding.text))
    }
    if report.rounded.count > 0 {
      let finding = report.rounded
      notes.append(
        .rounded(column: name, line: Int(finding.line), count: Int(finding.count), value: finding.text))
    }
  }
}
