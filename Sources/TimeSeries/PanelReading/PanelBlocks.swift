import Calendar
import Reading

/// A long file some whole series at a time, so that it need not fit into memory.
///
/// What was found in the first block — the form of text and stamps, the roles and the frequency — holds for all of them. A file in
/// which series stand beside each other, or one whose series are mixed from the start, comes as one block.
///
/// ```swift
/// var blocks = try PanelBlocks(reading: "data.csv")
/// while let panel = try blocks.next() { print(panel.series.count) }
/// ```
public struct PanelBlocks {
  /// The file as the caller named it.
  public let path: String
  private var stream: TextStream
  private var options: ReadingOptions
  private let blockBytes: Int
  /// The header and what is above it.
  private var head: [UInt8]
  /// Rows that have not been given.
  private var text: [UInt8]
  private let headLines: Int
  /// The series that have been given, as hash values: eight bytes a series are all that is kept of it.
  private var given: Set<Int> = []
  /// The series with which the next block begins.
  private var expected: String?
  private var isDone = false

  /// Opens a file, `-` being standard input, and reads its first block.
  ///
  /// - Parameter blockBytes: The size of a block of text; it grows where one series is larger.
  /// - Throws: `DataError` for a file that cannot be read or has no usable header.
  public init(
    reading path: String, _ options: ReadingOptions = ReadingOptions(), blockBytes: Int = 1 << 22
  ) throws(DataError) {
    (self.path, self.blockBytes) = (path, blockBytes)
    do {
      stream = try TextStream(reading: path, options, blockBytes: blockBytes)
      let (first, offset) = (stream.head, try stream.bodyOffset(options))
      (head, text) = (Array(first[..<offset]), Array(first[offset...]))
    } catch {
      throw error.inFile(path)
    }
    headLines = head.count { $0 == UInt8(ascii: "\n") }
    self.options = options
    self.options.computesDigest = false
    self.options.encoding = nil
    self.options.precedingLines = 0
  }

  /// The share of the file that has been read, 0…1; nil where its size is not known.
  public var share: Double? { stream.share }

  /// The next series, as many as a block of text holds; nil behind the last.
  ///
  /// - Throws: `DataError` as `Panel(reading:)` does, and `.scatteredSeries` for a series that goes on behind others.
  public mutating func next() throws(DataError) -> Panel? {
    guard !isDone else { return nil }
    do throws(DataError) {
      var size = blockBytes
      while true {
        try stream.fill(&text, to: size)
        if stream.isAtEnd { return try rest() }
        switch try wholeSeries() {
        case .panel(let panel): return panel
        case .more: size *= 2
        case .all: size = .max
        }
      }
    } catch {
      throw error.inFile(path)
    }
  }

  /// All that is left.
  private mutating func rest() throws(DataError) -> Panel {
    isDone = true
    // Of a file that comes in one piece nothing is a part.
    if options.form == nil { options.precedingLines = nil }
    let table = try Table(parsing: head + text, name: path, options)
    if options.form != nil {
      guard let runs = SeriesRuns(table) else { throw Self.noSeries }
      try claim(runs.series, table)
    }
    text = []
    return try Panel(table, options)
  }

  /// What a text has before its last series.
  private enum Found {
    /// Whole series.
    case panel(Panel)
    /// Nothing: the text is to be longer.
    case more
    /// No series that follow each other.
    case all
  }

