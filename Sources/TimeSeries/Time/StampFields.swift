/// The fields of one stamp as they stand in the text, before it is known which of them is the day.
///
/// `digits (separator digits){0,2}`, then optionally a space or `T` and `digits (: digits){0,2} (. digits)?`, then
/// optionally `Z` or a signed offset.
struct StampFields {
  var date = Fields()
  var dateSeparator: UInt8?
  var time = Fields()
  var timeLead: UInt8?
  var millisecond = 0
  var fractionDigitCount = 0
  var isNegative = false
  /// `Z`, the offset, or nothing.
  var offset: Range<Int>

  /// Up to three runs of digits.
  struct Fields {
    var values = (0, 0, 0)
    var widths = (0, 0, 0)
    var count = 0

    mutating func append(_ value: Int, width: Int) {
      switch count {
      case 0: (values.0, widths.0) = (value, width)
      case 1: (values.1, widths.1) = (value, width)
      default: (values.2, widths.2) = (value, width)
      }
      count += 1
    }
  }

  /// Takes the text apart; `nil` when it does not have the shape of a stamp at all.
  init?(scanning bytes: Span<UInt8>, in text: Range<Int>) {
    let text = bytes.trimmingSpaces(text)
    var position = text.lowerBound
    offset = text.upperBound..<text.upperBound
    if position < text.upperBound, bytes[position] == UInt8(ascii: "-") {
      isNegative = true
      position += 1
    }
    guard scanDate(bytes, &position, text.upperBound) else { return nil }
    if position < text.upperBound,
      [UInt8(ascii: " "), UInt8(ascii: "T"), UInt8(ascii: "t")].contains(bytes[position])
    {
      timeLead = bytes[position]
      position += 1
      guard scanTime(bytes, &position, text.upperBound) else { return nil }
    }
    guard Self.isOffset(bytes, position..<text.upperBound) else { return nil }
    offset = position..<text.upperBound
  }

  /// Whether a day or month below ten has a zero in front.
  var showsDatePadding: Bool {
    let (values, widths) = (date.values, date.widths)
    return (widths.0 == 2 && values.0 < 10) || (widths.1 == 2 && values.1 < 10)
      || (widths.2 == 2 && values.2 < 10)
  }

  private mutating func scanDate(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
    while date.count < 3 {
      guard let run = bytes.digits(&position, end) else { return false }
      date.append(run.value, width: run.width)
      guard position < end, date.count < 3 else { break }
      let byte = bytes[position]
      guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(byte) else { break }
      guard dateSeparator == nil || dateSeparator == byte else { return false }
      dateSeparator = byte
      position += 1
    }
    return true
  }

  private mutating func scanTime(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool {
    while time.count < 3 {
      guard let run = bytes.digits(&position, end) else { return false }
      time.append(run.value, width: run.width)
      guard position < end, bytes[position] == UInt8(ascii: ":"), time.count < 3 else { break }
      position += 1
    }
    guard position < end, [UInt8(ascii: "."), UInt8(ascii: ",")].contains(bytes[position]) else {
      return true
    }
    position += 1
    let start = position
    guard bytes.digits(&position, end) != nil else { return false }
    fractionDigitCount = position - start
    for place in 0..<3 {
      millisecond = millisecond * 10 + (place < fractionDigitCount ? Int(bytes[start + place]) - 48 : 0)
    }
    return true
  }

  private static func isOffset(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    guard let first = text.first else { return true }
    if bytes[first] == UInt8(ascii: "Z") || bytes[first] == UInt8(ascii: "z") { return text.count == 1 }
    let signed = bytes[first] == UInt8(ascii: " ") ? first + 1 : first
    guard signed < text.upperBound, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[signed]) else {
      return false
    }
    let digits = (signed + 1)..<text.upperBound
    return (2...5).contains(digits.count)
      && digits.allSatisfy { bytes[$0].isDigit || bytes[$0] == UInt8(ascii: ":") }
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 48 < 10 }
}

extension Span<UInt8> {
  /// The number whose digits start at `position`, which moves behind them; `nil` without a digit or with more
  /// than 17, which no stamp has.
  func digits(_ position: inout Int, _ end: Int) -> (value: Int, width: Int)? {
    let start = position
    var value = 0
    while position < end, self[position].isDigit {
      guard position - start < 17 else { return nil }
      value = value * 10 + Int(self[position] &- 48)
      position += 1
    }
    return position > start ? (value, position - start) : nil
  }

  /// The range without spaces at its ends.
  func trimmingSpaces(_ range: Range<Int>) -> Range<Int> {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, self[lower] == 32 || self[lower] == 9 { lower += 1 }
    while lower < upper, self[upper - 1] == 32 || self[upper - 1] == 9 { upper -= 1 }
    return lower..<upper
  }

  /// The bytes as text, repaired where they are not UTF-8.
  func string(_ range: Range<Int>) -> String {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(self[index]) }
    return String(decoding: copy, as: UTF8.self)
  }
}
