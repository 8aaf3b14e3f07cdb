import Calendar
import Stamps
import Text

extension ReadingOptions {
  /// What can be told about a file, by the names that options and sweeps use.
  public enum Key: String, Sendable, CaseIterable {
    case delimiter, decimal, thousands, encoding
    case noHeader = "no-header"
    case skipRows = "skip-rows"
    case missingValues = "missing-values"
    case timeColumn = "time-column"
    case timeFormat = "time-format"
    case dayFirst = "day-first"
    case monthFirst = "month-first"
    case timeZone = "time-zone"
    case frequency
    case seriesColumn = "series-column"
    case ignore
    case target, past, future, fixed, series
    case missing, gaps, duplicates

    /// The key under a name in any of the usual spellings: `time-column`, `time_column`, `timeColumn`.
    public init?(name: String) {
      let plain = { (text: String) in text.lowercased().filter { $0 != "-" && $0 != "_" } }
      guard let key = Self.allCases.first(where: { plain($0.rawValue) == plain(name) }) else { return nil }
      self = key
    }
  }

  /// Sets what is told under a name.
  ///
  /// - Parameters:
  ///   - key: Which value.
  ///   - text: As a user writes it; names are separated by commas, those with a comma in them stand in quotes.
  /// - Throws: `DataError.invalidOption` for a text that cannot be meant.
  public mutating func set(_ key: Key, to text: String) throws(DataError) {
    switch key {
    case .delimiter: delimiter = try Self.delimiter(text)
    case .decimal: decimalMark = try Self.mark(text, isDecimal: true)
    case .thousands: thousandsMark = try Self.mark(text, isDecimal: false)
    case .encoding: encoding = text
    case .noHeader: hasHeader = try !Self.flag(text)
    case .skipRows: skippedLineCount = try Self.lineCount(text)
    case .missingValues: missingValues = Self.names(text)
    case .timeColumn:
      countsRows = text == "none"
      timeColumns = countsRows ? [] : Self.names(text)
    case .timeFormat:
      _ = try StampForm(code: text)
      timeFormat = text
    case .dayFirst: isDayFirst = try Self.flag(text)
    case .monthFirst: isDayFirst = try !Self.flag(text)
    case .timeZone: timeZone = text
    case .frequency: frequency = try Frequency(code: text)
    case .seriesColumn: seriesColumn = text
    case .ignore: ignoredColumns = Self.names(text)
    case .target: targetColumns = Self.names(text)
    case .past: pastColumns = Self.names(text)
    case .future: futureColumns = Self.names(text)
    case .fixed: fixedColumns = Self.names(text)
    case .series: seriesIDs = Self.names(text)
    case .missing: missingRule = try Self.rule(text)
    case .gaps: gapRule = try Self.rule(text)
    case .duplicates: duplicateRule = try Self.rule(text)
    }
    if let decimalMark, decimalMark == thousandsMark {
      throw Self.invalid(text, "stands before decimals and between thousands", "use different marks")
    }
    told.removeAll { $0.key == key }
    told.append(Told(key: key, text: text))
    told.sort { $0.key.rawValue < $1.key.rawValue }
  }

  /// Something that was told by its name.
  public struct Told: Sendable, Equatable {
    /// The name.
    public let key: Key
    /// As it was written.
    public let text: String
  }

  private static func delimiter(_ text: String) throws(DataError) -> Character {
    if text == "\\t" || text == "tab" { return "\t" }
    guard text.count == 1, let character = text.first else {
      throw invalid(text, "is not one character", "use a character such as ';', or 'tab'")
    }
    return character
  }

  private static func mark(_ text: String, isDecimal: Bool) throws(DataError) -> NumberMark {
    let names: [String: NumberMark] = ["point": .point, "dot": .point, "comma": .comma, "space": .space]
    if let mark = NumberMark(rawValue: text) ?? names[text], !isDecimal || mark.mayPrecedeDecimals {
      return mark
    }
    throw invalid(
      text, isDecimal ? "stands before no decimals" : "stands between no thousands",
      isDecimal ? "use . or ," : "use one of . , ' _ or a space")
  }

  private static func flag(_ text: String) throws(DataError) -> Bool {
    switch text.lowercased() {
    case "true", "yes", "on", "1": return true
    case "false", "no", "off", "0": return false
    default: throw invalid(text, "is neither true nor false", "use true or false")
    }
  }

  private static func rule<Rule: RawRepresentable<String> & CaseIterable>(
    _ text: String
  ) throws(DataError) -> Rule {
    guard let rule = Rule(rawValue: text.lowercased()) else {
      let known = Rule.allCases.map(\.rawValue).joined(separator: ", ")
      throw invalid(text, "is not one of the rules", "use one of \(known)")
    }
    return rule
  }

  private static func lineCount(_ text: String) throws(DataError) -> Int {
    guard let count = Int(text), (0...10_000).contains(count) else {
      throw invalid(text, "is no number of lines", "use a number from 0 to 10,000")
    }
    return count
  }

  private static func invalid(_ text: String, _ problem: String, _ fix: String) -> DataError {
    DataError(.invalidOption, "'\(text.shortened())' \(problem)", fix: fix).at(value: text)
  }

  /// `a,"b, c",d` as three names; the inverse of ``Swift/String/asListedName``.
  static func names(_ text: String) -> [String] {
    var names = [""], isQuoted = false, hasClosed = false
    for character in text {
      switch character {
      case "\"":
        // Two between quotes are one of the name.
        if hasClosed { names[names.count - 1].append(character) }
        hasClosed = isQuoted
        isQuoted.toggle()
        continue
      case "," where !isQuoted: names.append("")
      default: names[names.count - 1].append(character)
      }
      hasClosed = false
    }
    return names
  }
}

extension String {
  /// The name as one of several with commas between them.
  public var asListedName: String {
    guard isEmpty || contains(where: { $0 == "," || $0 == "\"" }) else { return self }
    return "\"" + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