  /// The series of the text before its last one, of which there may be more.
  private mutating func wholeSeries() throws(DataError) -> Found {
    guard let end = text.endOfRows else { return .more }
    guard options.seriesIDs.isEmpty else { return .all }
    let table: Table
    do { table = try Table(parsing: head + text[..<end], name: path, options) } catch {
      // The first lines that are series may have no values.
      if error.kind == .empty { return .more }
      throw error
    }
    guard let runs = SeriesRuns(table) else {
      // Text that never changes may be the name of the first series.
      if options.form == nil { return table.hasConstantText ? .more : .all }
      throw Self.noSeries
    }
    // Which columns tell lines apart shows in all of them alone.
    if options.form == nil, runs.repeatsSome || table.hasSeriesLines { return .all }
    guard runs.series.count > 1, let last = runs.series.last else { return .more }
    var chosen = options
    chosen.seriesIDs = runs.series.dropLast().map(\.id)
    let lineCount = table.line(ofRow: last.row) - 1 - headLines - (options.precedingLines ?? 0)
    let panel: Panel
    do { panel = try Panel(table, chosen) } catch {
      // Where rows are sorted by time, the first of them are one of each series.
      if options.form == nil, [.tooFewRows, .noFrequency].contains(error.kind) { return .more }
      throw error
    }
    try claim(runs.series.dropLast(), table)
    options.findsFrequency = options.findsFrequency || options.frequency == nil
    (options.form, options.frequency) = (panel.origin.form, panel.frequency)
    text.removeFirst(text.offset(behindLines: lineCount))
    options.precedingLines = (options.precedingLines ?? 0) + lineCount
    expected = last.id
    return .panel(panel)
  }

  /// Remembers series, of which none may have been given before.
  private mutating func claim(_ series: some Collection<SeriesRuns.Run>, _ table: Table) throws(DataError) {
    if let expected, let first = series.first, first.id != expected { throw Self.scattered(first, table) }
    for run in series where !given.insert(run.id.hashValue).inserted { throw Self.scattered(run, table) }
  }

  private static func scattered(_ run: SeriesRuns.Run, _ table: Table) -> DataError {
    DataError(
      .scatteredSeries, "series \(run.id.quoted) goes on here, behind rows of others",
      fix: "sort the rows by series"
    ).at(line: table.line(ofRow: run.row), column: table.layout.seriesColumn)
  }

  /// The first rows had a column of series, which in the rest holds nothing of the kind.
  private static let noSeries = DataError(
    .scatteredSeries, "the rows from here on do not say to which series they belong",
    fix: "write its id in every row")
}

/// The series of a long table in the order of its rows.
private struct SeriesRuns {
  /// Rows of one series that follow each other.
  struct Run {
    let id: String
    let row: Int
  }

  private(set) var series: [Run] = []
  /// Whether a series stands in two places.
  private(set) var repeatsSome = false

  /// Nil for a table that is not long.
  init?(_ table: Table) {
    guard case .long(let name) = table.form else { return nil }
    let (ids, starts) = table.withSeries(name) { (ids, codes) -> ([String], [(row: Int, code: Int)]) in
      let starts = codes.indices.filter { $0 == 0 || codes[$0] != codes[$0 - 1] }
      return (ids, starts.map { (row: $0, code: Int(codes[$0])) })
    }
    var seen = [Bool](repeating: false, count: ids.count)
    for start in starts {
      let run = Run(id: ids[start.code], row: start.row)
      repeatsSome = repeatsSome || seen[start.code]
      seen[start.code] = true
      series.append(run)
    }
  }
}

extension Table {
  fileprivate var hasConstantText: Bool {
    notes.contains { if case .constantText = $0 { true } else { false } }
  }
}

extension [UInt8] {
  /// The place behind the last line end that does not stand within quotes; nil where there is none.
  fileprivate var endOfRows: Int? {
    var quotes = count { $0 == UInt8(ascii: "\"") }
    for index in indices.reversed() {
      if self[index] == UInt8(ascii: "\"") { quotes -= 1 }
      if self[index] == UInt8(ascii: "\n"), quotes.isMultiple(of: 2) { return index + 1 }
    }
    return nil
  }

  /// The place behind the first `count` lines.
  fileprivate func offset(behindLines count: Int) -> Int {
    var (offset, left) = (0, count)
    while left > 0, offset < self.count {
      if self[offset] == UInt8(ascii: "\n") { left -= 1 }
      offset += 1
    }
    return offset
  }
}
