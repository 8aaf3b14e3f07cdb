extension StudyReport {
  /// `results.csv`: deviations over seeds stand in columns of their own, and what is not known is empty.
  public var csv: String {
    let cells = rows.map { $0.map(Self.numbers) }
    let isSpread = columns.indices.map { column in cells.contains { $0[column].count > 1 } }
    func line(_ fields: [[String]]) -> String {
      zip(fields, isSpread).flatMap { field, isSpread in
        isSpread ? [field[0], field.count > 1 ? field[1] : ""] : [field[0]]
      }.map(Self.quoted).joined(separator: ",") + "\n"
    }
    return line(columns.map { [$0, "\($0) std"] }) + cells.map(line).joined()
  }

  /// The mean and the deviation in a cell such as `1.80 ± 0.07`, and nothing of a dash; otherwise the cell itself.
  static func numbers(in cell: String) -> [String] {
    if cell == "–" { return [""] }
    let parts = cell.split(separator: " ")
    guard parts.count == 3, parts[1] == "±", Double(parts[0]) != nil, Double(parts[2]) != nil else {
      return [cell]
    }
    return [String(parts[0]), String(parts[2])]
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n".contains($0) }) else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}
