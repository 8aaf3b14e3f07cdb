import Calendar
import Text

extension StampPattern {
  /// The pattern in the letters of strptime: `%Y-%m-%d %H:%M:%S`, with `%-m` for months without zeros, `%3f` for three
  /// digits of a fraction, `%q` for quarters, and names in braces for what strptime does not have.
  var code: String {
    (isHourEnding ? "%{hour-ending}" : "") + elements.map(Self.code(of:)).joined()
  }

  private static func code(of element: Element) -> String {
    switch element {
    case .literal(let text):
      return text.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
    case .columnBreak: return "%|"
    case .number(let field, let isPadded): return "%" + letters(of: field, isPadded: isPadded)
    case .roman(let field): return "%{roman-\(field)}"
    case .ordinalDay(.english): return "%{ordinal-day}"
    case .ordinalDay(.first(let text)): return "%{first-day:\(text)}"
    case .hourMinute: return "%{hmm}"
    case .fraction(let digits): return "%\(digits)f"
    case .monthName(let style): return code(of: style, style.language.months, "B", "b")
    case .weekdayName(let style): return code(of: style, style.language.weekdays, "A", "a")
    case .meridiem("AM"): return "%p"
    case .meridiem("am"): return "%P"
    case .meridiem(let text): return "%{p:\(text)}"
    case .offset(.compact): return "%z"
    case .offset(.colon): return "%:z"
    case .offset(.hours): return "%{z:hours}"
    case .offset(.compactHours): return "%{z:compact-hours}"
    case .offset(.word(let word)): return "%{z:\(word)}"
    }
  }

  /// `%b` and `%B` of English names; `%{b:fr}`, `%{b2:fr.}` with the number of a list, a point for those behind names, two where they stand
  /// behind all, and `~` where accents are lost.
  private static func code(
    of style: NameStyle, _ names: CalendarNames, _ whole: String, _ short: String
  ) -> String {
    let flag = style.letterCase == .title ? "" : style.letterCase == .upper ? "^" : ","
    let letter = style.list == 0 ? whole : style.list == names.shortList ? short : short + "\(style.list)"
    let dots = style.dots == .none ? "" : style.dots == .all ? ".." : "."
    let rest = dots + (style.lacksAccents ? "~" : "")
    guard style.language != .english || !rest.isEmpty || letter.count > 1 else { return "%" + flag + letter }
    return "%{\(flag)\(letter):\(style.language.rawValue)\(rest)}"
  }

  private static func letters(of field: Field, isPadded: Bool) -> String {
    switch field {
    case .quarter: return isPadded ? "{qq}" : "q"
    case .half: return isPadded ? "{hh}" : "{h}"
    case .nextYear: return "{next-year}"
    case .shortNextYear: return "{next-yy}"
    default:
      let letter = letters.first { $0.value == field }.map { String($0.key) } ?? ""
      return (isPadded || field.width == 4 || field == .shortYear || field == .weekday ? "" : "-") + letter
    }
  }

  private static let letters: [Character: Field] = [
    "Y": .year, "y": .shortYear, "m": .month, "d": .day, "H": .hour, "I": .hour12, "M": .minute, "S": .second,
    "G": .weekYear, "V": .week, "u": .weekday, "j": .dayOfYear,
  ]

  /// Reads a ``code``, or a user's format in strptime's letters.
  ///
  /// - Throws: `DataError.invalidOption` that names the letter that is not known.
  init(code: String) throws(DataError) {
    var elements: [Element] = []
    var isHourEnding = false
    var rest = Substring(code)
    while let character = rest.popFirst() {
      guard character == "%" else {
        elements.append(.literal(String(character)))
        continue
      }
      let directive = Self.directive(&rest)
      if directive == "{hour-ending}" {
        isHourEnding = true
      } else if let found = Self.elements(of: directive) {
        elements += found
      } else {
        throw DataError(
          .invalidOption,
          "the time format '\(code.shortened())' has '%\(directive.shortened())', which is not known",
          fix: "use the letters of strptime: %Y %m %d %H %M %S %b %y %j %p %z")
      }
    }
    self.init(elements)
    self.isHourEnding = isHourEnding
    let fields = self.elements.compactMap { if case .number(let field, _) = $0 { field } else { nil } }
    guard Set(fields).count == fields.count, fields.count <= 16, isComplete else {
      throw DataError(
        .invalidOption, "the time format '\(code.shortened())' does not say year and day once each",
        fix: "use each letter once, with %Y or %y among them")
    }
  }

