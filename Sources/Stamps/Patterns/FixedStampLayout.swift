import Calendar

/// The usual case, `yyyy-MM-dd HH:mm:ss` at fixed places, read without looking for fields.
struct FixedStampLayout {
  private let dateSeparator: UInt8
  private let timeLead: UInt8
  private let timeFieldCount: Int
  private let offset: [UInt8]
  private let length: Int
  /// The bytes of the date before, and its day.
  private var lastDate: UInt64 = 0, lastTail: UInt16 = 0, lastDays: Int64 = 0

  /// The layout of a separated, year-first pattern without a fraction; `nil` for all others.
  init?(_ pattern: StampPattern, offset: Int) {
    var elements = pattern.elements[...]
    var tail: [UInt8] = []
    if case .offset(let style)? = elements.last {
      tail = Array(StampPattern.text(offset, style).utf8)
      elements.removeLast()
    }
    guard elements.count >= 5, case .literal(let separator) = elements[1], separator.utf8.count == 1,
      Array(elements.prefix(5)) == Self.date(separator), let byte = separator.utf8.first
    else { return nil }
    var lead: UInt8 = 32
    if elements.count > 5 {
      guard case .literal(let text) = elements[5], text.utf8.count == 1, let first = text.utf8.first else {
        return nil
      }
      lead = first
    }
    let clock = Array(elements.dropFirst(6))
    guard
      elements.count == 5 || (clock.count % 2 == 1 && clock == Array(StampPattern.clock.prefix(clock.count)))
    else {
      return nil
    }
    (dateSeparator, timeLead, timeFieldCount, self.offset) = (byte, lead, (clock.count + 1) / 2, tail)
    length = 10 + 3 * timeFieldCount + tail.count
  }

  private static func date(_ separator: String) -> [StampPattern.Element] {
    [
      .number(.year, isPadded: true), .literal(separator), .number(.month, isPadded: true),
      .literal(separator),
      .number(.day, isPadded: true),
    ]
  }

  /// The stamp in `text`, or `nil` when it is not written exactly so.
  mutating func stamp(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Timestamp? {
    guard text.count == length else { return nil }
    let start = text.lowerBound
    guard let days = days(bytes, start), let seconds = timeOfDay(bytes, start + 10) else { return nil }
    for (index, byte) in offset.enumerated() where bytes[text.upperBound - offset.count + index] != byte {
      return nil
    }
    return Timestamp(seconds: days * 86_400 + Int64(seconds))
  }

  /// The day of the date at `start`; rows of one day follow each other, so the last one is remembered.
  private mutating func days(_ bytes: Span<UInt8>, _ start: Int) -> Int64? {
    let date = Self.word(bytes, start), day = bytes[start + 8], ones = bytes[start + 9]
    let tail = UInt16(day) << 8 | UInt16(ones)
    if date == lastDate, tail == lastTail { return lastDays }
    guard bytes[start + 4] == dateSeparator, bytes[start + 7] == dateSeparator,
      let century = pair(bytes, start), let year = pair(bytes, start + 2),
      let month = pair(bytes, start + 5), let day = pair(bytes, start + 8),
      (1...12).contains(month), day >= 1
    else { return nil }
    let fullYear = century * 100 + year
    guard day <= 28 || day <= Timestamp.dayCount(year: fullYear, month: month) else { return nil }
    (lastDate, lastTail) = (date, tail)
    lastDays = Int64(Timestamp.daysSinceEpoch(year: fullYear, month: month, day: day))
    return lastDays
  }

  private func timeOfDay(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
    guard timeFieldCount > 0 else { return 0 }
    guard bytes[start] == timeLead else { return nil }
    if timeFieldCount == 3 { return Self.clock(Self.word(bytes, start + 1)) }
    guard let hour = pair(bytes, start + 1), hour < 24 else { return nil }
    guard timeFieldCount > 1 else { return hour * 3600 }
    guard bytes[start + 3] == UInt8(ascii: ":"), let minute = pair(bytes, start + 4), minute < 60 else {
      return nil
    }
    return hour * 3600 + minute * 60
  }

  /// Eight bytes, the first of them lowest.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
    UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// The seconds in `HH:mm:ss`, all eight bytes looked at together.
  private static func clock(_ word: UInt64) -> Int? {
    let fields = word ^ 0x3030_3A30_303A_3030
    let isOther = (fields | (fields &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
    guard isOther | fields & 0x0000_FF00_00FF_0000 == 0 else { return nil }
    // Tens in the even byte, ones in the next.
    let hour = Int(fields & 0xFF) * 10 + Int(fields >> 8 & 0xFF)
    let minute = Int(fields >> 24 & 0xFF) * 10 + Int(fields >> 32 & 0xFF)
    let second = Int(fields >> 48 & 0xFF) * 10 + Int(fields >> 56)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// The number of two digits.
  @inline(__always)
  private func pair(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    let (tens, ones) = (bytes[position] &- 48, bytes[position + 1] &- 48)
    return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
  }
}
