// Strings and numbers of the JSON grammar.

extension JSONParser {
  /// The longest number that is read: more digits than any `Double` needs, so that no text can make one slow.
  private static let numberLengthLimit = 1_100

  mutating func string() throws(JSONError) -> String {
    let opening = offset
    offset += 1
    var decoded: [UInt8] = []
    var plainStart = offset
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let plain = bytes[plainStart..<offset]
        let text =
          decoded.isEmpty
          ? String(validating: plain, as: UTF8.self) : String(validating: decoded + plain, as: UTF8.self)
        guard let text else { throw .syntax("the string is not valid UTF-8", offset: opening) }
        offset += 1
        return text
      case UInt8(ascii: "\\"):
        decoded += bytes[plainStart..<offset]
        try escape(into: &decoded)
        plainStart = offset
      case 0..<0x20:
        throw failure("control characters must be escaped in strings")
      default:
        offset += 1
      }
    }
    throw .syntax("the string is not closed", offset: opening)
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(JSONError) {
    offset += 1
    guard let letter = next else { throw failure("the text ends within an escape") }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      decoded += try unicodeEscape().utf8
      return
    default: throw failure("unknown escape")
    }
    offset += 1
  }

  /// Reads from the `u` of an escape to the end of the scalar, which may need a second escape.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    let first = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, take("\\"), next == UInt8(ascii: "u") else {
      throw .syntax("half of a surrogate pair", offset: start)
    }
    let second = try hexadecimalUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw .syntax("half of a surrogate pair", offset: start) }
    return scalar
  }

  private mutating func hexadecimalUnit() throws(JSONError) -> UInt32 {
    offset += 1
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("expected four hexadecimal digits after \\u")
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }

  mutating func number() throws(JSONError) -> JSONValue {
    let start = offset
    _ = take("-")
    if !take("0") { try digits() }
    if let byte = next, isDigit(byte) { throw failure("a number must not begin with 0") }
    var isInteger = true
    if take(".") {
      isInteger = false
      try digits()
    }
    if take("e") || take("E") {
      isInteger = false
      _ = take("+") || take("-")
      try digits()
    }
    guard offset - start <= Self.numberLengthLimit else {
      throw .syntax("the number is too long", offset: start)
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger, let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else {
      throw .syntax("the number is out of range", offset: start)
    }
    return .number(number)
  }

  private mutating func digits() throws(JSONError) {
    guard let byte = next, isDigit(byte) else { throw failure("expected a digit") }
    while let byte = next, isDigit(byte) { offset += 1 }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
