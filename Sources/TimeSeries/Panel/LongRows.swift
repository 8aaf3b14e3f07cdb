/// The rows of a table whose series stand below each other, series by series and each in time order.
struct LongRows {
  /// The ids as in the file, in the order in which they first occur.
  private(set) var ids: [String] = []
  /// Whether the rows of the table are just in this order.
  private(set) var isGrouped = true
  /// Rows of the series that are kept.
  private(set) var rowCount = 0

  /// Where the rows of each series begin and end in ``order``, or in the table where they are grouped.
  private var ranges: [Range<Int>] = []
  /// The table's rows, series by series; empty where they are grouped.
  private var order: [UInt32] = []
  private let stamps: [Timestamp]
  /// The place of each row's stamp in ``stamps``; empty where there is one a row.
  private let codes: [UInt32]

  /// - Throws: `DataError` for rows without an id.
  init(_ table: Table, seriesColumn name: String, _ time: TimeReading) throws(DataError) {
    stamps = time.column.stamps
    codes =
      time.isCoded
      ? table.withCodedStamps(ofColumn: table.index(ofColumn: time.names[0]) ?? 0) { _, _, codes in
        codes.indices.map { codes[$0] }
      } : []
    let column = table.index(ofColumn: name) ?? 0
    let texts = table.texts(ofColumn: column)
    var counts = [Int](repeating: 0, count: texts.count)
    let ranges = table.withCodes(ofColumn: column) { Self.ranges($0, &counts) }
    if let ranges {
      for (code, range) in ranges where !range.isEmpty { add(texts[code], range) }
    } else {
      isGrouped = false
      order = table.withCodes(ofColumn: column) { Self.order($0, counts) }
      var start = 0
      for (code, count) in counts.enumerated() where count > 0 {
        add(texts[code], start..<start + count)
        start += count
      }
    }
    if let empty = ids.firstIndex(of: "") {
      let row = isGrouped ? self.ranges[empty].lowerBound : Int(order[self.ranges[empty].lowerBound])
      throw DataError(
        .badHeader, "the row does not say to which series it belongs", fix: "write its id, or remove the row"
      ).at(line: table.line(ofRow: row), column: name)
    }
    sortByTime()
  }

  private mutating func add(_ id: String, _ range: Range<Int>) {
    ids.append(id)
    ranges.append(range)
    rowCount += range.count
  }

  /// Series.
  var count: Int { ids.count }

  /// Counts the rows of each series; gives their ranges where each series' rows follow each other.
  private static func ranges(_ codes: Span<UInt32>, _ counts: inout [Int]) -> [(Int, Range<Int>)]? {
    var ranges: [(Int, Range<Int>)] = []
    var isGrouped = true
    var row = 0
    while row < codes.count {
      let (first, code) = (row, codes[row])
      while row < codes.count, codes[row] == code { row += 1 }
      isGrouped = isGrouped && counts[Int(code)] == 0
      counts[Int(code)] += row - first
      if isGrouped { ranges.append((Int(code), first..<row)) }
    }
    return isGrouped ? ranges : nil
  }

  /// The rows sorted by series, each series' rows in the order of the file.
  private static func order(_ codes: Span<UInt32>, _ counts: [Int]) -> [UInt32] {
    var next = [Int](repeating: 0, count: counts.count)
    for code in counts.indices.dropFirst() { next[code] = next[code - 1] + counts[code - 1] }
    return unsafe [UInt32](unsafeUninitializedCapacity: codes.count) { order, count in
      for row in codes.indices {
        let code = Int(codes[row])
        unsafe order[next[code]] = UInt32(row)
        next[code] += 1
      }
      count = codes.count
    }
  }

  private func stamp(ofTableRow row: Int) -> Timestamp {
    codes.isEmpty ? stamps[row] : stamps[Int(codes[row])]
  }

  /// The stamps of a series, in time order.
  func stamps(of series: Int) -> [Timestamp] {
    isGrouped
      ? ranges[series].map { stamp(ofTableRow: $0) }
      : ranges[series].map { stamp(ofTableRow: Int(order[$0])) }
  }

  /// The rows of a series in the table.
  func rows(of series: Int) -> SeriesRows {
    let first = ranges[series].lowerBound
    return isGrouped ? .following(first: first) : .listed(order, first: first)
  }

  /// The rows of all series, one series after the other.
  var allRows: SeriesRows { isGrouped ? .following(first: 0) : .listed(order, first: 0) }

  /// The rows of a series among those of all; in the table, where they are grouped.
  func range(of series: Int) -> Range<Int> { ranges[series] }

  /// Sorts the rows of every series whose time goes back somewhere.
  private mutating func sortByTime() {
    let backward = (0..<count).filter { series in
      let stamps = stamps(of: series)
      return zip(stamps, stamps.dropFirst()).contains { $1 < $0 }
    }
    guard !backward.isEmpty else { return }
    if isGrouped {
      // Groups follow each other from row 0 on.
      order = (0..<UInt32(rowCount)).map { $0 }
      isGrouped = false
    }
    for series in backward {
      let sorted = order[ranges[series]].sorted {
        let (one, other) = (stamp(ofTableRow: Int($0)), stamp(ofTableRow: Int($1)))
        return one == other ? $0 < $1 : one < other
      }
      order.replaceSubrange(ranges[series], with: sorted)
    }
  }

  /// Keeps some series, in the order of the file.
  ///
  /// - Throws: `DataError` for an id that there is not.
  mutating func select(_ wanted: [String], column: String) throws(DataError) {
    let (known, wanted) = (Set(ids), wanted.filter { !$0.isEmpty })
    for id in wanted where !known.contains(id) { throw .unknownSeries(id, among: ids).at(column: column) }
    let chosen = Set(wanted)
    let kept = ids.indices.filter { chosen.contains(ids[$0]) }
    (ids, ranges) = (kept.map { ids[$0] }, kept.map { ranges[$0] })
    rowCount = ranges.reduce(0) { $0 + $1.count }
    guard !isGrouped else { return }
    order = ranges.flatMap { order[$0] }
    var start = 0
    for series in ranges.indices {
      ranges[series] = start..<start + ranges[series].count
      start = ranges[series].upperBound
    }
  }
}
