/// Work that may be done, as the time that two cores take for it.
///
/// It is counted in multiply-adds, so that the same seed chooses the same on every machine.
public struct WorkBudget: Sendable, Equatable, CustomStringConvertible {
  /// What two cores of a usual machine take for it.
  public let seconds: Int

  /// - Precondition: At least a second.
  public init(seconds: Int) {
    precondition(seconds > 0, "WorkBudget: \(seconds) seconds")
    self.seconds = seconds
  }

  /// Multiply-adds that two cores do in a second of training.
  package static let multiplyAddsPerSecond = 3.3e10

  /// The work.
  package var multiplyAdds: Double { Double(seconds) * Self.multiplyAddsPerSecond }

  /// The largest unit that divides the time, such as `90s`, `2m` or `1h`.
  public var description: String {
    if seconds.isMultiple(of: 3600) { return "\(seconds / 3600)h" }
    return seconds.isMultiple(of: 60) ? "\(seconds / 60)m" : "\(seconds)s"
  }

  /// Reads ``description``; nil for other text.
  public init?(_ text: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
      (1...1_000_000).contains(count)
    else { return nil }
    self.init(seconds: count * unit)
  }
}
