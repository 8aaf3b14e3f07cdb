import Forecasters
import Forecasting
import Moments
import Persistence
import Platform
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// Maps from the moments of parts, beside that of all rows at once.
struct MomentsPartsTests {
  private static let (lookback, horizon) = (12, 3)
  private static let settings = [("ridge", "0.01")]

  private static func text(_ rows: Range<Int>, hole: Int? = nil) -> String {
    var generator = SeededGenerator(seed: 31)
    var (level, lines) = (0.0, ["date,x,y\n"])
    for row in 0..<rows.upperBound {
      level = 0.8 * level + Double(generator.normal())
      let other = level * 3 + 1000 + Double(generator.normal())
      let stamp = Frequency.hours(1).advance(Timestamp(year: 2021), by: row)
      let value = row == hole ? "" : "\(level + Double(row % 8))"
      if rows.contains(row) { lines.append("\(stamp),\(value),\(other)\n") }
    }
    return lines.joined()
  }

  private static func long(_ rows: Range<Int>, _ ids: [Int]) -> String {
    var lines = ["unique_id,ds,y\n"]
    for id in ids {
      var generator = SeededGenerator(seed: UInt64(40 + id))
      for row in 0..<rows.upperBound {
        let value = Double(100 * id + row % 6) + Double(generator.normal())
        let stamp = Frequency.hours(1).advance(Timestamp(year: 2021), by: row)
        if rows.contains(row) { lines.append("s\(id),\(stamp),\(value)\n") }
      }
    }
    return lines.joined()
  }

  private static func part(_ text: String, _ name: String) throws -> MomentsSolution.NamedPart {
    let panel = try Panel(parsing: Array(text.utf8), name: name)
    return (name, try MomentsPart(of: .panel(panel), lookback: lookback, horizon: horizon))
  }

  private static func solved(
    _ parts: [MomentsSolution.NamedPart], _ settings: [(String, String)] = settings
  ) throws -> MomentsSolution {
    try MomentsSolution(
      of: parts, settings: settings.map { (key: $0.0, value: $0.1) }, workers: Workers(threadCount: 2))
  }

