import ArgumentParser
import TimeSeries

/// What is known about a data file before it is read.
struct DataOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Character between fields. (default: found in the file)", valueName: "char"))
  var delimiter: String?

  @Option(help: ArgumentHelp("Mark before decimals: . or , (default: found)", valueName: "mark"))
  var decimal: String?

  @Option(help: ArgumentHelp("Mark between thousands, such as , or ' (default: found)", valueName: "mark"))
  var thousands: String?

  @Option(
    help: ArgumentHelp("Encoding as iconv names it. (default: UTF-8 or UTF-16, found)", valueName: "name"))
  var encoding: String?

  @Flag(help: "The first line is a row, not the names of the columns.")
  var noHeader = false

  @Option(help: ArgumentHelp("Lines around the header that are no rows. (default: 0)", valueName: "lines"))
  var skipRows: Int?

  @Option(
    help: ArgumentHelp("Spellings of a missing value, besides the usual ones such as NA.", valueName: "a,b,…")
  )
  var missingValues: String?

  @Option(
    help: ArgumentHelp(
      "Column of time stamps, or the columns that make one together; none counts rows. (default: found)",
      valueName: "a,b,…"))
  var timeColumn: String?

  @Option(
    help: ArgumentHelp(
      "Format of the stamps in the letters of strptime. (default: found)", valueName: "format"))
  var timeFormat: String?

  @Flag(help: "Dates like 01/02/2016 have the day first.")
  var dayFirst = false

  @Flag(help: "Dates like 01/02/2016 have the month first.")
  var monthFirst = false

  @Option(
    help: ArgumentHelp(
      "Zone of local time, and of offsets that follow it, such as Europe/Berlin. (default: none)",
      valueName: "zone"))
  var timeZone: String?

  @Option(
    help: ArgumentHelp("Step between rows, such as 15min, 1h, 1bd, 1mo. (default: found)", valueName: "code"))
  var frequency: String?

  @Option(
    help: ArgumentHelp("Column or columns that tell series apart. (default: found)", valueName: "a,b,…"))
  var seriesColumn: String?

  @Option(help: ArgumentHelp("Columns that are left out.", valueName: "a,b,…"))
  var ignore: String?

  @Option(
    help: ArgumentHelp(
      "Series to keep of a file with several, or all; a name may have commas itself. A model keeps to those of its fit. (default: all)",
      valueName: "a,b,…"))
  var series: String?

  @Option(
    help: ArgumentHelp(
      "Missing cells: mask | linear | previous | seasonal fill histories, never scores; error refuses. (default: mask)",
      valueName: "rule"))
  var missing: String?

  @Option(
    help: ArgumentHelp(
      "Missing rows: fill inserts them with missing cells, segment divides the series there, error refuses them, keep leaves "
        + "the rows as they are. (default: fill)", valueName: "rule"))
  var gaps: String?

  @Option(
    help: ArgumentHelp(
      "Rows with the same stamp: error refuses them; first, last, mean or sum of their values counts; keep leaves them all. "
        + "(default: error)",
      valueName: "rule"))
  var duplicates: String?

  func validate() throws {
    guard !(dayFirst && monthFirst) else {
      throw ValidationError("--day-first and --month-first exclude each other")
    }
    try idleOption?.refuseArguments()
    try told.validate()
  }

  /// What is said of stamps where there are none, or twice.
  private var idleOption: IdleOption? {
    let order = dayFirst ? "--day-first" : monthFirst ? "--month-first" : nil
    let ofStamps = [timeFormat.map { _ in "--time-format" }, order, timeZone.map { _ in "--time-zone" }]
    if timeColumn == "none", let idle = ofStamps.compactMap(\.self).first {
      return IdleOption(
        "\(idle) is about stamps, and --time-column none counts rows; leave one of them out")
    }
    if timeFormat != nil, let order {
      return IdleOption("--time-format says what stands first; leave out \(order)")
    }
    return nil
  }

  /// How the data is read.
  func reading(threads: Int) throws(DataError) -> ReadingOptions {
    var options = ReadingOptions(threadCount: threads)
    for (key, text) in told { try options.set(key, to: text) }
    return options
  }

  private var told: [(key: ReadingOptions.Key, text: String)] {
    let texts: [(ReadingOptions.Key, String?)] = [
      (.delimiter, delimiter), (.decimal, decimal), (.thousands, thousands), (.encoding, encoding),
      (.noHeader, noHeader ? "true" : nil), (.skipRows, skipRows.map(String.init)),
      (.missingValues, missingValues), (.timeColumn, timeColumn), (.timeFormat, timeFormat),
      (.dayFirst, dayFirst ? "true" : nil), (.monthFirst, monthFirst ? "true" : nil),
      (.timeZone, timeZone), (.frequency, frequency), (.seriesColumn, seriesColumn), (.ignore, ignore),
      (.series, series), (.missing, missing), (.gaps, gaps), (.duplicates, duplicates),
    ]
    return texts.compactMap { key, text in text.map { (key: key, text: $0) } }
  }
}

extension [(key: ReadingOptions.Key, text: String)] {
  /// Refuses texts that say nothing.
  func validate() throws {
    var options = ReadingOptions()
    for (key, text) in self {
      do throws(DataError) { try options.set(key, to: text) } catch {
        throw ValidationError("--\(key.rawValue): \(error.sentence)")
      }
    }
  }
}
