import TestSupport
import Testing
import TimeSeries

@Suite struct CSVThreadsTests {
  /// Rows of all the widths that numbers come in, some after blank lines.
  static func text(rows: Int, lineEnd: String = "\n") -> String {
    var generator = TestGenerator()
    var text = "date,a,b,c\(lineEnd)"
    for row in 0..<rows {
      let stamp = Frequency.minutes(10).advance(Timestamp(year: 2020), by: row)
      text += "\(stamp),\(Double.random(in: -1e3...1e3, using: &generator)),\(row),"
      text += "\(Float.random(in: -1...1, using: &generator))\(lineEnd)"
      if row.isMultiple(of: 97) { text += lineEnd }
    }
    return text
  }

  static func forced(threads: Int, libCSV: Bool = false) -> ReadingOptions {
    var options = ReadingOptions(threadCount: threads)
    options.minimumChunkBytes = 64
    options.usesLibCSVOnly = libCSV
    return options
  }

  func expectEqual(_ left: Panel, _ right: Panel) {
    #expect(left.only.timestamps == right.only.timestamps)
    #expect(left.only.irregularities == right.only.irregularities)
    for channel in 0..<left.columnCount {
      let bits = (
        left.values(ofColumn: channel).map(\.bitPattern), right.values(ofColumn: channel).map(\.bitPattern)
      )
      #expect(bits.0 == bits.1)
    }
    #expect((0..<left.rowCount).allSatisfy { left.only.line(ofRow: $0) == right.only.line(ofRow: $0) })
  }

  @Test(arguments: ["\n", "\r\n"], [2, 3, 7, 64])
  func threadsReadWhatOneThreadReadsBitForBit(lineEnd: String, threads: Int) throws {
    let text = Self.text(rows: 600, lineEnd: lineEnd)
    expectEqual(try parse(text, Self.forced(threads: threads)), try parse(text, Self.forced(threads: 1)))
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [1, 5])
  func thePlainTokenizerReadsWhatLibCSVReads(lineEnd: String, threads: Int) throws {
    let text = Self.text(rows: 300, lineEnd: lineEnd)
    expectEqual(
      try parse(text, Self.forced(threads: threads)),
      try parse(text, Self.forced(threads: threads, libCSV: true)))
  }

  @Test func quotingDoesNotChangeTheValues() throws {
    let text = Self.text(rows: 200)
    let quoted = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in line.isEmpty ? "" : line.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
      }
      .joined(separator: "\n")
    expectEqual(try parse(text), try parse(quoted))
  }

  @Test(arguments: [1, 2, 8])
  func theEarliestErrorInTheFileWins(threads: Int) {
    var lines = Self.text(rows: 500).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines[400] = "2020-01-01,x,y"
    lines[250] = "2020-01-01,1,bad,2"
    lines[490] = "2020-01-01"
    let found = error(lines.joined(separator: "\n"), Self.forced(threads: threads))
    #expect(found?.line == 251)
    #expect(found?.column == "b")
    #expect(found?.value == "bad")
  }

  @Test func mutatedFilesNeverCrashAndBothTokenizersAgree() {
    let seed = Array(Self.text(rows: 12).utf8)
    var random = TestGenerator()
    let alphabet = Array(",;\"\n\r\t 0.-+eE9NaN\0\u{FF}|T:/".utf8)
    for _ in 0..<3000 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0..<40, using: &random)))
        default: bytes[place] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
        if bytes.isEmpty { break }
      }
      expectSameOutcome(bytes)
    }
  }

  private func expectSameOutcome(_ bytes: [UInt8]) {
    let outcomes = [Self.forced(threads: 3), Self.forced(threads: 1), Self.forced(threads: 1, libCSV: true)]
      .map { options in
        do {
          let frame = try Panel(parsing: bytes, name: "mutant", options)
          return
            "\(frame.rowCount) \(frame.only.timestamps) \((0..<frame.columnCount).map { frame.values(ofColumn: $0) })"
        } catch {
          return "\(error)"
        }
      }
    #expect(Set(outcomes).count == 1, "\(String(decoding: bytes, as: UTF8.self)) \(outcomes)")
  }
}
