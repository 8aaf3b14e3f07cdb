import Calendar

/// A column of stamps as read: the stamps, the form in which they are written, and what was odd.
///
/// Every known form is scored on the whole column. The form that fits best is taken; a row that does not fit it is an
/// error, never a reason for another form.
///
/// ```swift
/// let column = try StampColumn(["1960Q3", "1960Q4", "1961Q1"])
/// print(column.stamps[0])  // 1960-07-01 00:00:00
/// print(column.form.string(for: Timestamp(year: 1961, month: 4)))  // 1961Q2
/// ```
public struct StampColumn: Sendable {
  /// One per row.
  public internal(set) var stamps: [Timestamp] {
    get { run.map { $0.prefix($0.count) } ?? listed }
    set { (listed, run) = (newValue, nil) }
  }
  private var listed: [Timestamp] = []
  /// The stamps, where they were found to follow each other regularly and are not listed.
  package private(set) var run: StampRun?
  /// How they are written.
  public internal(set) var form = StampForm.iso()
  /// What is worth saying.
  public internal(set) var notes: [StampNote] = []

  /// Whether local time stays.
  var leavesLocal = false
  /// Seconds east of UTC of each row of days whose offsets differ.
  var dayOffsets: [Int] = []
  /// The zone whose local time the stamps still show, where they were asked to be left so.
  package internal(set) var localZone: TimeZoneRules?

  /// What is wrong in which row; the caller knows lines and names.
  package struct Failure: Error {
    package let row: Int
    package let error: DataError
  }

  /// What stands between the texts of several columns that make one stamp.
  package static let columnSeparator = StampPattern.columnSeparator

  init(form: StampForm) { self.form = form }

  /// Rows that are counted from 0, where there are no stamps.
  package init(counting rowCount: Int) {
    form = StampForm(.counter, digits: 0)
    stamps = (0..<rowCount).map { Timestamp(seconds: Int64($0)) }
  }

  /// Reads a column in pieces, if every piece is written in the same form without an offset, the year first; nil otherwise. Stamps that
  /// all follow each other by the same time are not listed.
  ///
  /// - Parameter piece: The column of some rows.
  package init?<Failure: Error>(
    pieces: [Range<Int>], _ options: StampOptions, _ piece: (Range<Int>) throws(Failure) -> StampColumn
  ) {
    guard options.timeZone == nil, let first = pieces.first, let last = pieces.last,
      let column = try? piece(first), column.isPlain
    else { return nil }
    var run = StampRun(column.listed)
    var listed = run == nil ? column.listed : []
    for rows in pieces.dropFirst() {
      guard let next = try? piece(rows), next.isPlain, next.form == column.form else { return nil }
      if run?.append(next.listed) == true { continue }
      if listed.isEmpty { listed.reserveCapacity(last.upperBound) }
      if let known = run { listed += known.prefix(known.count) }
      run = nil
      listed += next.listed
    }
    self.init(form: column.form)
    (self.listed, self.run) = (listed, run)
  }

  /// Whether a part of the column tells the form of the whole.
  private var isPlain: Bool {
    guard case .calendar(let pattern) = form.kind else { return false }
    return notes.isEmpty && form.zone == .none && !pattern.hasOffset && localZone == nil
      && pattern.isDayFirst == nil
  }

  /// Reads the texts of one column.
  ///
  /// - Throws: `DataError.badTimestamp`, `.ambiguousTimestamp` or `.invalidOption`; its `line` is the row's, where
  ///   row 0 stands on line 2.
  public init(_ texts: [String], options: StampOptions = StampOptions()) throws(DataError) {
    var bytes: [UInt8] = [], ends: [UInt64] = []
    for text in texts {
      bytes += text.utf8
      ends.append(UInt64(bytes.count))
    }
    do {
      try self.init(bytes.span, ends: ends.span, options: options)
    } catch {
      throw error.error.at(line: error.row + 2)
    }
  }

  /// Reads the texts of several columns that make one stamp together: a date and a time, or year, month and day.
  ///
  /// - Parameter columns: Equally long. `options.columnNames` helps where numbers alone do not tell.
  /// - Throws: As ``init(_:options:)``.
  public init(columns: [[String]], options: StampOptions = StampOptions()) throws(DataError) {
    precondition(
      !columns.isEmpty && columns.allSatisfy { $0.count == columns[0].count },
      "StampColumn: columns differ in length")
    let separator = String(ascii: StampPattern.columnSeparator)
    let texts = columns[0].indices.map { row in columns.map { $0[row] }.joined(separator: separator) }
    try self.init(texts, options: options)
  }

