/// Writes numbers for people and programs to read back.
public enum NumberFormat {
  /// The fewest digits that read back as the same number, but at most 15; whole numbers without point and exponent.
  ///
  /// Fifteen digits keep every number that was read with no more of them, and take off what computing with it has left behind:
  /// 52.919 stays 52.919 where the nearest double of a mean is 52.918999999999997.
  public static func text(_ value: Double, decimalMark: NumberMark = .point) -> String {
    guard value.isFinite else { return value.isNaN ? "" : value > 0 ? "inf" : "-inf" }
    if value == value.rounded(.towardZero), value.magnitude < 0x1p63 { return String(Int(value)) }
    var text = value.description
    if digitCount(text) > 15 { text = rounded(text) }
    if text.hasSuffix(".0") { text.removeLast(2) }
    return decimalMark == .comma ? text.replacing(".", with: ",") : text
  }

  private static func digitCount(_ text: String) -> Int {
    var count = 0
    for byte in text.utf8 {
      if byte | 0x20 == UInt8(ascii: "e") { break }
      if byte.isDigit, count > 0 || byte != 48 { count += 1 }
    }
    return count
  }

  /// The text of a number with its digits behind the fifteenth rounded away.
  private static func rounded(_ text: String) -> String {
    let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")) ?? text.endIndex
    var digits: [UInt8] = [], point: Int?
    digits.reserveCapacity(24)
    for byte in text.utf8[..<exponent] {
      if byte == UInt8(ascii: ".") { point = digits.count }
      if byte.isDigit { digits.append(byte - 48) }
    }
    var end = point ?? digits.count
    var significant = digits.firstIndex { $0 != 0 } ?? 0
    let cut = significant + 15
    if cut < digits.count {
      var carries = digits[cut] >= 5
      for index in cut..<digits.count { digits[index] = 0 }
      var index = cut - 1
      while carries, index >= 0 {
        carries = digits[index] == 9
        digits[index] = carries ? 0 : digits[index] + 1
        index -= 1
      }
      if carries {
        digits.insert(1, at: 0)
        (end, significant) = (end + 1, 0)
      }
    }
    while digits.count > end, digits.last == 0 { digits.removeLast() }
    var result: [UInt8] = text.utf8.first == UInt8(ascii: "-") ? [UInt8(ascii: "-")] : []
    result.reserveCapacity(32)
    for (place, digit) in digits.enumerated() {
      if place == end { result.append(UInt8(ascii: ".")) }
      result.append(digit + 48)
    }
    return String(decoding: result, as: UTF8.self) + text[exponent...]
  }
}
