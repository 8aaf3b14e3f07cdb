extension Span<UInt8> {
  /// Seconds east of UTC: `Z`, `UTC`, `GMT`, `+01`, `+0100`, `+01:00`.
  func utcOffset(_ position: inout Int, _ end: Int) -> Int? {
    guard position < end else { return nil }
    if self[position].isLetter {
      let start = position
      while position < end, self[position].isLetter { position += 1 }
      return ["z", "utc", "gmt"].contains(string(start..<position).lowercased()) ? 0 : nil
    }
    let sign = self[position]
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    var digits: [Int] = []
    position += 1
    while position < end, digits.count < 4 {
      if self[position].isDigit {
        digits.append(Int(self[position]) - 48)
      } else if self[position] != UInt8(ascii: ":") || digits.count != 2 {
        break
      }
      position += 1
    }
    guard digits.count == 2 || digits.count == 4 else { return nil }
    let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
    guard minutes < 60 else { return nil }
    let seconds = (digits[0] * 10 + digits[1]) * 3600 + minutes * 60
    return seconds <= 18 * 3600 ? (sign == UInt8(ascii: "-") ? -seconds : seconds) : nil
  }

  /// Where the letters that begin at a position end.
  func endOfWord(_ start: Int, _ end: Int) -> Int {
    var position = start
    while position < end, self[position].isLetter || self[position] >= 0x80 { position += 1 }
    return position
  }

  /// The bytes of a space at a position, which may be one that breaks no line; 0 where there is none.
  func lengthOfSpace(_ position: Int, _ end: Int) -> Int {
    for space in [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF]] as [[UInt8]]
    where position + space.count <= end && space.indices.allSatisfy({ self[position + $0] == space[$0] }) {
      return space.count
    }
    return 0
  }

  /// Whether four digits are a year of the last three centuries or the next.
  func isPlausibleYear(_ digits: Range<Int>) -> Bool {
    PatternReading.plausibleYears.contains(digits.reduce(0) { 10 * $0 + Int(self[$1]) - 48 })
  }

  /// The range without spaces and tabs at its ends.
  package func trimmingSpaces(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, self[lower] == 32 || self[lower] == 9 { lower += 1 }
    while lower < upper, self[upper - 1] == 32 || self[upper - 1] == 9 { upper -= 1 }
    return lower..<upper
  }

  /// Whether bytes are UTF-8.
  func isText(_ range: Range<Int>) -> Bool {
    String(validating: range.map { self[$0] }, as: UTF8.self) != nil
  }

  /// The bytes as text, in Latin-1 where they are not UTF-8.
  func string(_ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(self[index]) }
    if let text = String(validating: copy, as: UTF8.self) { return text }
    return copy.reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar($1)) }
  }
}