  /// Reads texts that lie end to end.
  ///
  /// - Parameters:
  ///   - bytes: The text of all stamps.
  ///   - ends: Where each stamp ends.
  package init(_ bytes: Span<UInt8>, ends: Span<UInt64>, options: StampOptions = StampOptions())
    throws(Failure)
  {
    guard ends.count > 0 else { return }
    let zone = try Self.zone(options)
    leavesLocal = options.leavesLocal
    do throws(Failure) {
      try read(bytes, ends, options)
    } catch {
      throw Failure(row: error.row, error: error.error.hinting(atEncodingOf: bytes, ends, row: error.row))
    }
    guard form.periods == nil, options.form == nil || form.zone == .none || form.zone.isInstant else {
      return
    }
    if let zone {
      let obstacle = try convert(to: zone)
      if let obstacle { notes.append(.zoneNotApplied(zone.name, obstacle)) }
    } else if options.form == nil || form.zone.isInstant, let zone = namedZone,
      // Clocks of that zone that never show what is written are a reason to leave it as it is.
      form.zone != .none || stamps.allSatisfy({ !zone.instants(ofLocal: $0.seconds).isEmpty })
    {
      _ = try convert(to: zone)
    }
  }

  private mutating func read(_ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions)
    throws(Failure)
  {
    if let form = try Self.told(options) {
      do throws(Failure) {
        try read(bytes, ends, in: form, isStored: options.form != nil, zone: Self.zone(options))
      } catch {
        var found = StampColumn(form: .iso())
        guard (try? found.detect(bytes, ends, options)) != nil else { throw error }
        // A model's form goes before what is found, and what is told before both.
        let remedy = options.form == nil ? Remedy.foundTimeFormat : .nameTimeFormat
        throw Failure(row: error.row, error: error.error.remedied(by: remedy))
      }
      if options.form != nil, form.periods == nil, case .named(let rules) = form.zone {
        _ = try convert(to: rules, isStored: true)
      }
    } else {
      if try !detectPeriods(bytes, ends, options) {
        do throws(Failure) { try detect(bytes, ends, options) } catch {
          guard try detectSpans(bytes, ends, options) else { throw error }
        }
      }
      if let isDayFirst = options.isDayFirst, !form.hasDayAndMonthInOrder {
        notes.append(.orderNotApplied(isDayFirst: isDayFirst))
      }
    }
  }

  /// The zone whose name stands behind the time: in brackets behind offsets from UTC that change, or else with a slash, as databases
  /// write it.
  private var namedZone: TimeZoneRules? {
    guard case .calendar(let pattern) = form.kind, case .literal(let text)? = pattern.elements.last else {
      return nil
    }
    let isBracketed = text.first == "[" && text.last == "]"
    guard isBracketed || (form.zone == .none && text.contains("/")) else { return nil }
    let name = isBracketed ? text.dropFirst().dropLast() : text.drop { $0 == " " }
    return try? TimeZoneRules(named: String(name))
  }

  private static func told(_ options: StampOptions) throws(Failure) -> StampForm? {
    if let form = options.form { return form }
    guard let format = options.format else { return nil }
    do {
      return try StampForm(code: format)
    } catch {
      throw Failure(row: 0, error: error)
    }
  }

  static func zone(_ options: StampOptions) throws(Failure) -> TimeZoneRules? {
    guard let name = options.timeZone else { return nil }
    do {
      return try TimeZoneRules(named: name)
    } catch {
      throw Failure(row: 0, error: error)
    }
  }
}

extension Span<UInt8> {
  /// Where the text of a row lies, without spaces around it.
  func range(_ row: Int, _ ends: Span<UInt64>) -> Range<Int> {
    trimmingSpaces(Int(row == 0 ? 0 : ends[row - 1])..<Int(ends[row]))
  }

  func string(_ row: Int, _ ends: Span<UInt64>) -> String { string(range(row, ends)) }
}

extension Span<UInt64> {
  /// The row with the longest text.
  var longestRow: Int {
    var (longest, row, start) = (0, 0, UInt64(0))
    for index in 0..<count {
      let width = Int(self[index] - start)
      if width > longest { (longest, row) = (width, index) }
      start = self[index]
    }
    return row
  }

  /// Up to `limit` rows, evenly spread.
  func sampleRows(_ limit: Int) -> [Int] {
    guard count > limit else { return Array(0..<count) }
    return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
  }
}
