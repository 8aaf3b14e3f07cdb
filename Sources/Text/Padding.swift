extension Int {
  /// Its digits with zeros in front, as clocks and codes have them: `7.padded(to: 2)` is `07`.
  ///
  /// - Parameter radix: The base of the digits.
  package func padded(to width: Int, radix: Int = 10) -> String {
    let digits = String(magnitude, radix: radix)
    let zeros = String(repeating: "0", count: Swift.max(0, width - digits.count))
    return (self < 0 ? "-" : "") + zeros + digits
  }
}

extension String {
  /// The text with spaces behind it, as wide as a column of texts, in columns of a terminal.
  package func leftAligned(in width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - columnCount))
  }

  /// The text with spaces in front, as wide as a column of numbers, in columns of a terminal.
  package func rightAligned(in width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - columnCount)) + self
  }
}
