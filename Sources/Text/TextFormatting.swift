/// Numbers and tables as people read them.
public enum TextFormatting {
  /// `12345` as `12,345`.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// `1 window` and `12,345 windows`.
  public static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// A number with `places` decimals.
  public static func fixed(_ number: Double, places: Int = 4) -> String {
    guard number.isFinite, number.magnitude < 1e15 else { return "\(number)" }
    let scale = (0..<places).reduce(1.0) { product, _ in product * 10 }
    let scaled = (number.magnitude * scale).rounded()
    guard scaled < 9e18 else { return "\(number)" }
    let padded = Int(scaled).padded(to: places + 1)
    let sign = number < 0 && scaled > 0 ? "-" : ""
    return places == 0 ? sign + padded : sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// A number with about `digits` significant digits, for values of unknown size; with a power of ten where it would fill a line, and
  /// a dash where it is not defined.
  public static func significant(_ number: Double, digits: Int = 5) -> String {
    if number.isNaN { return "–" }
    if number.isFinite, number != 0, !(1e-9..<1e15).contains(number.magnitude) {
      return scientific(number, digits: digits)
    }
    var (places, size) = (digits - 1, number.magnitude)
    while size >= 10, places > 0 { (places, size) = (places - 1, size / 10) }
    while size < 1, size > 0, places < 12 { (places, size) = (places + 1, size * 10) }
    // 9.99999 is rounded to ten, which has one digit more in front of the point.
    let carries = size < 10 && fixed(size, places: digits - 1).hasPrefix("10")
    return fixed(number, places: carries && places > 0 ? places - 1 : places)
  }

  /// `2.2918e+24`.
  private static func scientific(_ number: Double, digits: Int) -> String {
    var (size, exponent) = (number.magnitude, 0)
    while size >= 10 { (size, exponent) = (size / 10, exponent + 1) }
    while size < 1 { (size, exponent) = (size * 10, exponent - 1) }
    var text = fixed(size, places: digits - 1)
    // 9.99999 is rounded to ten.
    if text.hasPrefix("10") { (text, exponent) = (fixed(size / 10, places: digits - 1), exponent + 1) }
    return (number < 0 ? "-" : "") + text + (exponent < 0 ? "e-" : "e+") + "\(exponent.magnitude)"
  }

  /// A share as `95 %`.
  public static func percent(_ share: Double, digits: Int = 0) -> String {
    "\(fixed(100 * share, places: digits)) %"
  }

  /// The level of an interval in percent, without the sign: `95`, `97.5`, `99.99`.
  public static func level(_ level: Double) -> String {
    let percent = (1e6 * level).rounded() / 1e4
    return percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
  }

  /// Seconds as `1.2 s`, `2:05` or `1:02:05`.
  public static func duration(_ seconds: Double) -> String {
    // 9.96 is rounded to ten and 59.6 to a minute.
    guard seconds.rounded() >= 60 else {
      return "\(fixed(seconds, places: (10 * seconds).rounded() < 100 ? 1 : 0)) s"
    }
    let whole = Int(seconds.rounded())
    let minutes = whole % 3600 / 60
    let tail = "\(minutes.padded(to: 2)):\((whole % 60).padded(to: 2))"
    return whole >= 3600 ? "\(whole / 3600):\(tail)" : String(tail.drop { $0 == "0" })
  }

  /// Rows of cells under a header, columns aligned: the first to the left, the others to the right.
  ///
  /// Cells that no line could show are cut: one of a million letters would widen all rows.
  public static func table(_ rows: [[String]]) -> String {
    let rows = rows.withoutEndlessCells
    let widths = rows.widths
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == 0 ? cell.leftAligned(in: widths[column]) : cell.rightAligned(in: widths[column])
      }
      var line = cells.joined(separator: "  ")
      while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
      return line
    }.joined(separator: "\n") + "\n"
  }
}

extension [[String]] {
  /// The rows with every cell padded on the right, so that a table leaves all columns to the left.
  public var leftAligned: [[String]] {
    let rows = withoutEndlessCells
    let widths = rows.widths
    return rows.map { row in
      row.enumerated().map { $1.leftAligned(in: widths[$0]) }
    }
  }

  /// The rows with the beginnings of cells that are longer than any line.
  fileprivate var withoutEndlessCells: [[String]] {
    let limit = 400
    return map { row in row.map { $0.utf8.count > limit ? $0.shortened(to: limit) : $0 } }
  }

  /// The width of the widest cell of each column.
  fileprivate var widths: [Int] {
    var widths: [Int] = []
    for row in self {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = Swift.max(widths[column], cell.columnCount)
      }
    }
    return widths
  }
}
