/// A file of the time zone database (RFC 8536), versions 1 to 4.
package struct ZoneFile: Sendable {
  /// When offsets change, in seconds since 1970, ascending.
  private(set) var transitions: [Int64] = []
  /// The offset from each transition on.
  private(set) var offsets: [Int] = []
  /// The offset before the first transition.
  private(set) var first = 0
  /// The rule after the last transition.
  private(set) var rule: ZoneRule?

  /// `nil` if the bytes are not such a file.
  package init?(_ bytes: [UInt8]) {
    guard let header = Header(bytes, at: 0) else { return nil }
    if header.version == 0 {
      guard read(bytes, header, timeSize: 4) != nil else { return nil }
      return
    }
    let second = 44 + header.size(timeSize: 4)
    guard let header = Header(bytes, at: second), let end = read(bytes, header, timeSize: 8) else {
      return nil
    }
    guard end < bytes.count, bytes[end] == 10, let stop = bytes[(end + 1)...].firstIndex(of: 10) else {
      return
    }
    rule = ZoneRule(String(decoding: bytes[(end + 1)..<stop], as: UTF8.self))
  }

  /// Seconds east of UTC at an instant.
  func offset(atUTC seconds: Int64) -> Int {
    if let last = transitions.last, seconds >= last {
      return rule?.offset(atUTC: seconds) ?? offsets[offsets.count - 1]
    }
    if transitions.isEmpty, let rule { return rule.offset(atUTC: seconds) }
    var (low, high) = (0, transitions.count)
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? first : offsets[low - 1]
  }

  private struct Header {
    let start: Int
    let version: UInt8
    let counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
      self.start = start + 44
      version = bytes[start + 4]
      counts = (0..<6).map { Int(ZoneFile.number(bytes, start + 20 + 4 * $0, 4)) }
      guard counts.allSatisfy({ (0...100_000).contains($0) }), counts[4] > 0 else { return nil }
    }

    var timeCount: Int { counts[3] }
    var typeCount: Int { counts[4] }

    /// Of the data behind the header.
    func size(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + counts[5] + counts[2] * (timeSize + 4) + counts[1]
        + counts[0]
    }
  }

  /// Reads the data behind a header; its end.
  private mutating func read(_ bytes: [UInt8], _ header: Header, timeSize: Int) -> Int? {
    let end = header.start + header.size(timeSize: timeSize)
    guard end <= bytes.count else { return nil }
    let kinds = header.start + header.timeCount * timeSize
    let types = kinds + header.timeCount
    let all = (0..<header.typeCount).map { Int(Self.number(bytes, types + 6 * $0, 4)) }
    first = all[0]
    for index in 0..<header.timeCount {
      let kind = Int(bytes[kinds + index])
      guard kind < all.count else { return nil }
      transitions.append(Self.number(bytes, header.start + index * timeSize, timeSize))
      offsets.append(all[kind])
    }
    guard zip(transitions, transitions.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return end
  }

  /// A signed number, most significant byte first.
  private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int64 {
    let value = bytes[start..<start + count].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}
