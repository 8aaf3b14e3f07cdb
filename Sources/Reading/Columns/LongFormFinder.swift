import Calendar

/// Finds the column that tells series apart by what it holds.
struct LongFormFinder {
  let handle: TableHandle
  let rowCount: Int

  init(_ handle: TableHandle, rowCount: Int) {
    (self.handle, self.rowCount) = (handle, rowCount)
  }

  /// The column of text that has at least two texts, each of them in several rows, and whose other texts come at stamps at which its
  /// first came too: the only one, or the first of those that give every row a stamp of its own, where these divide the rows alike.
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
    guard fitting.count > 1 else { return fitting.first }
    let telling = fitting.filter { hasOwnStamps($0, fields) }
    guard let first = telling.first else { return nil }
    let groups = groups(by: [first])
    return telling.dropFirst().allSatisfy {
      isSame($0, inEach: groups) && isSame(first, inEach: self.groups(by: [$0]))
    }
      ? first : nil
  }

  /// Whether no stamp comes twice with the same text.
  private func hasOwnStamps(_ field: Int, _ time: [Int]) -> Bool {
    handle.withCodes(field, count: rowCount) { codes in
      var seen: Set<Int> = []
      for row in codes.indices {
        var hasher = Hasher()
        hasher.combine(codes[row])
        hasher.combine(hash(row, time))
        if !seen.insert(hasher.finalize()).inserted { return false }
      }
      return true
    }
  }

  /// A number for each row, the same for those that have the same texts in some columns.
  func groups(by fields: [Int]) -> [Int] {
    var keys = [Int](repeating: 0, count: rowCount)
    for field in fields {
      handle.withCodes(field, count: rowCount) { codes in
        for row in codes.indices {
          var hasher = Hasher()
          hasher.combine(keys[row])
          hasher.combine(codes[row])
          keys[row] = hasher.finalize()
        }
      }
    }
    return keys
  }

  /// Whether a column of text is the same in all rows of each group, of which some have several rows.
  func isSame(_ field: Int, inEach keys: [Int]) -> Bool {
    handle.withCodes(field, count: rowCount) { codes in
      var texts: [Int: UInt32] = [:]
      for row in codes.indices {
        guard texts.updateValue(codes[row], forKey: keys[row]) ?? codes[row] == codes[row] else {
          return false
        }
      }
      return texts.count * 2 <= rowCount
    }
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
