extension UInt8 {
  /// Whether this is an ASCII digit.
  @inlinable package var isDigit: Bool { self &- 48 < 10 }
  /// Whether this is an ASCII letter.
  @inlinable package var isLetter: Bool { (self | 0x20) &- 97 < 26 }
}

extension Int {
  /// Decimal digits with zeros in front.
  package func padded(to width: Int) -> String {
    let digits = String(magnitude)
    let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
    return (self < 0 ? "-" : "") + zeros + digits
  }
}
