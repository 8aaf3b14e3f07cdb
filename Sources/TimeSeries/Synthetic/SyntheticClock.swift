/// The stamps of a synthetic file, one after another.
struct SyntheticClock: Sendable {
  /// How stamps are written.
  enum Style {
    /// `2016-07-01 00:00:00`.
    case padded
    /// `1990/1/1 0:00`.
    case slashed
  }

  private var year: Int
  private var month = 1
  private var day = 1
  private var minute: Int
  private let minutesPerRow: Int
  private let style: Style

  /// Starts at a minute of the first day of a month.
  init(year: Int, month: Int = 1, minute: Int = 0, minutesPerRow: Int, style: Style) {
    self.year = year
    self.month = month
    self.minute = minute
    self.minutesPerRow = minutesPerRow
    self.style = style
  }

  /// The stamp of the next row.
  mutating func next() -> String {
    defer { advance() }
    let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
    switch style {
    case .padded:
      return "\(year)-\(month.twoDigits)-\(day.twoDigits) \(hours.twoDigits):\(minutes.twoDigits):00"
    case .slashed: return "\(year)/\(month)/\(day) \(hours):\(minutes.twoDigits)"
    }
  }

  private mutating func advance() {
    minute += minutesPerRow
    guard minute >= 1_440 else { return }
    minute -= 1_440
    day += 1
    guard day > dayCount else { return }
    (month, day) = (month + 1, 1)
    if month > 12 { (year, month) = (year + 1, 1) }
  }

  private var dayCount: Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int {
  fileprivate var twoDigits: String { self < 10 ? "0\(self)" : "\(self)" }
}
