import Calendar
import Persistence

/// How a table is written: what was told and what was found, so that later files are read, and forecasts written, in the same way.
public struct TableLayout: Sendable, Equatable {
  /// The character between fields.
  public var delimiter: Character = ","
  /// The mark before decimals.
  public var decimalMark = NumberMark.point
  /// The mark between groups of digits, if there is one.
  public var thousandsMark: NumberMark?
  /// The encoding as iconv names it.
  public var encoding = "UTF-8"
  /// Whether the text begins with a byte order mark.
  public var hasByteOrderMark = false
  /// Whether the file is packed with gzip.
  public var isCompressed = false
  /// Whether a line of names stands above the rows.
  public var hasHeader = true
  /// Whether the text begins with Excel's `sep=` line.
  public var hasDelimiterLine = false
  /// Lines around the header that were told not to belong to the table.
  public var skippedLineCount = 0
  /// Spellings of a missing value that were told.
  public var missingValues: [String] = []
  /// The column that holds the time, or those that make up a stamp together.
  public var timeColumns: [String] = []
  /// The column that tells series apart, or several with commas between them.
  public var seriesColumn: String?
  /// Columns that are left out: as told, a saved row index, text that never changes, columns without name and values.
  public var ignoredColumns: [String] = []

  /// Columns that were told to be forecast.
  public var targetColumns: [String] = []
  /// Columns that were told to be known in the past alone.
  public var pastColumns: [String] = []
  /// Columns that were told to be known ahead.
  public var futureColumns: [String] = []
  /// Columns that were told to have one value a series.
  public var fixedColumns: [String] = []
  /// What becomes of missing cells.
  public var missingRule = MissingRule.mask
  /// What becomes of missing rows; files of formats that did not say kept the rows as they were.
  public var gapRule = GapRule.keep
  /// What becomes of rows of a series with the same stamp; files of formats that did not say kept them.
  public var duplicateRule = DuplicateRule.keep

  /// A comma, a point, UTF-8, a header.
  public init() {}

  /// The spellings that always stand for a missing value, in any case, besides the empty cell.
  public static let usualMissingValues = [
    "NaN", "-NaN", "+NaN", "NA", "N/A", "N.A.", "<NA>", "#N/A", "#N/A N/A", "#NA", "#NV", "null", "(null)",
    "nil", "NaT",
    "None", "missing", "\\N", "-", "--", "---", "?", ":", ".", "..", "...", "*", "-nan(ind)", "1.#IND",
    "-1.#IND",
    "1.#QNAN",
    "-1.#QNAN", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!", "k.A.", "\u{2013}", "\u{2014}",
  ]
}

extension TableLayout {
  /// The layout as an object; members with their usual value are left out.
  public var json: JSONValue {
    var members: [(key: String, value: JSONValue)] = [("delimiter", .string(String(delimiter)))]
    members.append(("decimal", .string(decimalMark.rawValue)))
    if let thousandsMark { members.append(("thousands", .string(thousandsMark.rawValue))) }
    if encoding != "UTF-8" { members.append(("encoding", .string(encoding))) }
    for (key, isSet) in [
      ("byteOrderMark", hasByteOrderMark), ("compressed", isCompressed), ("noHeader", !hasHeader),
      ("delimiterLine", hasDelimiterLine),
    ] where isSet { members.append((key, true)) }
    if skippedLineCount > 0 { members.append(("skippedLines", .integer(skippedLineCount))) }
    for (key, names) in [
      ("missingValues", missingValues), ("timeColumns", timeColumns), ("ignoredColumns", ignoredColumns),
      ("targets", targetColumns), ("past", pastColumns), ("future", futureColumns), ("fixed", fixedColumns),
    ] where !names.isEmpty { members.append((key, .array(names.map { .string($0) }))) }
    if let seriesColumn { members.append(("seriesColumn", .string(seriesColumn))) }
    if missingRule != .mask { members.append(("missing", .string(missingRule.rawValue))) }
    if gapRule != .keep { members.append(("gaps", .string(gapRule.rawValue))) }
    if duplicateRule != .keep { members.append(("duplicates", .string(duplicateRule.rawValue))) }
    return .object(JSONObject(members))
  }

  /// Reads what ``json`` wrote.
  ///
  /// - Throws: `JSONError` for members that are unknown or of another type.
  public init(json: JSONReader) throws(JSONError) {
    try json.rejectMembers(besides: [
      "delimiter", "decimal", "thousands", "encoding", "byteOrderMark", "compressed", "noHeader",
      "delimiterLine",
      "skippedLines", "missingValues", "timeColumns", "ignoredColumns", "seriesColumn", "targets", "past",
      "future", "fixed", "missing", "gaps", "duplicates",
    ])
    let mark = try json.member("delimiter")
    let text = try mark.string()
    guard text.count == 1, let character = text.first, character.isDelimiter else {
      throw mark.invalid("it is not one ASCII character")
    }
    delimiter = character
    decimalMark = try json.member("decimal").numberMark()
    thousandsMark = try json.optionalMember("thousands")?.numberMark()
    encoding = try json.optionalMember("encoding")?.string() ?? "UTF-8"
    hasByteOrderMark = try json.optionalMember("byteOrderMark")?.boolean() ?? false
    isCompressed = try json.optionalMember("compressed")?.boolean() ?? false
    hasHeader = try !(json.optionalMember("noHeader")?.boolean() ?? false)
    hasDelimiterLine = try json.optionalMember("delimiterLine")?.boolean() ?? false
    skippedLineCount = try json.optionalMember("skippedLines")?.integer() ?? 0
    missingValues = try json.strings("missingValues")
    timeColumns = try json.strings("timeColumns")
    ignoredColumns = try json.strings("ignoredColumns")
    seriesColumn = try json.optionalMember("seriesColumn")?.string()
    (targetColumns, pastColumns) = (try json.strings("targets"), try json.strings("past"))
    (futureColumns, fixedColumns) = (try json.strings("future"), try json.strings("fixed"))
    missingRule = try json.optionalMember("missing")?.rule() ?? .mask
    gapRule = try json.optionalMember("gaps")?.rule() ?? .keep
    duplicateRule = try json.optionalMember("duplicates")?.rule() ?? .keep
  }
}

extension JSONReader {
  fileprivate func strings(_ key: String) throws(JSONError) -> [String] {
    var texts: [String] = []
    for element in try optionalMember(key)?.elements() ?? [] { texts.append(try element.string()) }
    return texts
  }

  fileprivate func rule<Rule: RawRepresentable<String>>() throws(JSONError) -> Rule {
    guard let rule = Rule(rawValue: try string()) else { throw invalid("it is no rule") }
    return rule
  }

  fileprivate func numberMark() throws(JSONError) -> NumberMark {
    guard let mark = NumberMark(rawValue: try string()) else { throw invalid("it is no mark of numbers") }
    return mark
  }
}

extension TableLayout {
  /// Keeps the roles and the rules that were told.
  package mutating func keep(_ options: ReadingOptions) {
    (targetColumns, pastColumns) = (options.targetColumns, options.pastColumns)
    (futureColumns, fixedColumns) = (options.futureColumns, options.fixedColumns)
    missingRule = options.missingRule ?? .mask
    gapRule = options.gapRule ?? .keep
    duplicateRule = options.duplicateRule ?? .keep
  }

  /// Leaves every column without a role.
  package mutating func forgetRoles() {
    (targetColumns, pastColumns, futureColumns, fixedColumns) = ([], [], [], [])
  }
}
