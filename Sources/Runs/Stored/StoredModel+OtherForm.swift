import Text
import TimeSeries

extension StoredModel {
  /// Why a file cannot be read in the form of the model's data: it is written in another, in which it can be read.
  ///
  /// - Parameter error: What is wrong with it in the form of the model's data.
  func inOtherForm(_ source: DataSource, _ reading: ReadingOptions, _ error: DataError) -> DataError? {
    guard let known = description.columns.form, source.isFileToReadAgain,
      let own = try? source.load(reading).panel.origin.form
    else { return nil }
    if let marks = otherMarks(own.layout, known.layout, reading) { return marks.inFile(source.name) }
    var told = reading
    let remedy: Remedy
    switch error.kind {
    case .badTimestamp where reading.timeFormat == nil && own.layout.timeColumns == known.layout.timeColumns:
      told.timeFormat = own.stamps.code
      remedy = .timeFormat(own.stamps.code, language: nil)
    case .unknownColumn where reading.timeColumns.isEmpty && !own.layout.timeColumns.isEmpty:
      told.timeColumns = own.layout.timeColumns
      remedy = .timeColumns(own.layout.timeColumns)
    default: return nil
    }
    guard (try? source.load(options(told))) != nil else { return nil }
    return DataError(error.kind, error.problem, remedy: remedy).inFile(source.name)
      .at(line: error.line, column: error.column, value: error.value)
  }

  private func otherMarks(
    _ own: TableLayout, _ known: TableLayout, _ reading: ReadingOptions
  ) -> DataError? {
    guard reading.delimiter == nil, reading.decimalMark == nil,
      own.delimiter != known.delimiter || own.decimalMark != known.decimalMark
    else { return nil }
    let marks = { (layout: TableLayout) in "\(layout.decimalMark) as the decimal mark" }
    return DataError(
      .badHeader,
      "it is written with another delimiter or decimal mark than the data of the model: "
        + "\(String(own.delimiter).quoted), with \(marks(own)), and not \(String(known.delimiter).quoted), with \(marks(known))",
      remedy: .marks(delimiter: own.delimiter, decimal: own.decimalMark))
  }
}
