import Calendar

/// Finds the column that tells series apart by what it holds.
struct LongFormFinder {
  let handle: TableHandle
  let rowCount: Int

  init(_ handle: TableHandle, rowCount: Int) {
    (self.handle, self.rowCount) = (handle, rowCount)
  }

  /// The only column of text that has at least two texts, each of them in several rows, and whose other texts come at stamps at
  /// which its first came too.
  func seriesColumn(among texts: [Int], time fields: [Int]) -> Int? {
    guard !fields.isEmpty else { return nil }
    let candidates = texts.filter { field in
      let distinct = handle.withCodes(field, count: rowCount) { codes in
        var seen: Set<UInt32> = []
        for row in codes.indices { seen.insert(codes[row]) }
        return seen.count
      }
      return distinct > 1 && distinct * 2 <= rowCount
    }
    let fitting = candidates.filter { sharesStamps($0, fields) }
    return fitting.count == 1 ? fitting[0] : nil
  }

  private func sharesStamps(_ field: Int, _ time: [Int]) -> Bool {
    handle.withCodes(field, count: rowCount) { codes in
      var stamps: Set<Int> = []
      for row in codes.indices where codes[row] == codes[0] { stamps.insert(hash(row, time)) }
      // A row that comes again within one series tells nothing.
      let own = codes.indices.count { codes[$0] == codes[0] }
      guard stamps.count * 10 >= own * 9 else { return false }
      var others = 0, shared = 0
      for row in codes.indices where codes[row] != codes[0] {
        others += 1
        if stamps.contains(hash(row, time)) { shared += 1 }
        if others == 10_000 { break }
      }
      return shared * 2 >= min(others, max(own, 1)) && shared > 0
    }
  }

  private func hash(_ row: Int, _ time: [Int]) -> Int {
    var hasher = Hasher()
    for field in time {
      handle.withCell(field, row) { bytes in
        for index in bytes.indices { hasher.combine(bytes[index]) }
      }
    }
    return hasher.finalize()
  }
}
