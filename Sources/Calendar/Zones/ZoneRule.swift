/// The rule of POSIX for clock changes of all later years: `CET-1CEST,M3.5.0,M10.5.0/3`.
package struct ZoneRule: Sendable {
  /// A day of the year on which clocks change, and the local time of the change in seconds.
  struct Change: Sendable {
    enum Day: Sendable {
      /// The week (5 for the last) and weekday (0 for Sunday) of a month.
      case month(Int, week: Int, weekday: Int)
      /// 1…365 without leap days.
      case julian(Int)
      /// 0…365 with leap days.
      case zeroBased(Int)
    }
    let day: Day
    let time: Int
  }

  let standard: Int
  /// The offset of summer, and its begin and end; `nil` where clocks never change.
  let summer: (offset: Int, begin: Change, end: Change)?

  /// `nil` for text that is not such a rule.
  package init?(_ text: String) {
    var rest = Substring(text)
    guard Self.skipName(&rest), let standard = Self.clock(&rest) else { return nil }
    self.standard = -standard
    guard Self.skipName(&rest) else {
      summer = nil
      if !rest.isEmpty { return nil }
      return
    }
    let offset = rest.first == "," ? -standard + 3600 : Self.clock(&rest).map(-)
    guard let offset, let begin = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else {
      return nil
    }
    summer = (offset, begin, end)
  }

  /// Seconds east of UTC at an instant.
  package func offset(atUTC seconds: Int64) -> Int {
    guard let summer else { return standard }
    let year = Timestamp(seconds: seconds + Int64(standard)).year
    let begin = summer.begin.seconds(year) - Int64(standard),
      end = summer.end.seconds(year) - Int64(summer.offset)
    let isSummer = begin < end ? (begin..<end).contains(seconds) : !(end..<begin).contains(seconds)
    return isSummer ? summer.offset : standard
  }

  /// The local time from which clocks go forward in a year, in seconds since 1970; `nil` where they never do.
  func begin(_ year: Int) -> Int64? { summer?.begin.seconds(year) }

  /// The local time from which clocks go back in a year, in seconds since 1970; `nil` where they never do.
  func end(_ year: Int) -> Int64? { summer?.end.seconds(year) }

  private static func skipName(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let name = rest.prefix { $0.isLetter }
    guard name.count >= 3 else { return false }
    rest = rest.dropFirst(name.count)
    return true
  }

  /// `[+-]h[h][:mm[:ss]]` in seconds.
  private static func clock(_ rest: inout Substring) -> Int? {
    let sign = rest.first == "-" ? -1 : 1
    if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
    let text = rest.prefix { $0.isNumber || $0 == ":" }
    rest = rest.dropFirst(text.count)
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard (1...3).contains(parts.count), parts.allSatisfy({ (0...167).contains($0) }) else { return nil }
    return sign * zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func change(_ rest: inout Substring) -> Change? {
    guard rest.popFirst() == "," else { return nil }
    let text = rest.prefix { $0 != "/" && $0 != "," }
    rest = rest.dropFirst(text.count)
    var time = 2 * 3600
    if rest.first == "/" {
      rest.removeFirst()
      guard let given = clock(&rest) else { return nil }
      time = given
    }
    return day(text).map { Change(day: $0, time: time) }
  }

  private static func day(_ text: Substring) -> Change.Day? {
    if text.first == "M" {
      let parts = text.dropFirst().split(separator: ".").compactMap { Int($0) }
      guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]),
        (0...6).contains(parts[2])
      else { return nil }
      return .month(parts[0], week: parts[1], weekday: parts[2])
    }
    let isJulian = text.first == "J"
    guard let number = Int(isJulian ? text.dropFirst() : text),
      (isJulian ? 1...365 : 0...365).contains(number)
    else {
      return nil
    }
    return isJulian ? .julian(number) : .zeroBased(number)
  }
}

extension ZoneRule.Change {
  /// The local time of the change in a year, in seconds since 1970.
  func seconds(_ year: Int) -> Int64 {
    let january = Timestamp.daysSinceEpoch(year: year, month: 1, day: 1)
    let days: Int
    switch day {
    case .julian(let number): days = january + number - 1 + (Timestamp.isLeap(year) && number > 59 ? 1 : 0)
    case .zeroBased(let number): days = january + number
    case .month(let month, let week, let weekday):
      let first = Timestamp.daysSinceEpoch(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday, day 4 from Sunday.
      let skip = (weekday - (first + 4)).floorModulo(7) + 7 * (week - 1)
      days = first + (skip < Timestamp.dayCount(year: year, month: month) ? skip : skip - 7)
    }
    return Int64(days) * 86_400 + Int64(time)
  }
}
