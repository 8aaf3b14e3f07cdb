import Text

/// What would put a request right, as a value: whoever speaks to the user knows by which words to ask for it.
public enum Remedy: Sendable, Equatable, CustomStringConvertible {
  /// Look back this many rows.
  case lookback(Int)
  /// Forecast this many rows.
  case horizon(Int)
  /// Look back and forecast this many rows.
  case sizes(lookback: Int, horizon: Int)
  /// Divide the rows by this rule.
  case split(String)
  /// Forecast from this many cutoffs.
  case cutoffs(Int)
  /// Give the values of the columns known ahead.
  case futureValues
  /// Give the values of the columns known ahead in rows behind the last target, in the file itself.
  case futureRows
  /// Draw what follows the last row, or fit with test rows.
  case futureInstead
  /// Say that days come before months.
  case dayFirst
  /// Say that months come before days.
  case monthFirst
  /// Name the zone of local time.
  case nameTimeZone
  /// Name the format of the stamps, in the letters of strptime.
  case nameTimeFormat
  /// Name this format of the stamps, which may be that of a language: `ReadingOptions.timeFormat`.
  case timeFormat(String, language: String?)
  /// Let the format of the stamps be found: no `ReadingOptions.timeFormat`.
  case foundTimeFormat
  /// Name the column or columns that hold the time.
  case nameTimeColumn
  /// Name the column that tells series apart.
  case nameSeriesColumn
  /// Name the rule by which stamps follow each other.
  case nameFrequency
  /// Name this rule by which stamps follow each other: `ReadingOptions.frequency`.
  case frequency(Frequency)
  /// Name the marks that another file is written with: `ReadingOptions.delimiter`, `ReadingOptions.decimalMark`.
  case marks(delimiter: Character, decimal: NumberMark)
  /// Name the decimal mark: `ReadingOptions.decimalMark`.
  case decimalMark(NumberMark)
  /// Name the mark between groups of digits: `ReadingOptions.thousandsMark`.
  case thousandsMark(NumberMark)
  /// Name the delimiter: `ReadingOptions.delimiter`.
  case delimiter(Character)
  /// Name the right encoding.
  case nameEncoding
  /// Name the encoding as iconv knows it: `ReadingOptions.encoding`.
  case encoding(String)
  /// Leave out lines around the header: `ReadingOptions.skippedLineCount`.
  case skipLines(Int)
  /// Say that there is no header: `ReadingOptions.hasHeader`.
  case noHeader
  /// Take back that there is no header: `ReadingOptions.hasHeader`.
  case header
  /// Name further spellings of a missing value: `ReadingOptions.missingValues`.
  case missingValues([String])
  /// Name the column or columns that hold the time: `ReadingOptions.timeColumns`.
  case timeColumns([String])
  /// Say that there is no time: `ReadingOptions.countsRows`.
  case countRows
  /// Name the column that tells series apart: `ReadingOptions.seriesColumn`.
  case seriesColumn(String)
  /// Name the columns that tell series apart together: `ReadingOptions.seriesColumn`.
  case seriesColumns([String])
  /// Leave columns out: `ReadingOptions.ignoredColumns`.
  case ignoreColumns([String])
  /// Keep these series alone: `ReadingOptions.seriesIDs`.
  case onlySeries([String])
  /// Treat missing cells in one of these ways: `ReadingOptions.missingRule`.
  case missing(MissingRule)
  /// Treat missing rows in this way: `ReadingOptions.gapRule`.
  case gaps(GapRule)
  /// Treat rows with the same stamp in this way: `ReadingOptions.duplicateRule`.
  case duplicates(DuplicateRule)

  /// The split of which every part has rows, however few there are from ten on.
  public static let usualSplit = Remedy.split("0.7/0.1/0.2")

  /// What would do, for readers of a program's own messages.
  public var description: String {
    switch self {
    case .lookback(let rows): "a lookback of \(rows) would do"
    case .horizon(let rows): "a horizon of \(rows) would do"
    case .sizes(let lookback, let horizon): "a lookback of \(lookback) and a horizon of \(horizon) would do"
    case .split(let rule): "the split \(rule) would do"
    case .cutoffs(let count): "\(count) \(count == 1 ? "cutoff" : "cutoffs") would do"
    case .decimalMark(let mark): "\(mark) as the decimal mark would do"
    case .thousandsMark(let mark): "\(mark) as the mark between thousands would do"
    case .delimiter(let delimiter): "'\(delimiter)' as the delimiter would do"
    case .nameEncoding: "the name of its encoding would do"
    case .encoding(let name): "the encoding \(name) may be the right one"
    case .skipLines(let count):
      "leaving out \(count) \(count == 1 ? "line" : "lines") around the header would do"
    case .header: "reading it with a header would do"
    case .noHeader: "reading it without a header would do"
    case .missingValues(let spellings):
      "\(spellings.map(\.quoted).joined(separator: ", ")) may stand for a missing value"
    case .timeColumns(let names): "\(names.map(\.quoted).joined(separator: " and ")) may hold the time"
    case .countRows: "rows can be counted instead"
    case .seriesColumn(let name): "\(name.quoted) may tell series apart"
    case .seriesColumns(let names): "\(names.map(\.quoted).joined(separator: " and ")) may tell series apart"
    case .ignoreColumns(let names): "leaving out \(names.map(\.quoted).joined(separator: " and ")) would do"
    case .onlySeries(let ids): "the series \(ids.map(\.quoted).joined(separator: ", ")) alone would do"
    case .missing(let rule): "the rule '\(rule.rawValue)' for missing cells would do"
    case .gaps(let rule): "the rule '\(rule.rawValue)' for missing rows would do"
    case .duplicates(let rule): "the rule '\(rule.rawValue)' for rows with the same stamp would do"
    case .dayFirst: "reading days before months may be right"
    case .monthFirst: "reading months before days may be right"
    case .nameTimeZone: "the time zone would do"
    case .nameTimeFormat: "the format of the stamps would do"
    case .timeFormat(let format, let language):
      "the format \(format.quoted) would do\(language.map { " for \($0)" } ?? "")"
    case .foundTimeFormat: "the format that is found in them would do"
    case .nameTimeColumn: "the name of the time column would do"
    case .nameSeriesColumn: "the name of the column that tells series apart would do"
    case .nameFrequency: "the frequency would do"
    case .frequency(let frequency): "the frequency \(frequency) would do"
    case .marks(let delimiter, let decimal):
      "\(String(delimiter).quoted) as the delimiter and \(decimal) as the decimal mark would do"
    case .futureValues: "a file with the values that are known ahead would do"
    case .futureRows: "rows behind the last one, with what is known ahead and no target, would do"
    case .futureInstead: "what follows the last row can be drawn; test rows need a split that has them"
    }
  }
}