  /// The model of all rows, fitted the usual way.
  private static func fitted(_ text: String, _ settings: [(String, String)] = settings) throws -> ModelFile {
    let panel = try Panel(parsing: Array(text.utf8), name: "all.csv")
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 2))
    (request.model, request.lookback, request.horizon) = ("linear-closed-form", lookback, horizon)
    request.settings = [(key: "normalization", value: "last")] + settings.map { (key: $0.0, value: $0.1) }
    request.split = try SplitRule("1/0/0")
    var fit = Fit(request)
    (fit.refits, fit.scoresBaselines) = (false, false)
    return try fit.run().model
  }

  private static func expectEqual(_ solution: MomentsSolution, _ model: ModelFile, _ place: String) {
    for (a, b) in zip(solution.model.tensors, model.tensors) {
      let worst = largestDistance(a.value.values, b.value.values)
      #expect(a.name == b.name && worst < 1e-6, "\(place): \(a.name) differs by \(worst)")
    }
    let (mine, others) = (solution.model.description.columns.scaler, model.description.columns.scaler)
    for (a, b) in zip(mine.means + mine.deviations, others.means + others.deviations) {
      #expect(abs(a - b) < 1e-9 * max(1, abs(b)), "\(place): scale")
    }
  }

  /// The moments of parts that touch, overlap or leave rows out are those of all rows, to 1e-9.
  @Test func partsInTimeMakeTheWhole() throws {
    let whole = try Self.part(Self.text(0..<400), "all.csv")
    let expected = try Self.fitted(Self.text(0..<400))
    for cuts in [[0, 100, 250, 400], [0, 5, 9, 200, 400], [0, 396, 400]] {
      for overlap in [0, 1, 14] {
        var parts = try zip(cuts, cuts.dropFirst()).map { start, end in
          try Self.part(Self.text(max(0, start - overlap)..<end), "\(start).csv")
        }
        parts = parts.filter { $0.part.moments.columns[0].rowCount > 0 }
        if overlap == 14, cuts[1] == 5 { continue }
        let place = "cut at \(cuts), overlap \(overlap)"
        let solution = try Self.solved(parts)
        #expect(solution.rowCount == 400 && solution.windowCount == 2 * 386, "\(place)")
        Self.expectEqual(solution, expected, place)
        let turned = try Self.solved(parts.reversed())
        #expect(turned.model.weightsSHA256 == solution.model.weightsSHA256, "\(place)")
      }
    }
    Self.expectEqual(try Self.solved([whole]), expected, "one part")
  }

  @Test func missingRowsBetweenPartsAreMissing() throws {
    let all = Self.text(0..<200) + Self.text(230..<400).dropFirst("date,x,y\n".count)
    let parts = try [Self.part(Self.text(230..<400), "b"), Self.part(Self.text(0..<200), "a")]
    let expected = try Self.fitted(all, Self.settings + [("keepsMoments", "true")])
    let solution = try Self.solved(parts, Self.settings + [("keepsMoments", "true")])
    #expect(solution.rowCount == 400 && solution.windowCount == 2 * (186 + 156))
    Self.expectEqual(solution, expected, "a gap")
    let (mine, others) = (solution.model.numbers[0].values, expected.numbers[0].values)
    #expect(mine.count == others.count)
    let worst = zip(mine, others).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    #expect(worst < 1e-9, "moments differ by \(worst)")
  }

  @Test func partsBySeriesMakeThePanel() throws {
    let all = try Self.fitted(Self.long(0..<120, [1, 2, 3]))
    let parts = try [Self.part(Self.long(0..<120, [3]), "c"), Self.part(Self.long(0..<120, [1, 2]), "ab")]
    let solution = try Self.solved(parts)
    #expect(solution.seriesCount == 3 && solution.rowCount == 360)
    Self.expectEqual(solution, all, "by series")
    let members = solution.model.description.series.members
    #expect(members.map(\.id) == ["s1", "s2", "s3"])
    for (a, b) in zip(members, all.description.series.members) {
      let (mine, others) = (a.scaler, b.scaler)
      #expect(abs((mine?.means[0] ?? 0) - (others?.means[0] ?? 1)) < 1e-9)
    }
  }

  /// Nothing is left to choose on but the parts themselves.
  @Test func settingsAreChosenByLeavingPartsOut() throws {
    let parts = try [0, 100, 200, 300].map { try Self.part(Self.text($0..<$0 + 100), "\($0)") }
    let solution = try Self.solved(parts, [("normalization", "last+mean"), ("scope", "own+pooled")])
    #expect(solution.model.tensors.contains { $0.name == "choices" })
    #expect(throws: MomentsError.onePart) { try Self.solved([parts[0]], []) }
    #expect(throws: MomentsError.noParts) { try Self.solved([], []) }
    #expect(throws: MomentsError.deviations) { try Self.solved(parts, [("normalization", "best")]) }
    for (key, value) in [("keepsRows", "true"), ("harmonics", "1"), ("folds", "3"), ("loss", "mae")] {
      #expect(throws: RequestError.self) { try Self.solved(parts, [("ridge", "1"), (key, value)]) }
    }
  }

  @Test func partsThatDoNotGoTogetherAreRefused() throws {
    let first = try Self.part(Self.text(0..<200), "a.moments")
    func expectRefused(_ other: MomentsSolution.NamedPart, _ words: String...) {
      #expect {
        _ = try Self.solved([first, other])
      } throws: { error in
        words.allSatisfy { "\(error)".contains($0) }
      }
    }
    expectRefused(try Self.part(Self.text(185..<300), "b.moments"), "b.moments", "shares 15 rows", "14")
    expectRefused(first, "a.moments", "shares 200 rows")
    let changed = Self.text(190..<300).replacing("2021-01-08 23:00:00,", with: "2021-01-08 23:00:00,9")
    #expect(changed != Self.text(190..<300))
    expectRefused(try Self.part(changed, "b"), "b: column 'x'", "2021-01-08 23:00:00", "a.moments")
    let panel = try Panel(parsing: Array(Self.text(200..<300).utf8), name: "c")
    expectRefused(
      ("c", try MomentsPart(of: .panel(panel), lookback: 11, horizon: 3)), "lookback 11", "lookback 12")
    expectRefused(
      try Self.part(Self.text(200..<300).replacing("x,y", with: "x,z"), "d"), "d: its columns are x, z")
    expectRefused(try Self.part(Self.long(0..<100, [1]), "e"), "e: ")
  }

  @Test func filesAreReadStrictly() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.moments")
    let part = try Self.part(Self.text(0..<200, hole: 50), "a").part
    try part.write(to: path)
    let read = try MomentsPart(reading: path)
    #expect(read.moments == part.moments && read.description == part.description)
    let bytes = try FileContents.bytes(ofFile: path)
    for place in [0, 20, 200, bytes.count / 2, bytes.count - 9] {
      var damaged = bytes
      damaged[place] ^= 0x41
      try AtomicFile.write(damaged, to: folder.file("b.moments"))
      #expect {
        _ = try MomentsPart(reading: folder.file("b.moments"))
      } throws: { error in
        "\(error)".contains("b.moments")
      }
    }
    try AtomicFile.write(Array(bytes.dropLast(8)), to: folder.file("c.moments"))
    #expect(throws: MomentsError.self) { _ = try MomentsPart(reading: folder.file("c.moments")) }
    #expect(throws: MomentsError.self) { _ = try MomentsPart(reading: folder.file("none.moments")) }
  }
}
