import Persistence
import Runs
import Text

extension ScoreReport {
  /// Which rows were scored, a line for each part.
  var rowLines: String {
    [("validation", validationRows), ("test", testRows)].compactMap { name, rows in
      rows.map { "\(name): \($0.sentence)\n" }
    }.joined()
  }

  /// The same for programs: rows counted from 1, stamps as the file writes them; nil where nobody asked.
  var rowJSON: JSONValue? {
    guard validationRows != nil || testRows != nil else { return nil }
    return ["validation": validationRows?.json ?? .null, "test": testRows?.json ?? .null]
  }
}

extension ScoredRows {
  /// `rows 961 to 1,200 of 1,200, 2016-08-10 to 2016-08-19`.
  fileprivate var sentence: String {
    func grouped(_ count: Int) -> String { TextFormatting.grouped(count) }
    let place =
      rows.map { "rows \(grouped($0.lowerBound)) to \(grouped($0.upperBound)) of \(grouped(rowCount))" }
      ?? "rows of \(grouped(seriesCount ?? 1)) series"
    return ([place] + (stamps.map { ["\($0.first) to \($0.last)".printable] } ?? [])).joined(separator: ", ")
  }

  fileprivate var json: JSONValue {
    var object = JSONObject()
    if let rows {
      object["first_row"] = .integer(rows.lowerBound)
      object["last_row"] = .integer(rows.upperBound)
    }
    if let seriesCount { object["series"] = .integer(seriesCount) }
    object["first"] = stamps.map { .string($0.first) } ?? .null
    object["last"] = stamps.map { .string($0.last) } ?? .null
    return .object(object)
  }
}
