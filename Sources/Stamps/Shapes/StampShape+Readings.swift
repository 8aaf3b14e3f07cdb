extension StampShape {
  /// What stands in the place of a part of a date or a time.
  enum Part: Equatable {
    /// A number of so many digits.
    case number(Int)
    case month
    case mark(Character)

    var isShort: Bool { self == .number(1) || self == .number(2) }
    var isYear: Bool { self == .number(4) }
  }

  /// The elements of each open item; none for one that stays text.
  struct Reading {
    var elements: [[StampPattern.Element]]
    var isPeriodOpen = false

    init(_ fields: [StampPattern.Field]...) {
      elements = fields.map { $0.map { .number($0, isPadded: true) } }
    }
  }

  /// The fields that parts may be, the most usual first; none where they are no date.
  func readings(_ parts: [Part]) -> [Reading] {
    if parts.isEmpty { return [Reading()] }
    for count in stride(from: min(parts.count, 4), through: 1, by: -1) {
      let times = clock(Array(parts[count...]))
      guard let times else { continue }
      let dates = dates(Array(parts[..<count]))
      if !dates.isEmpty {
        return dates.map { date in
          var reading = date
          reading.elements += times
          return reading
        }
      }
    }
    return []
  }

  /// The time of day as numbers without colons.
  private func clock(_ parts: [Part]) -> [[StampPattern.Element]]? {
    if parts.isEmpty { return [] }
    guard !hasClock, parts.count <= 4 else { return nil }
    let hour: StampPattern.Field = hasMeridiem ? .hour12 : .hour
    switch parts {
    case [.number(4)]: return Reading([hour, .minute]).elements
    case [.number(3)] where endsInLoneNumber: return Reading([hour, .minute]).elements
    case [.number(6)]: return Reading([hour, .minute, .second]).elements
    case [.number(9)]: return [Reading([hour, .minute, .second]).elements[0] + [.fraction(3)]]
    default:
      guard parts.allSatisfy(\.isShort), parts.count <= 3 else { return nil }
      return [hour, .minute, .second].prefix(parts.count).map { [.number($0, isPadded: true)] }
    }
  }

  /// Whether the last of several columns is a number.
  private var endsInLoneNumber: Bool {
    guard items.count > 1, case .columnBreak = items[items.count - 2], case .number = items[items.count - 1]
    else {
      return false
    }
    return true
  }

  private func dates(_ parts: [Part]) -> [Reading] {
    switch parts.count {
    // The name of a month, when the year has a column of its own.
    case 1: return parts[0] == .month ? [Reading([])] : compact(parts[0])
    case 2: return pairs(parts)
    case 3:
      return parts.contains(where: { if case .mark = $0 { true } else { false } })
        ? marked(parts) : triples(parts)
    default: return marked(parts)
    }
  }

  /// Whether the letters `FY` stand before the year: the number behind them is one, whatever its digits.
  private var isFiscal: Bool {
    items.contains { item in
      guard case .literal(let text) = item else { return false }
      return text.uppercased() == "FY"
    }
  }

  private func compact(_ part: Part) -> [Reading] {
    guard case .number(let width) = part else { return [] }
    switch width {
    case 2 where isFiscal: return [Reading([.shortYear])]
    case 4: return [Reading([.year])]
    case 5 where items.count == 1: return [Reading([.shortYear, .dayOfYear])]
    case 6:
      var months = Reading([.year, .month])
      months.isPeriodOpen = !hasClock
      let days = [Reading([.shortYear, .month, .day]), Reading([.day, .month, .shortYear])]
      return [months] + days + ofThisCentury([.shortYear, .dayOfYear])
    case 7: return [Reading([.year, .dayOfYear])]
    case 8:
      return [
        Reading([.year, .month, .day]), Reading([.day, .month, .year]), Reading([.month, .day, .year]),
      ]
    case 9 where items.count == 1: return [Reading([.year, .dayOfYear, .hour])]
    case 10 where !hasClock:
      return [Reading([.year, .month, .day, .hour])]
        + ofLatestYears([.shortYear, .month, .day, .hour, .minute])
    case 12 where !hasClock:
      return [Reading([.year, .month, .day, .hour, .minute])]
        + ofLatestYears([.shortYear, .month, .day, .hour, .minute, .second])
    case 14 where !hasClock: return [Reading([.year, .month, .day, .hour, .minute, .second])]
    case 17 where !hasClock:
      var reading = Reading([.year, .month, .day, .hour, .minute, .second])
      reading.elements[0].append(.fraction(3))
      return [reading]
    default: return []
    }
  }

  /// Two digits of a year, in a number that may be seconds since 1970.
  private func ofLatestYears(_ fields: [StampPattern.Field]) -> [Reading] {
    guard items.count == 1 else { return [] }
    var reading = Reading()
    reading.elements = [fields.map { .number($0, isPadded: true) }]
    return [reading]
  }

  /// Two digits of a year behind a `1`, where `0` is that of the last century, as business systems of Oracle write days.
  private func ofThisCentury(_ fields: [StampPattern.Field]) -> [Reading] {
    guard items.count == 1 else { return [] }
    var reading = Reading()
    reading.elements = [[.literal("1")] + fields.map { .number($0, isPadded: true) }]
    return [reading]
  }

  private func pairs(_ parts: [Part]) -> [Reading] {
    let (first, second) = (parts[0], parts[1])
    if first.isYear, second.isShort {
      var reading = Reading([.year], [.month])
      reading.isPeriodOpen = !hasClock
      return second == .number(2) && !hasClock ? [reading, Reading([.year], [.shortNextYear])] : [reading]
    }
    if first.isYear, second.isYear { return hasClock ? [] : [Reading([.year], [.nextYear])] }
    if isFiscal, first == .number(2), second == .number(2) {
      return [Reading([.shortYear], [.shortNextYear])]
    }
    if first.isShort, second.isYear {
      var reading = Reading([.month], [.year])
      reading.isPeriodOpen = !hasClock
      return [reading]
    }
    if first.isYear, second == .number(3) { return [Reading([.year], [.dayOfYear])] }
    if first == .month, second.isYear { return [Reading([], [.year])] }
    if first == .month, second == .number(2) { return [Reading([], [.shortYear])] }
    if first.isYear, second == .month { return [Reading([.year], [])] }
    return []
  }

  private func triples(_ parts: [Part]) -> [Reading] {
    let names = parts.map { $0 == .month }
    let years = parts.map(\.isYear)
    let isRestShort = parts.allSatisfy { $0.isShort || $0.isYear || $0 == .month }
    guard isRestShort, years.count(where: { $0 }) <= 1, names.count(where: { $0 }) <= 1 else { return [] }
    switch (names.firstIndex(of: true), years.firstIndex(of: true)) {
    case (nil, 0): return [Reading([.year], [.month], [.day])]
    case (nil, 2): return [Reading([.day], [.month], [.year]), Reading([.month], [.day], [.year])]
    case (nil, nil):
      let ends =
        parts[2] == .number(2)
        ? [Reading([.day], [.month], [.shortYear]), Reading([.month], [.day], [.shortYear])] : []
      return ends + (parts[0] == .number(2) ? [Reading([.shortYear], [.month], [.day])] : [])
    case (0, 2): return [Reading([], [.day], [.year])]
    case (1, 2): return [Reading([.day], [], [.year])]
    case (1, 0): return [Reading([.year], [], [.day])]
    case (0, nil) where parts[2] == .number(2): return [Reading([], [.day], [.shortYear])]
    case (1, nil):
      let days = parts[2] == .number(2) ? [Reading([.day], [], [.shortYear])] : []
      return days + (parts[0] == .number(2) ? [Reading([.shortYear], [], [.day])] : [])
    default: return []
    }
  }

  /// Quarters, halves and weeks with their letters.
  private func marked(_ parts: [Part]) -> [Reading] {
    guard let mark = parts.firstIndex(where: { if case .mark = $0 { true } else { false } }),
      case .mark(let letter) = parts[mark]
    else { return [] }
    let numbers = parts.filter { if case .number = $0 { true } else { false } }
    guard numbers.count == parts.count - 1 else { return [] }
    switch letter {
    case "Q", "T": return periods(parts, mark, .quarter)
    case "H", "S": return periods(parts, mark, .half)
    case "W": return weeks(parts, mark)
    default: return []
    }
  }

  private func periods(_ parts: [Part], _ mark: Int, _ field: StampPattern.Field) -> [Reading] {
    guard parts.count == 3, let number = parts.firstIndex(of: .number(1)) else { return [] }
    let year = 3 - number - mark
    guard abs(number - mark) == 1, parts[year].isYear || parts[year] == .number(2) else { return [] }
    var reading = Reading([], [], [])
    reading.elements[number] = [.number(field, isPadded: false)]
    reading.elements[year] = [.number(parts[year].isYear ? .year : .shortYear, isPadded: true)]
    return [reading]
  }

  private func weeks(_ parts: [Part], _ mark: Int) -> [Reading] {
    switch (mark, parts.count) {
    case (1, 3) where parts[0].isYear && parts[2].isShort: return [Reading([.weekYear], [], [.week])]
    case (1, 3) where parts[0].isYear && parts[2] == .number(3):
      return [Reading([.weekYear], [], [.week, .weekday])]
    case (1, 4) where parts[0].isYear && parts[2].isShort && parts[3] == .number(1):
      return [Reading([.weekYear], [], [.week], [.weekday])]
    case (0, 3) where parts[1].isShort && parts[2].isYear: return [Reading([], [.week], [.weekYear])]
    default: return []
    }
  }
}
