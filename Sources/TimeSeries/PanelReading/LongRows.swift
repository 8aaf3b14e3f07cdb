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
  private let stamps: RowStamps

  /// - Throws: `DataError` for rows without an id, and for local times that clocks skip.
  init(_ table: Table, seriesColumn name: String, _ time: TimeReading) throws(DataError) {
    (ids, ranges, order) = table.withSeries(name) { (texts, codes) -> ([String], [Range<Int>], [UInt32]) in
      var counts = [Int](repeating: 0, count: texts.count)
      if let found = SeriesOrder.ranges(codes, &counts) {
        return (found.map { texts[$0.code] }, found.map(\.rows), [])
      }
      var (ids, ranges, start) = ([String](), [Range<Int>](), 0)
      for (code, count) in counts.enumerated() where count > 0 {
        ids.append(texts[code])
        ranges.append(start..<start + count)
        start += count
      }
      return (ids, ranges, SeriesOrder.rows(codes, counts))
    }
    isGrouped = order.isEmpty
    rowCount = table.rowCount
    stamps = try RowStamps(table, time, (isGrouped, ranges, order))
    if let empty = ids.firstIndex(of: "") {
      throw DataError(
        .badHeader, "the row does not say to which series it belongs", fix: "write its id, or remove the row"
      ).at(line: table.line(ofRow: rows(of: empty).tableRow(0)), column: name)
    }
    sortByTime()
  }

  /// Series.
  var count: Int { ids.count }

  /// The stamps of a series, in time order.
  func stamps(of series: Int) -> [Timestamp] {
    let rows = rows(of: series)
    return stamps.stamps((0..<ranges[series].count).map(rows.tableRow))
  }

  /// The first of consecutive entries of ``RowStamps`` that are the stamps of a series; nil for other series.
  func run(of series: Int) -> Int? { stamps.run(rows(of: series), count: ranges[series].count) }

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
      if run(of: series) != nil { return false }
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
      let rows = Array(order[ranges[series]])
      let stamps = stamps(of: series)
      let sorted = rows.indices.sorted { stamps[$0] == stamps[$1] ? $0 < $1 : stamps[$0] < stamps[$1] }
      order.replaceSubrange(ranges[series], with: sorted.map { rows[$0] })
    }
  }

  /// Keeps some series, in the order of the file.
  ///
  /// - Throws: `DataError` for an id that there is not.
  mutating func select(_ wanted: [String], column: String) throws(DataError) {
    // A name with commas in it is told as it is, too.
    let (known, whole) = (Set(ids), wanted.joined(separator: ","))
    if wanted == ReadingOptions.allSeries, !known.contains(whole) { return }
    let wanted = known.contains(whole) ? [whole] : wanted.filter { !$0.isEmpty }
    guard !wanted.isEmpty else { throw .unknownSeries("", among: ids).at(column: column) }
    for id in wanted where !known.contains(id) { throw .unknownSeries(id, among: ids).at(column: column) }
    keep(Set(wanted))
  }

  /// Keeps those of some series that there are.
  ///
  /// - Throws: `DataError.unknownSeries` if there is none of them.
  mutating func select(present wanted: [String], column: String) throws(DataError) {
    let chosen = Set(wanted).intersection(ids)
    guard !chosen.isEmpty else {
      let named = wanted.prefix(3).map(\.quoted).joined(separator: ", ") + (wanted.count > 3 ? ", …" : "")
      throw DataError(
        .unknownSeries,
        "no series here is one of those that the model was fitted on, \(named), chosen by name",
        remedy: .onlySeries(ReadingOptions.allSeries)
      ).at(column: column)
    }
    keep(chosen)
  }

  private mutating func keep(_ chosen: Set<String>) {
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

/// Rows by the code of their series.
private enum SeriesOrder {
  /// Counts the rows of each series; gives their ranges where each series' rows follow each other.
  static func ranges(_ codes: Span<UInt32>, _ counts: inout [Int]) -> [(code: Int, rows: Range<Int>)]? {
    var ranges: [(code: Int, rows: Range<Int>)] = []
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
  static func rows(_ codes: Span<UInt32>, _ counts: [Int]) -> [UInt32] {
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
}