  /// Flags and letter after a percent sign.
  private static func directive(_ rest: inout Substring) -> String {
    guard rest.first != "{" else {
      let end = rest.firstIndex(of: "}").map { rest.index(after: $0) } ?? rest.endIndex
      defer { rest = rest[end...] }
      return String(rest[..<end])
    }
    let flags = rest.prefix { "-^,:_0#123456789".contains($0) }
    rest = rest.dropFirst(flags.count)
    return flags + (rest.popFirst().map(String.init) ?? "")
  }

  private static func elements(of directive: String) -> [Element]? {
    if let composed = composed[directive] {
      return composed.flatMap { $0.isLetter ? elements(of: String($0)) ?? [] : [.literal(String($0))] }
    }
    guard let letter = directive.last else { return nil }
    let flags = directive.dropLast()
    if directive.hasPrefix("{") { return named(String(directive.dropFirst().dropLast())).map { [$0] } }
    switch letter {
    case "%": return flags.isEmpty ? [.literal("%")] : nil
    case "|": return flags.isEmpty ? [.columnBreak] : nil
    case "n", "t": return flags.isEmpty ? [.literal(" ")] : nil
    case "q": return flags.isEmpty ? [.number(.quarter, isPadded: false)] : nil
    case "e": return [.number(.day, isPadded: false)]
    case "k": return [.number(.hour, isPadded: false)]
    case "l": return [.number(.hour12, isPadded: false)]
    case "f":
      return flags.isEmpty
        ? [.fraction(6)] : Int(flags).flatMap { (1...9).contains($0) ? [.fraction($0)] : nil }
    case "p": return [.meridiem("AM")]
    case "P": return [.meridiem("am")]
    case "z": return flags.isEmpty ? [.offset(.compact)] : flags == ":" ? [.offset(.colon)] : nil
    case "Z": return [.offset(.word("UTC"))]
    case "b", "B", "a", "A": return nameElement(flags + [letter], "en").map { [$0] }
    case "h": return nameElement(flags + "b", "en").map { [$0] }
    default:
      guard let field = letters[letter], flags.isEmpty || flags == "-" || flags == "0" else { return nil }
      return [.number(field, isPadded: flags != "-")]
    }
  }

  private static let composed = ["T": "H:M:S", "R": "H:M", "D": "m/d/y", "F": "Y-m-d"]

  private static func named(_ name: String) -> Element? {
    switch name {
    case "qq": return .number(.quarter, isPadded: true)
    case "h": return .number(.half, isPadded: false)
    case "roman-month": return .roman(.month)
    case "roman-quarter": return .roman(.quarter)
    case "roman-half": return .roman(.half)
    case "ordinal-day": return .ordinalDay(.english)
    case "hmm": return .hourMinute
    case "hh": return .number(.half, isPadded: true)
    case "next-year": return .number(.nextYear, isPadded: true)
    case "next-yy": return .number(.shortNextYear, isPadded: true)
    case "z:hours": return .offset(.hours)
    case "z:compact-hours": return .offset(.compactHours)
    default:
      if let colon = name.firstIndex(of: ":"),
        let element = nameElement(name[..<colon], name[name.index(after: colon)...])
      {
        return element
      }
      if name.hasPrefix("first-day:"), name.utf8.count > 10 {
        return .ordinalDay(.first(String(name.dropFirst(10))))
      }
      if name.hasPrefix("p:"), name.utf8.count > 2 { return .meridiem(String(name.dropFirst(2))) }
      return name.hasPrefix("z:") && name.utf8.count > 2 ? .offset(.word(String(name.dropFirst(2)))) : nil
    }
  }

  /// The name of a month or a day of the week: a flag, a letter and perhaps a number; a language, points and perhaps a tilde.
  private static func nameElement(_ letters: Substring, _ language: Substring) -> Element? {
    var letters = letters, rest = language
    guard let known = CalendarLanguage(rawValue: String(rest.prefix(2))) else { return nil }
    var style = NameStyle(language: known, list: 0)
    if letters.first == "^" || letters.first == "," {
      style.letterCase = letters.removeFirst() == "^" ? .upper : .lower
    }
    rest = rest.dropFirst(2)
    if rest.last == "~" {
      style.lacksAccents = true
      rest.removeLast()
    }
    guard let letter = letters.popFirst(),
      let dots = ["": NameStyle.Dots.none, ".": .shortened, "..": .all][rest]
    else { return nil }
    style.dots = dots
    let names = "Aa".contains(letter) ? known.weekdays : known.months
    if letter.isLowercase {
      guard let list = letters.isEmpty ? names.shortList : Int(letters), names.lists.indices.contains(list)
      else {
        return nil
      }
      style.list = list
    } else if !letters.isEmpty {
      return nil
    }
    switch letter {
    case "b", "B": return .monthName(style)
    case "a", "A": return .weekdayName(style)
    default: return nil
    }
  }
}
