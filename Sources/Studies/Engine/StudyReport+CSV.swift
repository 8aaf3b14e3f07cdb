extension StudyReport {
  /// The table for programs: deviations over seeds stand in columns of their own, and what is not known is empty.
  var numbers: (columns: [String], rows: [[String]]) {
    let cells = rows.map { $0.map(Self.parts) }
    let isSpread = columns.indices.map { column in cells.contains { $0[column].count > 1 } }
    func spread(_ fields: [[String]]) -> [String] {
      zip(fields, isSpread).flatMap { field, isSpread in
        isSpread ? [field[0], field.count > 1 ? field[1] : ""] : [field[0]]
      }
    }
    return (spread(columns.map { [$0, "\($0) std"] }), cells.map(spread))
  }

  /// `results.csv`
  public var csv: String {
    let (columns, rows) = numbers
    return ([columns] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// The mean and the deviation in a cell such as `1.80 ± 0.07`, and nothing of a dash; otherwise the cell itself.
  private static func parts(of cell: String) -> [String] {
    if cell == "–" { return [""] }
    let words = cell.split(separator: " ")
    guard words.count == 3, words[1] == "±", Double(words[0]) != nil, Double(words[2]) != nil else {
      return [cell]
    }
    return [String(words[0]), String(words[2])]
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n".contains($0) }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
