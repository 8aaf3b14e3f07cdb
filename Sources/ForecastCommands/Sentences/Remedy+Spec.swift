import Text
import TimeSeries

/// Where the user says what is wanted, and so where advice can be followed.
enum Wording {
  /// On the command line.
  case options
  /// In the spec of a sweep.
  case spec
  /// Nowhere: the program itself says it, and a remedy tells what other data would do.
  case none
}

extension Remedy {
  /// What to do where the user says what is wanted.
  func sentence(_ wording: Wording) -> String {
    switch wording {
    case .options: sentence
    case .spec: specSentence
    case .none: description
    }
  }

  /// What to write in the spec of a sweep; the library's words for what a spec has no key for.
  var specSentence: String {
    switch self {
    case .lookback(let rows): "try lookbacks: [\(rows)]"
    case .horizon(let rows): "try horizons: [\(rows)]"
    case .sizes(let lookback, let horizon): "try lookbacks: [\(lookback)] with horizons: [\(horizon)]"
    case .split(let rule): "try split: \(rule)"
    case .foundTimeFormat: "leave out \(ReadingOptions.Key.timeFormat.rawValue) of the reading"
    case .nameTimeColumn: "tell the column of the time with reading: {\(key(.timeColumn)) NAME}"
    case .nameSeriesColumn: "tell the column that names the series with reading: {\(key(.seriesColumn)) NAME}"
    case .nameTimeFormat: "describe them with reading: {\(key(.timeFormat)) '%d.%m.%Y %H:%M'} or the like"
    case .nameTimeZone: "tell the zone with reading: {\(key(.timeZone)) Europe/Berlin} or the like"
    case .nameFrequency: "tell the step with reading: {\(key(.frequency)) 1h} or the like"
    case .nameEncoding: "tell its encoding with reading: {\(key(.encoding)) WINDOWS-1252} or the like"
    default: reading.map { "try reading: {\(key($0.key)) \($0.value)}" } ?? description
    }
  }

  /// The key of the reading and its value in YAML.
  private var reading: (key: ReadingOptions.Key, value: String)? {
    switch self {
    case .decimalMark(let mark): (.decimal, "'\(mark.rawValue)'")
    case .thousandsMark(let mark): (.thousands, "\"\(mark.rawValue)\"")
    case .delimiter(let delimiter): (.delimiter, delimiter == "\t" ? "tab" : "'\(delimiter)'")
    case .encoding(let name): (.encoding, name)
    case .skipLines(let count): (.skipRows, "\(count)")
    case .noHeader: (.noHeader, "true")
    case .header: (.noHeader, "false")
    case .missingValues(let spellings): (.missingValues, Self.list(spellings))
    case .timeColumns(let names): (.timeColumn, Self.list(names))
    case .countRows: (.timeColumn, "none")
    case .seriesColumn(let name): (.seriesColumn, Self.list([name]))
    case .seriesColumns(let names): (.seriesColumn, Self.list(names))
    case .ignoreColumns(let names): (.ignore, Self.list(names))
    case .missing(let rule): (.missing, rule.rawValue)
    case .gaps(let rule): (.gaps, rule.rawValue)
    case .duplicates(let rule): (.duplicates, rule.rawValue)
    case .dayFirst: (.dayFirst, "true")
    case .monthFirst: (.monthFirst, "true")
    case .frequency(let frequency): (.frequency, Self.quoted(frequency.code))
    case .timeFormat(let format, _): (.timeFormat, Self.quoted(format))
    case .onlySeries(let ids): (.series, Self.list(ids))
    default: nil
    }
  }

  private func key(_ key: ReadingOptions.Key) -> String { "\(key.rawValue):" }

  /// Names as one scalar of YAML, in which the reading finds them between commas.
  private static func list(_ names: [String]) -> String {
    quoted(names.map(\.asListedName).joined(separator: ","))
  }

  /// A text as one scalar of YAML; what does not print is spelt out.
  private static func quoted(_ text: String) -> String {
    guard text != text.printable else { return "'" + text.replacing("'", with: "''") + "'" }
    let scalars = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.isPrintable: String(scalar)
      default: "\\U\(scalar.hexadecimal(8))"
      }
    }
    return "\"" + scalars.joined() + "\""
  }
}
