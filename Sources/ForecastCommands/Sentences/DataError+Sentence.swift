import Text
import TimeSeries

extension DataError {
  /// The message in the words of the command line.
  var sentence: String { sentence(.options) }

  /// The message in words that can be followed where the user says what is wanted.
  func sentence(_ wording: Wording) -> String {
    guard !remedies.isEmpty, wording != .none else { return description }
    let advice = remedies.map { $0.sentence(wording) }.joined(separator: ", or ")
    // What a library says to do is worth saying beside the options, unless it is the same in other words.
    let isOwn = remedies.count == 1 && fix == remedies[0].description
    return description(fix: isOwn ? advice : [fix, advice].joinedByOr)
  }
}

extension Remedy {
  /// What to add to the command, or to take away from it.
  var sentence: String {
    switch self {
    case .lookback(let rows): "try --lookback \(rows)"
    case .horizon(let rows): "try --horizon \(rows)"
    case .sizes(let lookback, let horizon): "try --lookback \(lookback) --horizon \(horizon)"
    case .split(let rule): "try --split \(rule)"
    case .cutoffs(let count): "try --windows \(count)"
    case .decimalMark(let mark): "try --decimal '\(mark.rawValue)'"
    case .thousandsMark(let mark): "try --thousands \(mark == .apostrophe ? "\"'\"" : "'\(mark.rawValue)'")"
    case .delimiter(let delimiter): "try \(Self.option(delimiter))"
    case .marks(let delimiter, let decimal):
      "try \(Self.option(delimiter)) --decimal '\(decimal.rawValue)'"
    case .nameEncoding: "tell its encoding with --encoding, such as WINDOWS-1252"
    case .encoding(let name): "try --encoding \(name)"
    case .skipLines(let count): "try --skip-rows \(count)"
    case .noHeader: "try --no-header"
    case .header: "leave out --no-header"
    case .missingValues(let spellings): "try \(Self.told("--missing-values", spellings))"
    case .timeColumns(let names): "try \(Self.told("--time-column", names))"
    case .countRows: "try --time-column none to count rows"
    case .seriesColumn(let name): "try \(Self.told("--series-column", [name]))"
    case .seriesColumns(let names): "try \(Self.told("--series-column", names))"
    case .ignoreColumns(let names): "try \(Self.told("--ignore", names))"
    case .onlySeries(let ids): "try \(Self.told("--series", ids))"
    case .missing(let rule): "try --missing \(rule.rawValue)"
    case .gaps(let rule): "try --gaps \(rule.rawValue)"
    case .duplicates(let rule): "try --duplicates \(rule.rawValue)"
    case .dayFirst: "try --day-first"
    case .monthFirst: "try --month-first"
    case .nameTimeZone: "tell the zone with --time-zone, such as Europe/Berlin"
    case .nameTimeFormat: "describe them with --time-format, such as '%d.%m.%Y %H:%M'"
    case .foundTimeFormat: "leave out --time-format"
    case .timeFormat(let format, let language):
      "try --time-format '\(format)'\(language.map { " for \($0)" } ?? "")"
    case .nameTimeColumn: "tell the column of the time with --time-column"
    case .nameSeriesColumn: "tell the column that names the series with --series-column"
    case .frequency(let frequency): "try --frequency \(frequency.code)"
    case .nameFrequency: "tell the step with --frequency, such as 1h or 1mo"
    case .futureValues: "give the values with --future FILE"
    case .futureRows: "add rows with the values and an empty target to the file"
    case .futureInstead: "leave out --evaluate"
    }
  }

  private static func option(_ delimiter: Character) -> String {
    "--delimiter \(delimiter == "\t" ? "tab" : "'\(delimiter)'")"
  }

  /// An option with names; what looks like another option is joined to it.
  private static func told(_ option: String, _ names: [String]) -> String {
    option + (names.first?.first == "-" ? "=" : " ") + list(names)
  }

  /// Names as one word of a command line.
  private static func list(_ names: [String]) -> String {
    let text = names.map(\.asListedName).joined(separator: ",")
    // Line ends and the like are spelt out as shells read them.
    guard text == text.printable else { return "$'\(text.unicodeScalars.map(\.inShell).joined())'" }
    let isPlain = text.utf8.allSatisfy {
      $0 | 0x20 >= 97 && $0 | 0x20 <= 122 || $0.isDigit || [44, 45, 46, 95].contains($0)
    }
    return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

extension Unicode.Scalar {
  /// Between `$'` and `'` of a command line.
  fileprivate var inShell: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "'", "\\": "\\\(self)"
    case _ where isPrintable: String(self)
    default:
      value < 0x80
        ? "\\x\(hexadecimal(2))" : value < 0x1_0000 ? "\\u\(hexadecimal(4))" : "\\U\(hexadecimal(8))"
    }
  }

  /// Whether messages show it as it is.
  var isPrintable: Bool { String(self) == String(self).printable }

  /// Its number in so many hexadecimal digits or more.
  func hexadecimal(_ width: Int) -> String { Int(value).padded(to: width, radix: 16) }
}
