import Calendar
import Stamps

/// What is known beforehand about a table of text; whatever is not, is found out.
///
/// ```swift
/// var options = ReadingOptions()
/// options.decimalMark = .comma
/// options.timeColumns = ["Date", "Time"]
/// let text = "Date;Time;kW\n1.7.2016;00:00;1,5\n1.7.2016;01:00;2,5\n"
/// let table = try Table(parsing: Array(text.utf8), name: "power.csv", options)
/// ```
public struct ReadingOptions: Sendable, Equatable {
  /// The character between fields; `nil` finds it among `,` `;` tab and `|`.
  public var delimiter: Character?
  /// The mark before decimals; `nil` finds it.
  public var decimalMark: NumberMark?
  /// The mark between groups of digits; `nil` finds it where there can be no doubt.
  public var thousandsMark: NumberMark?
  /// The encoding as iconv names it; `nil` tells UTF-8, UTF-16 and UTF-32 apart by themselves.
  public var encoding: String?
  /// Whether a line of names stands above the rows; without one, columns are called `column1`, `column2`, ….
  public var hasHeader = true
  /// How many lines around the header do not belong to the table, counted as physical lines from the top.
  ///
  /// With a header, one of the first `skippedLineCount + 1` lines is the header: the first that names every column, wherever it
  /// stands among them. So a title above the header and a row of units below it are left out in the same way.
  public var skippedLineCount = 0
  /// Spellings of a missing value besides the usual ones (``TableLayout/usualMissingValues``); numbers stand for their value.
  public var missingValues: [String] = []
  /// The column that holds the time, or the columns that make up a stamp together; empty finds them.
  public var timeColumns: [String] = []
  /// Whether there is no time column and rows are counted instead.
  public var countsRows = false
  /// The column that tells series apart, or several with commas between them that do so together; `nil` finds one by its name.
  public var seriesColumn: String?
  /// Columns that are not read.
  public var ignoredColumns: [String] = []
  /// Columns with a role that they were told; they are kept even if they look like an index or never change.
  public var namedColumns: [String] = []
  /// Columns that are forecast; empty makes targets of all columns that have no other role.
  public var targetColumns: [String] = []
  /// Columns whose past alone is known; those without a role are too where targets are told.
  public var pastColumns: [String] = []
  /// Columns that are known ahead.
  public var futureColumns: [String] = []
  /// Columns with one value a series.
  public var fixedColumns: [String] = []
  /// The series to keep by their ids; empty keeps all, and so does ``allSeries`` where no series is called so.
  public var seriesIDs: [String] = []
  /// What becomes of missing cells; `nil` masks them.
  public var missingRule: MissingRule?
  /// What becomes of missing rows; `nil` inserts them.
  public var gapRule: GapRule?
  /// What becomes of rows of a series with the same stamp; `nil` refuses them.
  public var duplicateRule: DuplicateRule?
  /// Whether the SHA-256 of the bytes is wanted.
  public var computesDigest = true
  /// Threads to parse on at most. Small files and files with quotes use one.
  public var threadCount = 2
  /// The format of stamps in the letters of strptime; `nil` finds their form.
  public var timeFormat: String?
  /// Whether days come before months in dates like `01/02/2016`; `nil` lets the column tell.
  public var isDayFirst: Bool?
  /// The zone whose local time stamps without an offset show, such as `Europe/Berlin`; offsets that are those of the zone follow its clocks.
  public var timeZone: String?
  /// The rule by which stamps follow each other; `nil` finds it.
  public var frequency: Frequency?
  /// What was found in an earlier file of the same kind; nothing is guessed again where it says something.
  public var form: FileForm?

  /// What was told by ``set(_:to:)``, in the order of the names.
  public internal(set) var told: [Told] = []

  /// Options that leave everything to be found out.
  ///
  /// - Parameters:
  ///   - delimiter: ``delimiter``.
  ///   - timeColumn: The only column of ``timeColumns``.
  ///   - threadCount: ``threadCount``.
  public init(delimiter: Character? = nil, timeColumn: String? = nil, threadCount: Int = 2) {
    self.delimiter = delimiter
    timeColumns = timeColumn.map { [$0] } ?? []
    self.threadCount = threadCount
  }

