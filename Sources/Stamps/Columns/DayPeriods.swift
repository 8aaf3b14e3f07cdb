import Calendar
import Text

/// How the numbers of a column beside that of the day divide it: `2024-01-31, 48` is its last half hour.
///
/// They count from the midnight of a zone on, so that a day on which clocks change has an hour more or less of them.
struct DayPeriods: Hashable, Sendable {
  /// How long each is.
  let nanoseconds: Int64
  /// The number of the first, 0 or 1.
  let first: Int
  /// Digits of a number, with zeros in front of shorter ones.
  let width: Int

  /// How many a day may have.
  static let counts = [24, 48, 96, 144, 288, 1440]

  init?(count: Int, first: Int, width: Int) {
    guard Self.counts.contains(count), (0...1).contains(first), (1...4).contains(width) else { return nil }
    (nanoseconds, self.first, self.width) = (TimeStep.day.nanoseconds / Int64(count), first, width)
  }

  /// Reads a ``code``.
  init?(code: String) {
    let parts = code.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), let first = Int(parts[1]) else { return nil }
    self.init(count: count, first: first, width: parts[1].utf8.count)
  }

  /// How many they are, and the first as it is written.
  var code: String { "\(count) \(first.padded(to: width))" }

  /// Periods of a day without a change of the clocks.
  var count: Int { Int(TimeStep.day.nanoseconds / nanoseconds) }

  /// The numbers, for descriptions of forms.
  var description: String { " | \(first) to \(first + count - 1)" }

  /// The day of a stamp, and its number in the column beside it.
  func text(for stamp: Timestamp, _ pattern: StampPattern, _ rules: TimeZoneRules?) -> String {
    let shown = stamp.seconds + Int64(rules?.offset(atUTC: stamp.seconds) ?? 0)
    let midnight = shown - shown.floorModulo(86_400)
    let start = Timestamp(seconds: rules?.start(ofDay: midnight) ?? midnight)
    let number = first + Int(stamp.nanoseconds(since: start) / Int128(nanoseconds))
    return pattern.string(for: Timestamp(seconds: midnight), offset: 0)
      + String(ascii: StampPattern.columnSeparator) + number.padded(to: width)
  }
}

extension TimeZoneRules {
  /// The instant at which a day begins, by the midnight of it that clocks show or go forward over.
  func start(ofDay midnight: Int64) -> Int64 {
    instants(ofLocal: midnight).first ?? instants(ofLocal: midnight + 3600).first ?? midnight
  }
}
