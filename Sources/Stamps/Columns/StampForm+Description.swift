import Calendar

extension StampForm: CustomStringConvertible {
  /// The pattern in the letters of Unicode TR 35: `yyyy/M/d H:mm`; or `Unix seconds`, `Excel days`, `counter`, `years with decimals`.
  public var description: String {
    switch kind {
    case .calendar(let pattern):
      pattern.description(zone)
        + (periods?.description ?? end.map { $0.mark + pattern.description(zone) } ?? "")
    case .number(.excelDays, _), .number(.excelDaysComma, _): "Excel days"
    case .number(let unit, _) where unit.isCounter: "counter"
    case .number(.years, _): "years with decimals"
    case .number(.midYears, _): "years with decimals, in the middle of months"
    case .number(let unit, _): "Unix \(unit.rawValue)"
    }
  }
}

extension StampPattern {
  fileprivate func description(_ zone: StampForm.Zone) -> String {
    elements.map { element in
      switch element {
      case .literal(let text): return text
      case .columnBreak: return " | "
      case .number(let field, let isPadded): return Self.letters(of: field, isPadded: isPadded)
      case .roman(let field): return "Roman \(field)"
      case .ordinalDay: return "d"
      case .hourMinute: return "Hmm"
      case .fraction(let digits): return String(repeating: "S", count: digits)
      case .monthName(let style): return style.isWhole(in: style.language.months) ? "MMMM" : "MMM"
      case .weekdayName(let style): return style.isWhole(in: style.language.weekdays) ? "EEEE" : "EEE"
      case .meridiem: return "a"
      case .offset(let style):
        if case .constant(let offset) = zone { return Self.text(offset, style) }
        return "XXX"
      }
    }.joined()
  }

  private static func letters(of field: Field, isPadded: Bool) -> String {
    let letter: String =
      switch field {
      case .year: "yyyy"
      case .shortYear, .shortNextYear: "yy"
      case .nextYear: "yyyy"
      case .weekYear: "YYYY"
      case .quarter: isPadded ? "QQ" : "Q"
      case .half: "half"
      case .month: "M"
      case .day: "d"
      case .hour: "H"
      case .hour12: "h"
      case .minute: "m"
      case .second: "s"
      case .week: "w"
      case .weekday: "e"
      case .dayOfYear: "D"
      }
    guard letter.count == 1, isPadded, field != .weekday, field != .quarter else { return letter }
    return String(repeating: letter, count: field.width)
  }
}
