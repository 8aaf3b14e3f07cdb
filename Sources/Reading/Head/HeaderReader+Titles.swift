import Calendar
import Stamps

extension HeaderReader {
  /// The row with the names, where the first row is a title or a remark with as many fields, as spreadsheets write them.
  static func headerRow(_ sample: SampleRows) -> Int? {
    let top = sample.cells(ofRow: 0)
    for row in 1..<max(1, min(sample.count - 1, 12)) {
      let cells = sample.cells(ofRow: row)
      if hasNumber(sample, row - 1) { return nil }
      guard cells.count == top.count, let names = names(sample, row) else { continue }
      guard sample.cells(ofRow: row + 1).count == cells.count, hasNumber(sample, row + 1) else { continue }
      let fillsGap = zip(top, cells).contains {
        sample.bytes(ofCell: $0).isEmpty && !sample.bytes(ofCell: $1).isEmpty
      }
      let hasTime = { (texts: [String]) in texts.contains(where: TimeNames.isTime) }
      if fillsGap || (hasTime(names) && !hasTime(top.map(sample.text(ofCell:)))) { return row }
    }
    return nil
  }

  /// The cells of a row that may be names: different texts, at least two, and no numbers or stamps.
  private static func names(_ sample: SampleRows, _ row: Int) -> [String]? {
    let filled = sample.cells(ofRow: row).filter { !sample.bytes(ofCell: $0).isEmpty }
    let areTexts = filled.allSatisfy { cell in
      let bytes = sample.bytes(ofCell: cell)
      return CellMeaning(bytes.span, decimalMark: .point, thousandsMark: nil) == .text
        && !ColumnGuess.looksLikeStamp(bytes)
    }
    let names = filled.map(sample.text(ofCell:))
    return areTexts && names.count > 1 && Set(names).count == names.count ? names : nil
  }

  /// How many rows of units and remarks stand between the header and the first stamps of a column that has nothing else from there on.
  static func remarkCount(_ rows: SampleRows, width: Int) -> Int? {
    // A row with a stamp is none, where another time, as of a delivery, is known from a later one on.
    let begins = (0..<width).contains { rows.column($0).first.map(ColumnGuess.looksLikeStamp) == true }
    guard !begins else { return nil }
    for field in 0..<width {
      let cells = rows.column(field)
      guard let first = cells.firstIndex(where: ColumnGuess.looksLikeStamp), (1...20).contains(first),
        cells.count >= first + 3, cells[first...].allSatisfy(ColumnGuess.looksLikeStamp)
      else { continue }
      // A stamp may be missing or wrong in a row of numbers.
      return (0..<first).count { hasNumber(rows, $0) } * 2 <= first ? first : nil
    }
    return nil
  }

  static func hasNumber(_ sample: SampleRows, _ row: Int) -> Bool {
    sample.cells(ofRow: row).contains { cell in
      let bytes = sample.bytes(ofCell: cell)
      return [(NumberMark.point, NumberMark.comma), (.comma, .point)].contains {
        CellMeaning(bytes.span, decimalMark: $0, thousandsMark: $1).isNumber
      }
    }
  }
}
