import Calendar
import Text

extension StampForm {
  /// ISO 8601 as short as it shows all of some stamps: days alone where they are midnights, a fraction of seconds where they have one.
  package static func iso(showing columns: [[Timestamp]]) -> StampForm {
    let units: [Int32] = [1_000_000_000, 1_000_000, 1000, 1]
    var (areDays, thirds) = (true, 0)
    for stamps in columns {
      for stamp in stamps {
        areDays = areDays && stamp.secondsOfDay == 0
        while stamp.nanosecond % units[thirds] != 0 { thirds += 1 }
      }
    }
    let digits = 3 * thirds
    if areDays, digits == 0 { return StampForm(StampPattern(StampPattern.isoDate)) }
    let fraction: [StampPattern.Element] = digits == 0 ? [] : [.literal("."), .fraction(digits)]
    return StampForm(StampPattern(StampPattern.isoDate + [.literal(" ")] + StampPattern.clock + fraction))
  }

  /// The stamp in ISO 8601, whatever this form is: a date alone where the form has no time of day, else with seconds, a fraction where
  /// there is one, and the offset from UTC where the form knows it. A counter stays a number.
  public func iso(for stamp: Timestamp) -> String {
    if isCounter { return string(for: stamp) }
    let local = clock(at: stamp)
    let day = "\(local.year.padded(to: 4))-\(local.month.padded(to: 2))-\(local.day.padded(to: 2))"
    if resolution >= TimeStep.day.nanoseconds, local.secondsOfDay == 0 { return day }
    let clock = [local.hour, local.minute, local.second].map { $0.padded(to: 2) }.joined(separator: ":")
    return day + "T" + clock + Self.fraction(local) + suffix(offset(at: stamp))
  }

  private static func fraction(_ stamp: Timestamp) -> String {
    guard stamp.nanosecond != 0 else { return "" }
    var digits = Int(stamp.nanosecond).padded(to: 9)
    while digits.hasSuffix("000") { digits.removeLast(3) }
    return "." + digits
  }

  private func suffix(_ offset: Int) -> String {
    switch (kind, zone) {
    case (.number(let unit, _), _) where !unit.isExcel: "Z"
    case (_, .none): ""
    default: offset == 0 ? "Z" : StampPattern.text(offset, .colon)
    }
  }
}
