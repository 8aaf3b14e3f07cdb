/// Stamps that follow each other by one and the same time, which take no memory.
package struct StampRun: Sendable, Equatable {
  /// The first stamp.
  package let start: Timestamp
  /// Nanoseconds from each to the next.
  package let step: Int64
  /// Stamps.
  package private(set) var count: Int

  /// nil where there are fewer than two, or steps differ.
  package init?(_ stamps: [Timestamp]) {
    guard stamps.count > 1, let step = Int64(exactly: stamps[1].nanoseconds(since: stamps[0])) else {
      return nil
    }
    (start, self.step, count) = (stamps[0], step, 0)
    guard append(stamps) else { return nil }
  }

  /// The stamp of a row.
  package subscript(row: Int) -> Timestamp {
    Timestamp(
      seconds: start.seconds,
      nanoseconds: Int64(start.nanosecond) + step * Int64(row))
  }

  /// Goes on with more stamps; false where these do not follow.
  package mutating func append(_ stamps: [Timestamp]) -> Bool {
    guard Int64(count + stamps.count).multipliedReportingOverflow(by: step).overflow == false else {
      return false
    }
    for (place, stamp) in stamps.enumerated() where self[count + place] != stamp { return false }
    count += stamps.count
    return true
  }

  /// The first of them.
  package func prefix(_ limit: Int) -> [Timestamp] { (0..<min(limit, count)).map { self[$0] } }
}
