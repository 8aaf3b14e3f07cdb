import Calendar

extension StampColumn {
  /// The error of rows such as `2024-01-01 00:00-01:00`, whose end reads as an offset from UTC; nil where the rows are none of these.
  ///
  /// The ends are three or more, and nearly all as long behind the start: rows of several zones have three offsets too, each at any time of day.
  static func clockSpans(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Failure? {
    let rows = ends.sampleRows(24)
    var found: Set<Int> = []
    var lengths: [Int: Int] = [:]
    for row in rows {
      guard let (start, end) = clocks(bytes.string(row, ends)) else { return nil }
      found.insert(end)
      lengths[(end - start + minutesOfDay) % minutesOfDay, default: 0] += 1
    }
    guard found.count > 2, 4 * (lengths.values.max() ?? 0) >= 3 * rows.count else { return nil }
    return Failure(row: 0, error: .clockSpan(bytes.string(0, ends)))
  }

  private static let minutesOfDay = 1440

  /// The minutes of a time of day and of another one behind a dash behind it.
  private static func clocks(_ text: String) -> (start: Int, end: Int)? {
    if let hours = hours(text) { return hours }
    guard let dash = text.lastIndex(of: "-"), let end = minutes(text[text.index(after: dash)...]),
      let clock = text[..<dash].split(whereSeparator: { !$0.isNumber && $0 != ":" }).last,
      let start = minutes(clock)
    else { return nil }
    return (start, end)
  }

  /// The minutes of two hours in a column of their own behind that of the day: `00 - 01`.
  private static func hours(_ text: String) -> (start: Int, end: Int)? {
    let columns = text.split(separator: Character(Unicode.Scalar(StampPattern.columnSeparator)))
    guard columns.count > 1, let parts = columns.last?.split(whereSeparator: { $0 == "-" || $0 == " " }),
      parts.count == 2, columns.last?.contains("-") == true, parts.allSatisfy({ $0.count <= 2 }),
      let start = Int(parts[0]), let end = Int(parts[1]), max(start, end) <= 24
    else { return nil }
    return (60 * start, 60 * end)
  }

  /// The minutes of a time of day such as `9:30`; nil for other texts.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count),
      parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), hours <= 24
    else { return nil }
    return 60 * hours + minutes
  }
}

extension DataError {
  fileprivate static func clockSpan(_ text: String) -> DataError {
    let value = text.shownAsStamp
    var start = text[..<(text.lastIndex(of: "-") ?? text.endIndex)]
    while start.last == " " { start.removeLast() }
    return DataError(
      .badTimestamp, "'\(value)' names the start and the end of a span of time",
      fix: "keep the start alone, '\(String(start).shownAsStamp)', in every row"
    ).at(value: value)
  }
}
