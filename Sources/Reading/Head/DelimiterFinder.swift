import Calendar
import Stamps

/// Finds the character between fields.
enum DelimiterFinder {
  private static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")]
  /// Lines below the header that are looked at, and titles above it.
  private static let lineCount = 5, titleCount = 10

  /// The candidate that occurs equally often in the header and in the lines below it; without one, the most frequent in the header.
  /// Commas come last among equals: they also stand inside numbers. A title above the table has none of them, and letters.
  static func delimiter(_ head: Span<UInt8>, header start: Int) -> UInt8 {
    var lines: [[Int]] = []
    var (offset, titles) = (start, 0)
    while offset < head.count, lines.count <= lineCount {
      let line = Preamble.line(head, at: offset)
      let text = head.trimmingSpaces(line.text)
      if !text.isEmpty, lines.isEmpty || !Preamble.isComment(head, text) {
        let counts = counts(head, line.text)
        if lines.isEmpty, titles < titleCount, counts.allSatisfy({ $0 == 0 }), hasLetter(head, text) {
          titles += 1
        } else {
          lines.append(counts)
        }
      }
      offset = line.next
    }
    guard let header = lines.first else { return candidates[0] }
    let steady = candidates.indices.filter { index in
      header[index] > 0 && lines.count > 1 && lines.dropFirst().allSatisfy { $0[index] == header[index] }
    }
    if steady.isEmpty, let found = longest(head, start) { return found }
    let pool = steady.isEmpty ? Array(candidates.indices) : steady
    let most = pool.map { header[$0] }.max() ?? 0
    let best = pool.filter { header[$0] == most }
    return candidates[steady.isEmpty ? best[0] : best.first { $0 != 0 } ?? best[0]]
  }

  /// Lines of which the longest run of like ones tells, below titles that have delimiters too.
  private static let runLineCount = 40, leastRun = 10

  /// The candidate that occurs equally often in the most lines, one after the other, of which the first is no row of numbers; nil where these are few.
  /// Of several the one that the first line of all has most of.
  private static func longest(_ head: Span<UInt8>, _ start: Int) -> UInt8? {
    var lines: [(counts: [Int], isHeader: Bool)] = []
    var offset = start
    while offset < head.count, lines.count < runLineCount {
      let line = Preamble.line(head, at: offset)
      let text = head.trimmingSpaces(line.text)
      if !text.isEmpty { lines.append((counts(head, line.text), !head[text.lowerBound].isDigit)) }
      offset = line.next
    }
    let runs = candidates.indices.map { index in
      var (run, longest, isHeaded) = (0, 0, false)
      for place in lines.indices {
        let count = lines[place].counts[index]
        let goesOn = place > 0 && lines[place - 1].counts[index] == count
        if !goesOn { isHeaded = lines[place].isHeader }
        run = count == 0 ? 0 : goesOn ? run + 1 : 1
        if isHeaded { longest = max(longest, run) }
      }
      return longest
    }
    guard let most = runs.max(), most >= leastRun else { return nil }
    let best = runs.indices.filter { runs[$0] == most }
    return best.max { lines[0].counts[$0] < lines[0].counts[$1] }.map { candidates[$0] }
  }

  private static func hasLetter(_ head: Span<UInt8>, _ text: Range<Int>) -> Bool {
    text.contains { head[$0].isLetter || head[$0] >= 0x80 }
  }

  /// How often each candidate stands outside quotes.
  private static func counts(_ head: Span<UInt8>, _ text: Range<Int>) -> [Int] {
    var counts = [Int](repeating: 0, count: candidates.count)
    var isQuoted = false
    for index in text {
      let byte = head[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      switch byte {
      case candidates[0]: counts[0] += 1
      case candidates[1]: counts[1] += 1
      case candidates[2]: counts[2] += 1
      case candidates[3]: counts[3] += 1
      default: break
      }
    }
    return counts
  }
}
