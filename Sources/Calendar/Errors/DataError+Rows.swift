extension DataError {
  /// Two rows of a series with the same stamp.
  ///
  /// - Parameter areSeveral: Whether so many rows are repeated that they must be of several series.
  package static func duplicate(
    _ stamp: String, lines first: Int, _ second: Int, areSeveral: Bool
  ) -> DataError {
    let error = DataError(
      .duplicateStamp,
      "the stamp \(stamp) stands on the lines \(first) and \(second)"
        + (areSeveral ? ", and most others are repeated too, as if there were several series" : ""),
      fix: areSeveral
        ? "name all columns that tell series apart, or say what becomes of such rows"
        : "remove one of the rows, or say which of them counts"
    ).at(line: second, value: stamp)
    return areSeveral
      ? error.remedied(by: .nameSeriesColumn, .duplicates(.sum), .duplicates(.mean), .duplicates(.last))
      : error.remedied(by: .duplicates(.first), .duplicates(.last), .duplicates(.mean))
  }

  /// Rows that are missing between two others.
  package static func gap(_ count: Int, from: String, to: String) -> DataError {
    DataError(
      .missingRow, "\(count) \(count == 1 ? "row is" : "rows are") missing between \(from) and \(to)",
      fix: "add the rows, or let them be inserted as missing"
    ).at(value: to).remedied(by: .gaps(.fill))
  }
}
