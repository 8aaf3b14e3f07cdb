import CTableReader

/// Between which times each line of a table has values, and how many.
struct LineValues {
  /// One a line; empty for a line without a value.
  private(set) var spans: [TableSpan]
  private var counts: [UInt32]

  init(_ handle: TableHandle, _ times: Range<Int>) {
    var spans = [TableSpan](repeating: TableSpan(first: 0, end: 0), count: handle.rowCount)
    var counts = [UInt32](repeating: 0, count: handle.rowCount)
    for (time, field) in times.enumerated() {
      handle.withNumbers(field, count: handle.rowCount) { values in
        for line in values.indices where !values[line].isNaN {
          if counts[line] == 0 { spans[line].first = UInt32(time) }
          spans[line].end = UInt32(time + 1)
          counts[line] += 1
        }
      }
    }
    (self.spans, self.counts) = (spans, counts)
  }

  /// Cells from the first value of each line to its last.
  var rowCount: Int { spans.reduce(0) { $0 + Int($1.end - $1.first) } }
  /// Values.
  var valueCount: Int { counts.reduce(0) { $0 + Int($1) } }
  /// Lines with values.
  var lineCount: Int { counts.count { $0 > 0 } }
  /// The first of these.
  var firstLine: Int { counts.firstIndex { $0 > 0 } ?? 0 }

  /// Whether a line has a value.
  func hasValue(_ line: Int) -> Bool { counts[line] > 0 }

  /// The first line with a cell that is missing between two values, and which of the times it is.
  func firstMissing(_ handle: TableHandle, _ times: Range<Int>) -> (line: Int, time: Int)? {
    guard let line = spans.indices.first(where: { spans[$0].end - spans[$0].first > counts[$0] }) else {
      return nil
    }
    let span = Int(spans[line].first)..<Int(spans[line].end)
    let time = span.first { time in
      handle.withNumbers(times.lowerBound + time, count: line + 1) { $0[line].isNaN }
    }
    return time.map { (line, $0) }
  }
}
