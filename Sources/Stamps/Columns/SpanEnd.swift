import Calendar

/// How the texts of a column go on behind their stamps: with the end of the span of time that begins there, `01.01.2024 00:00 - 01.01.2024 01:00`.
///
/// The start is the stamp. Every end stands equally far behind it, and is written so in a forecast.
struct SpanEnd: Hashable, Sendable {
  /// What stands between start and end.
  let mark: String
  let nanoseconds: Int64

  /// What may stand there.
  static let marks = [" - ", " – ", " — ", " to ", " bis ", "--", "–", "/", "-"]

  var code: String { "\(nanoseconds) \(mark)" }

  init(mark: String, nanoseconds: Int64) { (self.mark, self.nanoseconds) = (mark, nanoseconds) }

  /// Reads a ``code``.
  init?(code: String) {
    let parts = code.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let nanoseconds = Int64(parts[0]), nanoseconds > 0,
      Self.marks.contains(String(parts[1]))
    else { return nil }
    self.init(mark: String(parts[1]), nanoseconds: nanoseconds)
  }

  /// When the span that begins at a stamp ends.
  func end(of stamp: Timestamp) -> Timestamp { stamp.advanced(byNanoseconds: Int128(nanoseconds)) }

  /// The first row whose end is not as far behind its start; on nights when clocks change, spans without offsets look an hour longer or
  /// shorter.
  func firstOther(_ startReading: PatternReading, _ endReading: PatternReading) -> Int? {
    let (starts, ends) = (startReading.times(ofSpans: nanoseconds), endReading.times(ofSpans: nanoseconds))
    guard let first = starts.min(), let last = starts.max() else { return nil }
    let mostChanges = 1 + (last.daysSinceEpoch - first.daysSinceEpoch) / 100
    var changes: Set<Timestamp> = []
    for row in starts.indices {
      let rest = ends[row].nanoseconds(since: end(of: starts[row]))
      if rest == 0 { continue }
      changes.insert(starts[row])
      let isAtNight = starts[row].hour < 4 || starts[row].hour > 21
      guard !startReading.pattern.hasOffset, rest.magnitude == UInt128(TimeStep.hour.nanoseconds), isAtNight,
        changes.count <= mostChanges
      else { return row }
    }
    return nil
  }
}

extension PatternReading {
  /// The instants of starts or ends, where they have offsets from UTC; of spans of whole days, and without offsets, what clocks show.
  fileprivate func times(ofSpans nanoseconds: Int64) -> [Timestamp] {
    guard pattern.hasOffset, nanoseconds % TimeStep.day.nanoseconds != 0 else { return stamps }
    return stamps.indices.map { row in
      let offset = offsets.isEmpty ? firstOffset : offsets[row]
      return Timestamp(
        seconds: stamps[row].seconds - Int64(offset), nanoseconds: Int64(stamps[row].nanosecond))
    }
  }
}

/// The texts of a column, divided at the mark between start and end.
struct SpanTexts {
  private(set) var starts = (bytes: [UInt8](), ends: [UInt64]())
  private(set) var stops = (bytes: [UInt8](), ends: [UInt64]())
  /// The first row without the mark.
  private(set) var firstOther: Int?

  init(_ bytes: Span<UInt8>, _ ends: Span<UInt64>, mark: String) {
    let mark = Array(mark.utf8)
    for row in 0..<ends.count {
      let range = bytes.range(row, ends)
      let place = range.first { place in
        place + mark.count <= range.upperBound && mark.indices.allSatisfy { bytes[place + $0] == mark[$0] }
      }
      guard let place else {
        firstOther = row
        return
      }
      for index in range.lowerBound..<place { starts.bytes.append(bytes[index]) }
      starts.ends.append(UInt64(starts.bytes.count))
      for index in place + mark.count..<range.upperBound { stops.bytes.append(bytes[index]) }
      stops.ends.append(UInt64(stops.bytes.count))
    }
  }
}

extension StampColumn {
  /// Months are no longer, but for a February alone: what the next end of longer spans would be is a guess.
  private static let longestSpan = 28 * TimeStep.day.nanoseconds

  /// Reads a column of spans whose starts and ends are whole stamps of one form; false where it is none.
  ///
  /// - Throws: Where it cannot be told what the starts say.
  mutating func detectSpans(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ options: StampOptions
  ) throws(Failure) -> Bool {
    guard let (start, mark) = StampForm.startOfSpan(bytes.string(0, ends)), !start.isEmpty else {
      return false
    }
    let texts = SpanTexts(bytes, ends, mark: mark)
    guard texts.firstOther == nil else { return false }
    var column = StampColumn(form: .iso())
    do throws(Failure) {
      try column.detect(texts.starts.bytes.span, texts.starts.ends.span, options)
    } catch {
      // Starts alone would not be read either.
      guard error.error.kind == .ambiguousTimestamp else { return false }
      throw error
    }
    guard case .calendar(let pattern) = column.form.kind else { return false }
    let starts = PatternReading(pattern, texts.starts.bytes.span, texts.starts.ends.span)
    let stops = PatternReading(pattern, texts.stops.bytes.span, texts.stops.ends.span)
    guard stops.firstFailure == nil else { return false }
    guard let usual = Self.usualLength(starts.stamps, stops.stamps), usual <= Self.longestSpan,
      let length = Self.usualLength(starts.times(ofSpans: usual), stops.times(ofSpans: usual))
    else { return false }
    let end = SpanEnd(mark: mark, nanoseconds: length)
    guard end.firstOther(starts, stops) == nil else { return false }
    (stamps, dayOffsets, form) = (column.stamps, column.dayOffsets, column.form)
    notes += column.notes + [.spans]
    form.end = end
    return true
  }

  /// The most frequent time from start to end; nil where it is none.
  private static func usualLength(_ starts: [Timestamp], _ stops: [Timestamp]) -> Int64? {
    var counts: [Int64: Int] = [:]
    for (start, stop) in zip(starts, stops) {
      counts[Int64(clamping: stop.nanoseconds(since: start)), default: 0] += 1
    }
    let usual = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return usual.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Reads a column of spans in a form that is known.
  mutating func readSpans(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, in form: StampForm, _ end: SpanEnd
  ) throws(Failure) {
    let texts = SpanTexts(bytes, ends, mark: end.mark)
    func unfitting(_ row: Int) -> Failure {
      Failure(row: row, error: .unfittingStamp(bytes.string(row, ends), like: "'\(form.example)'"))
    }
    if let row = texts.firstOther { throw unfitting(row) }
    try read(texts.starts.bytes.span, texts.starts.ends.span, in: form.startAlone, isStored: true)
    guard case .calendar(let pattern) = self.form.kind else { return }
    let starts = PatternReading(pattern, texts.starts.bytes.span, texts.starts.ends.span)
    let stops = PatternReading(pattern, texts.stops.bytes.span, texts.stops.ends.span)
    if let row = stops.firstFailure ?? end.firstOther(starts, stops) { throw unfitting(row) }
    self.form.end = end
  }
}
