import Calendar
import Text

/// Years with what of them is over: `1980.25` begins the second quarter of 1980, `1980.083` its second month.
///
/// R's `time()` gives the stamps of a monthly or quarterly series so. Twelfths of a year are cut to the digits that are written, so the
/// nearest month is meant; a number further from one than a digit is no month. Monthly means are often given at the middles of months,
/// `1993.042`. Days and weeks are no fixed part of a year: they are not read.
enum DecimalYears {
  /// What a message shows.
  static let example = "the years with decimals of months or quarters, such as '1980.25'"

  /// Years with decimals are of these centuries; others are more likely to be counted steps.
  private static let plausible: ClosedRange<Int128> = 1700...2300
  /// Months between rows: of months, quarters, half-years and years.
  private static let steps: Set<Int128> = [1, 3, 6, 12]

  /// Reads a column of months of plausible years, nine tenths of them a regular step apart; `nil` for other numbers.
  static func read(_ column: NumberTexts.Column) -> StampColumn? {
    guard column.digits > 0, column.failure == nil, column.scaled.count >= 3 else { return nil }
    return read(column, isMiddle: false) ?? read(column, isMiddle: true)
  }

  /// - Parameter isMiddle: Whether numbers are the middles of months.
  private static func read(_ column: NumberTexts.Column, isMiddle: Bool) -> StampColumn? {
    guard month(column.scaled[0], digits: column.digits, isMiddle: isMiddle) != nil else { return nil }
    let months = column.scaled.map { month($0, digits: column.digits, isMiddle: isMiddle) }
    var counts: [Int128: Int] = [:]
    for (earlier, later) in zip(months, months.dropFirst()) {
      guard let earlier, let later else { continue }
      counts[later - earlier, default: 0] += 1
    }
    let limit = (months.count - 1) * 9
    guard !months.contains(nil),
      counts.contains(where: { steps.contains(abs($0.key)) && $0.value * 10 >= limit })
    else { return nil }
    var result = stamps(column, digits: column.digits, isMiddle: isMiddle)
    result.notes = [.decimalYears]
    return result
  }

  /// The first row that is no month of a plausible year.
  static func firstFailure(_ column: NumberTexts.Column, isMiddle: Bool) -> Int? {
    column.failure ?? column.scaled.firstIndex { month($0, digits: column.digits, isMiddle: isMiddle) == nil }
  }

  /// The stamps of a column without failures, written with so many digits.
  static func stamps(_ column: NumberTexts.Column, digits: Int, isMiddle: Bool) -> StampColumn {
    var result = StampColumn(form: StampForm(isMiddle ? .midYears : .years, digits: digits))
    result.stamps = column.scaled.map { number in
      let month = Int(month(number, digits: column.digits, isMiddle: isMiddle) ?? 0)
      return Timestamp(year: month.floorQuotient(12), month: month.floorModulo(12) + 1)
    }
    return result
  }

  /// The months since year 0 in a number times ten to the power of `digits`; `nil` where it is none.
  private static func month(_ number: Int128, digits: Int, isMiddle: Bool) -> Int128? {
    let scale = (0..<digits).reduce(Int128(1)) { value, _ in value * 10 }
    guard plausible.contains(number.floorQuotient(scale)) else { return nil }
    if isMiddle {
      let month = (12 * number).floorQuotient(scale)
      // One digit tells no middles apart.
      return digits > 1 && (24 * number - (2 * month + 1) * scale).magnitude <= 24 ? month : nil
    }
    let month = (24 * number + scale).floorQuotient(2 * scale)
    // One digit tells half-years and years alone.
    let slack = digits == 1 ? 0 : 12
    return (12 * number - month * scale).magnitude <= slack ? month : nil
  }

  /// A stamp as the year with so many decimals.
  static func text(of stamp: Timestamp, digits: Int, isMiddle: Bool = false) -> String {
    let date = stamp.date
    let scale = (0..<digits).reduce(1) { value, _ in value * 10 }
    let day = (date.day - 1) * 86_400 + Int(stamp.secondsOfDay)
    let dayCount = Timestamp.dayCount(year: date.year, month: date.month)
    // Months are twelfths; what is over of one goes beside them.
    let part = Double(date.month - 1) + (isMiddle ? 0.5 : 0) + Double(day) / Double(86_400 * dayCount)
    let rest = Int((part / 12 * Double(scale)).rounded())
    let (year, fraction) = rest == scale ? (date.year + 1, 0) : (date.year, rest)
    return digits == 0 ? "\(year)" : "\(year)." + fraction.padded(to: digits)
  }

  /// Whether a text is a number that begins with a plausible year and has decimals.
  static func looksLike(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, !parts[1].isEmpty,
      parts.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }), let year = Int128(parts[0])
    else { return false }
    return plausible.contains(year)
  }
}
