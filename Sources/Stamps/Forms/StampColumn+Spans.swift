import Calendar

extension StampColumn {
  /// The error of rows such as `2024-01-01 00:00-01:00`, whose end reads as an offset from UTC; nil where the rows are none of these.
  ///
  /// No zone has had three offsets: where the ends are three or more, they are no offsets.
  static func clockSpans(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> Failure? {
    var found: Set<Substring> = []
    for row in ends.sampleRows(24) {
      let text = bytes.string(row, ends)
      guard let end = clockBehindClock(text) else { return nil }
      found.insert(end)
    }
    guard found.count > 2 else { return nil }
    return Failure(row: 0, error: .clockSpan(bytes.string(0, ends)))
  }

  /// The time of day behind a dash behind another one.
  private static func clockBehindClock(_ text: String) -> Substring? {
    guard let dash = text.lastIndex(of: "-") else { return nil }
    let end = text[text.index(after: dash)...], start = text[..<dash]
    guard isClock(end), let clock = start.split(whereSeparator: { !$0.isNumber && $0 != ":" }).last,
      isClock(clock)
    else { return nil }
    return end
  }

  private static func isClock(_ text: Substring) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count)
      && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } }
  }
}

extension DataError {
  fileprivate static func clockSpan(_ text: String) -> DataError {
    let value = text.shownAsStamp
    let start = text[..<(text.lastIndex(of: "-") ?? text.endIndex)]
    return DataError(
      .badTimestamp, "'\(value)' names the start and the end of a span of time",
      fix: "keep the start alone, '\(String(start).shownAsStamp)', in every row"
    ).at(value: value)
  }
}
