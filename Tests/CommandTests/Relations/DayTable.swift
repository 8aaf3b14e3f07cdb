import TestSupport
import Testing

/// 120 days of two columns with a week, of which some cells and two rows are missing, as a file may hold them.
///
/// Values are eighths, so that their texts and their multiples are exact.
struct DayTable {
  static let days = 120
  static let columns = ["a", "b"]
  /// Rows that the file has not.
  static let missingRows: Set<Int> = [31, 77]

  /// The rows that are written; the later ones are left out.
  var count = DayTable.days
  /// What every value is multiplied by.
  var factor = 1.0
  /// The row from which on values are others.
  var changed = DayTable.days

  /// The value of a column on a day; nil where it is missing.
  static func value(_ row: Int, _ column: Int) -> Double? {
    if (row * 5 + column * 3) % 23 == 7 { return nil }
    let season = [0, 3, 5, 2, -1, -4, -2][row % 7]
    let noise = (row * row * 7 + row * 3 + column * 5) % 11
    return Double(40 + season) + Double(noise) / 4 + Double(row) / 8
  }

  /// A day of 2024, from row 0 on.
  static func day(_ row: Int) -> SampleDate { SampleDate(days: row, after: 2024) }

  /// The truth of a column over all days; nil where it is missing, in rows that are missing too.
  static func truth(_ column: Int) -> [Double?] {
    (0..<days).map { missingRows.contains($0) ? nil : value($0, column) }
  }

  /// A cell for each day, the rows that are missing among them.
  private func cells(_ row: Int) -> [String] {
    Self.columns.indices.map { column in
      guard let value = Self.value(row, column) else { return "" }
      return "\((row < changed ? value : Double(3 * row)) * factor)"
    }
  }

  /// Rows of a stamp and the cells, without those that are missing.
  func rows(stamp: (Int) -> String = { day($0).iso }) -> [[String]] {
    (0..<count).filter { !Self.missingRows.contains($0) }.map { [stamp($0)] + cells($0) }
  }

  /// The same with an empty row where one is missing.
  func rowsOfAllDays() -> [[String]] {
    (0..<count).map {
      [Self.day($0).iso] + (Self.missingRows.contains($0) ? Self.columns.map { _ in "" } : cells($0))
    }
  }

  /// One series below the other.
  func longRows() -> [[String]] {
    Self.columns.indices.flatMap { column in rows().map { [Self.columns[column], $0[0], $0[column + 1]] } }
  }

  /// The usual text of the file.
  var text: String { Self.text(rows()) }

  /// Lines of cells behind a header.
  static func text(_ rows: [[String]], header: [String] = ["day", "a", "b"], delimiter: String = ",")
    -> String
  {
    ([header] + rows).map { $0.joined(separator: delimiter) + "\n" }.joined()
  }
}

extension Workspace {
  /// Fits a file; the model is `model.safetensors` unless the options say otherwise.
  @discardableResult
  func fit(_ text: String, _ options: String, file: String = "t.csv") throws -> ProgramRun {
    try write(text, to: file)
    let run = try run("fit \(file) --horizon 4 --quiet --no-baselines \(options)")
    try #require(run.status == 0, "\(options): \(run.errors)")
    return run
  }

  /// What `predict` writes with the model of ``fit(_:_:file:)``.
  func forecast(_ options: String = "", file: String = "t.csv") throws -> ForecastLines {
    let run = try run("predict model.safetensors \(file) --quiet \(options)")
    try #require(run.status == 0, "\(options): \(run.errors)")
    return ForecastLines(run.output)
  }
}

/// A table of forecasts: its header, and the cells of its rows with a decimal point.
struct ForecastLines: Equatable {
  let header: [String]
  let rows: [[String]]

  init(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline)
    let delimiter: Character = ["\t", ";"].first { lines[0].contains($0) } ?? ","
    let cells = lines.map {
      $0.split(separator: delimiter, omittingEmptySubsequences: false).map(String.init)
    }
    header = cells[0]
    rows = cells.dropFirst().map { row in row.map { $0.replacing(",", with: ".") } }
  }

  /// The texts of all columns but the stamps.
  var values: [[String]] { rows.map { Array($0.dropFirst()) } }

  /// The numbers of a column.
  func column(_ name: String) throws -> [Double] {
    let index = try #require(header.firstIndex(of: name), "\(name) is not in \(header)")
    return try rows.map { try #require(Double($0[index])) }
  }
}
