extension ArimaOrder {
  /// The order of a name such as `ARIMA(0,1,1)(0,1,1)[12] with drift`, or nil if it is none.
  ///
  /// The leading `ARIMA` may be absent, a mean may be called `non-zero mean`; the period may be left out if `period` is given.
  public init?(name: String, period: Int = 1) {
    var rest = Substring(name.lowercased())
    if rest.hasPrefix("arima") { rest = rest.dropFirst(5) }
    guard let plain = Self.triple(&rest) else { return nil }
    let seasonal = Self.triple(&rest)
    var rows = period
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]"),
        let number = Int(rest[rest.index(after: rest.startIndex)..<end]), (1...1_000_000).contains(number)
      else { return nil }
      rows = number
      rest = rest[rest.index(after: end)...]
    }
    let tail = String(rest.drop { $0 == " " })
    guard ["", "with mean", "with non-zero mean", "with drift"].contains(tail) else { return nil }
    if let seasonal, seasonal != (0, 0, 0), rows < 2 { return nil }
    self.init(
      plain.0, plain.1, plain.2, seasonal: seasonal ?? (0, 0, 0), period: rows,
      hasConstant: !tail.isEmpty)
    guard !hasConstant || admitsConstant else { return nil }
  }

  private static func triple(_ text: inout Substring) -> (Int, Int, Int)? {
    guard text.first == "(", let end = text.firstIndex(of: ")") else { return nil }
    let parts = text[text.index(after: text.startIndex)..<end].split(
      separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      Int(part.drop { $0 == " " }).flatMap { (0...10_000).contains($0) ? $0 : nil }
    }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    text = text[text.index(after: end)...]
    return (numbers[0], numbers[1], numbers[2])
  }
}
