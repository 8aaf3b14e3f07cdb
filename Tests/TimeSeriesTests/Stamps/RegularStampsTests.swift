import Calendar
import Reading
import Stamps
import Testing
import TimeSeries

/// Stamps that follow each other regularly are kept as a run, and what is read from them is the same.
struct RegularStampsTests {
  private static func stamps(_ count: Int, _ frequency: Frequency = .minutes(1)) -> [Timestamp] {
    frequency.stamps(after: Timestamp(year: 1999, month: 12, day: 31, hour: 23), count: count)
  }

  private static func options(_ blocks: Bool) -> ReadingOptions {
    var options = ReadingOptions()
    if blocks { (options.wholeBytes, options.blockBytes) = (256, 512) }
    return options
  }

  private static func text(_ stamps: [String]) -> [UInt8] {
    let lines = stamps.enumerated().map { "\($1),\($0 % 7)\n" }
    return Array(("date,a\n" + lines.joined()).utf8)
  }

  /// Read in one go and in blocks, whose stamps are packed: the same stamps, grid and form, or the same refusal.
  @Test func packedStampsAreReadLikeOthers() throws {
    let minutes = Self.stamps(9000).map(\.description)
    var late = minutes
    late[8500] = "2000-01-06"
    var gap = minutes
    gap.remove(at: 8000)
    var wrong = minutes
    wrong[8500] = "2000-01-06 25:00:00"
    let local = Self.stamps(9000, .hours(1)).map { String($0.description.dropLast(3)) }
    let offset = Self.stamps(500, .hours(1)).map { "\($0)+01:00" }
    let months = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 1900), count: 600).map {
      String($0.description.prefix(10))
    }
    let slashes = Self.stamps(900, .days(1)).map { stamp in
      let parts = stamp.description.prefix(10).split(separator: "-")
      return "\(parts[1])/\(parts[2])/\(parts[0])"
    }
    let cases: [(String, [String])] = [
      ("minutes", minutes), ("late", late), ("gap", gap), ("wrong", wrong),
      ("newest first", Array(minutes.reversed())), ("hours", local), ("offsets", offset), ("months", months),
      ("slashes", slashes),
    ]
    for (name, stamps) in cases {
      let bytes = Self.text(stamps)
      let whole = Result { try Panel(parsing: bytes, name: "t", Self.options(false)) }
      let blocks = Result { try Panel(parsing: bytes, name: "t", Self.options(true)) }
      switch (whole, blocks) {
      case (.success(let one), .success(let other)):
        #expect(one.series[0].timestamps == other.series[0].timestamps, "\(name)")
        #expect(one.series[0].grid == other.series[0].grid, "\(name)")
        #expect(one.origin.form == other.origin.form, "\(name)")
        #expect(one.values(ofColumn: 0).map(\.bitPattern) == other.values(ofColumn: 0).map(\.bitPattern))
      case (.failure(let one), .failure(let other)): #expect("\(one)" == "\(other)", "\(name)")
      default: Issue.record("\(name): \(whole), \(blocks)")
      }
    }
  }

  /// A regular column is not listed, one that is not is not taken for one.
  @Test func onlyRegularColumnsAreRuns() throws {
    let texts = Self.stamps(300).map(\.description)
    func read(_ texts: [String], _ size: Int) throws -> StampColumn {
      let pieces = stride(from: 0, to: texts.count, by: size).map { $0..<min(texts.count, $0 + size) }
      let column = StampColumn(pieces: pieces, StampOptions()) { (rows) throws(DataError) in
        try StampColumn(Array(texts[rows]))
      }
      return try #require(column)
    }
    for size in [7, 100, 300] {
      let found = try #require(try read(texts, size).run)
      #expect(found.count == 300 && found.prefix(300) == Self.stamps(300))
    }
    for place in [0, 1, 150, 299] {
      var other = texts
      other[place] = "2001-01-01 00:00:30"
      let column = try read(other, 100)
      #expect(column.run == nil)
      #expect(try column.stamps == StampColumn(other).stamps)
    }
  }
}