  /// The lines of the file between its header and these rows, where they are a part of it; nil where they are all.
  package var precedingLines: Int?
  /// Whether ``frequency`` was found in earlier rows of the file and not told.
  package var findsFrequency = false
  /// The only columns of numbers that are wanted; nil for all.
  package var onlyColumns: [String]?
  /// The series to keep of those that a file has, where none are told; empty keeps all.
  package var usualSeriesIDs: [String] = []
  /// A thread is started for this many bytes; tests lower it.
  package var minimumChunkBytes = 1 << 18
  /// Leaves all tokenising to libcsv; the oracle in tests.
  package var usesLibCSVOnly = false
  /// Text up to this size is kept whole while it is read; tests lower it. 0 is the reader's own choice.
  package var wholeBytes = 0
  /// The size of a block of larger text; tests lower it. 0 is the reader's own choice.
  package var blockBytes = 0
}

extension ReadingOptions {
  /// What stands for all series in ``seriesIDs``, also where a model was fitted on some.
  public static let allSeries = ["all"]

  /// The options with what an earlier file's layout says wherever they say nothing themselves.
  package var completed: ReadingOptions {
    var options = self
    options.complete(with: form?.layout)
    options.namedColumns += options.roleColumns.filter { !options.namedColumns.contains($0) }
    return options
  }

  /// All columns that were told a role.
  package var roleColumns: [String] { targetColumns + pastColumns + futureColumns + fixedColumns }

  /// Refuses columns that were told two roles, or to be left out, or that are the time or tell series apart.
  ///
  /// - Parameter others: The columns of the time and those that tell series apart.
  package func requireOneRoleEach(besides others: [String]) throws(DataError) {
    // What an earlier file left out by itself was not told.
    let leftOut = Set(ignoredColumns).subtracting(form?.layout.ignoredColumns ?? [])
    if let name = roleColumns.first(where: leftOut.contains) {
      throw DataError(
        .invalidOption, "column '\(name.shortened())' is told a role, and to be left out",
        fix: "tell one of both"
      ).at(value: name.shortened())
    }
    for names in [others, targetColumns, pastColumns, futureColumns, fixedColumns]
    where Set(names).count < names.count {
      let name = names.indices.first { names[..<$0].contains(names[$0]) }.map { names[$0].shortened() } ?? ""
      throw DataError(.invalidOption, "column '\(name)' is named twice", fix: "name each column once").at(
        value: name)
    }
    var seen = Set(others)
    for name in roleColumns where !seen.insert(name).inserted {
      throw DataError(
        .invalidOption, "column '\(name.shortened())' is told two roles", fix: "tell one role for each column"
      ).at(value: name.shortened())
    }
  }

  private mutating func complete(with layout: TableLayout?) {
    guard let layout else { return }
    var options = self
    options.delimiter = delimiter ?? layout.delimiter
    options.decimalMark = decimalMark ?? layout.decimalMark
    options.thousandsMark = thousandsMark ?? layout.thousandsMark
    // A later file may well be UTF-8 with or without its mark, but no other encoding is guessed.
    options.encoding = encoding ?? (layout.encoding == "UTF-8" ? nil : layout.encoding)
    options.hasHeader = hasHeader && layout.hasHeader
    options.skippedLineCount = max(skippedLineCount, layout.skippedLineCount)
    options.missingValues = missingValues.isEmpty ? layout.missingValues : missingValues
    options.countsRows = countsRows || (timeColumns.isEmpty && layout.timeColumns.isEmpty)
    options.timeColumns = timeColumns.isEmpty ? layout.timeColumns : timeColumns
    options.seriesColumn = seriesColumn ?? layout.seriesColumn
    options.ignoredColumns = ignoredColumns + layout.ignoredColumns.filter { !ignoredColumns.contains($0) }
    if roleColumns.isEmpty {
      (options.targetColumns, options.pastColumns) = (layout.targetColumns, layout.pastColumns)
      (options.futureColumns, options.fixedColumns) = (layout.futureColumns, layout.fixedColumns)
    }
    options.missingRule = missingRule ?? layout.missingRule
    options.gapRule = gapRule ?? layout.gapRule
    options.duplicateRule = duplicateRule ?? layout.duplicateRule
    self = options
  }
}

extension ReadingOptions {
  /// What is known about the stamps, which stand in `columns`.
  package func stampOptions(_ columns: [String]) -> StampOptions {
    let isTold = timeFormat != nil || isDayFirst != nil || timeZone != nil
    return StampOptions(
      form: isTold ? nil : form?.stamps, format: timeFormat, isDayFirst: isDayFirst, timeZone: timeZone,
      columnNames: columns)
  }
}
