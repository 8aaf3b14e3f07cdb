import Calendar
import Text

/// Finds columns in which `1.005` after `998` means one thousand and five.
///
/// Numbers are written with three decimals or none. Read as thousands the column moves less, over all its steps, than read as
/// decimals; `1.000` without its zeros cannot be told from `1`, so each whole number takes the reading nearer to the number before. Where
/// `900` and `1.900` stand in one column, too: whoever writes zeros behind decimals writes them behind whole numbers.
enum GroupingTrap {
  /// The first row whose number may be a thousand; `nil` where decimals explain the column better.
  static func row(_ handle: TableHandle, _ field: Int, rowCount: Int) -> Int? {
    handle.withNumbers(field, count: rowCount) { values in
      var asDecimals = 0.0, asThousands = 0.0
      var before: (decimal: Double, thousand: Double)?
      var first: Int?
      var hasWhole = false, keepsZeros = false
      for row in values.indices {
        let value = values[row]
        guard !value.isNaN else { continue }
        guard value.magnitude < 1000 else { return nil }
        let isWhole = value == value.rounded(.towardZero)
        if !isWhole, value.magnitude < 1 { return nil }
        hasWhole = hasWhole || (isWhole && value.magnitude >= 10)
        keepsZeros =
          keepsZeros || (!isWhole && (value * 1000).rounded().truncatingRemainder(dividingBy: 10) == 0)
        var thousand = isWhole ? value : value * 1000
        if isWhole, let before,
          (value * 1000 - before.thousand).magnitude < (thousand - before.thousand).magnitude
        {
          thousand = value * 1000
        }
        if first == nil, thousand != value { first = row }
        if let before {
          asDecimals += (value - before.decimal).magnitude
          asThousands += (thousand - before.thousand).magnitude
        }
        before = (value, thousand)
      }
      return asThousands < asDecimals || (hasWhole && keepsZeros) ? first : nil
    }
  }

  /// A number as it stands in the text.
  static func text(_ value: Double, _ mark: NumberMark) -> String {
    let thousandths = Int((value.magnitude * 1000).rounded())
    let fraction = (thousandths % 1000).padded(to: 3)
    return (value < 0 ? "-" : "") + "\(thousandths / 1000)\(mark.rawValue)\(fraction)"
  }
}
