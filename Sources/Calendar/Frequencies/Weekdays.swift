/// Days of the week on which rows stand: a working week.
public struct Weekdays: Hashable, Sendable {
  /// Bit 0 is Monday.
  let bits: UInt8

  /// Days by number, 0 for Monday to 6 for Sunday.
  ///
  /// - Precondition: At least one, all in 0…6.
  public init(_ days: some Sequence<Int>) {
    bits = days.reduce(0) { bits, day in
      precondition((0...6).contains(day), "Weekdays: \(day) is not in 0…6")
      return bits | 1 << UInt8(day)
    }
    precondition(bits != 0, "Weekdays: no day")
  }

  /// Monday to Friday.
  public static let business = Weekdays(0...4)

  /// How many days.
  public var count: Int { bits.nonzeroBitCount }
  /// Whether a day, 0 for Monday, is one of them.
  public func contains(_ day: Int) -> Bool { bits & (1 << UInt8(day)) != 0 }
  /// The days, Monday first.
  public var days: [Int] { (0...6).filter(contains) }

  /// How many of the days come before one.
  func rank(_ day: Int) -> Int { (bits & ((1 << UInt8(day)) - 1)).nonzeroBitCount }

  /// The day with a rank, 0-based.
  func day(rank: Int) -> Int {
    var rest = bits
    for _ in 0..<rank { rest &= rest - 1 }
    return rest.trailingZeroBitCount
  }
}

extension Weekdays {
  static let codes = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  package static let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// The first and the length of each run of days, the runs that pass Sunday joined: Sunday to Thursday is one.
  var runs: [(first: Int, count: Int)] {
    if count == 7 { return [(0, 7)] }
    return (0...6).filter { contains($0) && !contains(($0 + 6) % 7) }.map { first in
      (first, (1...6).first { !contains((first + $0) % 7) } ?? 7)
    }
  }

  /// `mon-fri`, `sun-thu`, `mon+wed+fri`.
  public var code: String { text(Self.codes, separator: "-", joiner: "+") }

  /// For people: `Monday to Friday`.
  var name: String { text(Self.names, separator: " to ", joiner: ", ") }

  private func text(_ names: [String], separator: String, joiner: String) -> String {
    runs.map { first, count in
      let last = names[(first + count - 1) % 7]
      return count == 1
        ? names[first] : count == 2 ? names[first] + joiner + last : names[first] + separator + last
    }.joined(separator: joiner)
  }

  /// Reads a ``code``; `nil` for other text.
  public init?(code: some StringProtocol) {
    var days: Set<Int> = []
    for part in code.lowercased().split(separator: "+", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count <= 2, let first = Self.codes.firstIndex(of: String(ends[0])),
        let last = Self.codes.firstIndex(of: String(ends[ends.count - 1]))
      else { return nil }
      days.formUnion((0...(last - first + 7) % 7).map { (first + $0) % 7 })
    }
    guard !days.isEmpty else { return nil }
    self.init(days)
  }
}
