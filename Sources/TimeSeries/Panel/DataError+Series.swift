import Text

extension DataError {
  /// An unknown series, with the most similar id or some of them as the fix.
  static func unknownSeries(_ id: String, among ids: [String]) -> DataError {
    let fix: String
    if let similar = nearest(to: id, among: Array(ids.prefix(10_000))) {
      fix = "did you mean \(similar.quoted)?"
    } else {
      let shown = ids.prefix(8).map(\.quoted).joined(separator: ", ")
      fix = "the series are \(shown)" + (ids.count > 8 ? ", …" : "")
    }
    return DataError(.unknownSeries, "there is no series \(id.quoted)", fix: fix).at(value: id.shortened())
  }

  /// Series were asked for where the file has one.
  static let noSeries = DataError(
    .unknownSeries, "the file has one series without a name",
    fix: "ask for no series"
  ).remedied(by: .nameSeriesColumn)

  /// The same error with the series in which it is met.
  func inSeries(_ id: String) -> DataError {
    var error = DataError(kind, "series \(id.quoted): " + problem, fix: fix).at(
      line: line, column: column, value: value)
    error.file = file
    for remedy in remedies { error = error.remedied(by: remedy) }
    return error
  }
}
