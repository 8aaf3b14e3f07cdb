/// The rows of a series after gaps and duplicates have been treated.
struct RowPlan {
  /// The stamp of each row.
  private(set) var stamps: [Timestamp] = []
  /// The rows before that each row is made of, several where duplicates are merged; none for an inserted row, where it begins behind the
  /// row before.
  private(set) var sources: [Range<Int>] = []
  /// Rows before which rows are missing that are not inserted.
  private(set) var breaks: [Int] = []

  /// - Parameters:
  ///   - before: The stamps of the rows, never decreasing.
  ///   - reading: Their grid.
  /// - Throws: `DataError` for gaps and duplicates that are to be refused.
  init(
    _ before: [Timestamp], _ reading: GridReading, gaps: GapRule, duplicates: DuplicateRule,
    line: (Int) -> Int
  ) throws(DataError) {
    var places = reading.places[...]
    for row in before.indices {
      var isMerged = false
      while let place = places.first, place.row == row {
        places.removeFirst()
        switch place.irregularity {
        case .duplicate(_, let stamp):
          if duplicates == .error {
            let repeated = reading.places.count { place in
              if case .duplicate = place.irregularity { true } else { false }
            }
            throw .duplicate(
              reading.shown(stamp), lines: line(row - 1), line(row),
              areSeveral: 2 * repeated >= before.count)
          }
          isMerged = duplicates != .keep
        case .gap(_, let from, let to, let count):
          switch gaps {
          case .keep: break
          case .error:
            throw .gap(count, from: reading.shown(from), to: reading.shown(to)).at(line: line(row))
          case .segment: breaks.append(stamps.count)
          case .fill: insert(count, after: from, strays: row - 1 - place.before, of: reading.grid)
          }
        case .stray, .clockChange: break
        }
      }
      if isMerged, let last = sources.last {
        sources[sources.count - 1] = last.lowerBound..<row + 1
      } else {
        stamps.append(before[row])
        sources.append(row..<row + 1)
      }
    }
  }

  /// Inserts the positions that follow `stamp`; of the last rows, which stand on none, those near a position take it.
  private mutating func insert(_ count: Int, after stamp: Timestamp, strays: Int, of grid: TimeGrid) {
    let first = grid.position(atOrBefore: stamp) + 1
    let between = zip(stamps.suffix(strays), sources.suffix(strays)).map { (stamp: $0, source: $1) }
    stamps.removeLast(between.count)
    sources.removeLast(between.count)
    var taken: [Int: Range<Int>] = [:]
    var rest: [(stamp: Timestamp, source: Range<Int>)] = []
    for row in between {
      let position = grid.position(nearest: row.stamp)
      if (first..<first + count).contains(position), taken[position] == nil {
        taken[position] = row.source
      } else {
        rest.append(row)
      }
    }
    var strays = rest[...]
    for position in first..<first + count {
      let stamp = grid.stamp(at: position)
      while let stray = strays.first, stray.stamp <= stamp { append(strays.removeFirst()) }
      let end = sources.last?.upperBound ?? 0
      append((stamp, taken[position] ?? end..<end))
    }
    for stray in strays { append(stray) }
  }

  /// Whether every row is one of those before, in order.
  var keepsAllRows: Bool { sources.enumerated().allSatisfy { $1 == $0..<$0 + 1 } }

  private mutating func append(_ row: (stamp: Timestamp, source: Range<Int>)) {
    stamps.append(row.stamp)
    sources.append(row.source)
  }
}

extension TimeGrid {
  /// The position nearest to a stamp; the earlier of two.
  fileprivate func position(nearest stamp: Timestamp) -> Int {
    let position = position(atOrBefore: stamp)
    let (before, after) = (self.stamp(at: position), self.stamp(at: position + 1))
    return stamp.nanoseconds(since: before) <= after.nanoseconds(since: stamp) ? position : position + 1
  }
}
