extension UInt8 {
  /// Whether this is an ASCII digit.
  @inlinable package var isDigit: Bool { self &- 48 < 10 }
  /// Whether this is an ASCII letter.
  @inlinable package var isLetter: Bool { (self | 0x20) &- 97 < 26 }
}
