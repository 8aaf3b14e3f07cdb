import TestSupport
import Testing
import TimeSeries

/// Long files that are read some series at a time.
@Suite struct PanelBlocksTests {
  /// Daily rows of series of unequal lengths, one below the other.
  private static func text(_ ids: [String], ending: String = "\n", quoted: Bool = false) -> String {
    var lines = ["unique_id,ds,y"]
    for (index, id) in ids.enumerated() {
      for day in 1...(5 + index % 4) {
        lines.append("\(quoted ? "\"\(id)\"" : id),2024-01-0\(day),\(10 * index + day).5")
      }
    }
    return lines.joined(separator: ending) + ending
  }

  private static let ids = (1...40).map { "s\($0)" }

  /// All blocks of a text, one panel each.
  private static func blocks(
    _ text: String, bytes: Int, _ options: ReadingOptions = ReadingOptions()
  ) throws -> [Panel] {
    let folder = try TemporaryFolder()
    let path = try folder.write("long.csv", Array(text.utf8))
    var blocks = try PanelBlocks(reading: path, options, blockBytes: bytes)
    var panels: [Panel] = []
    while let panel = try blocks.next() { panels.append(panel) }
    return panels
  }

  private static func error(_ text: String, bytes: Int) -> DataError? {
    do {
      _ = try blocks(text, bytes: bytes)
      return nil
    } catch { return error as? DataError }
  }

  private static func expectSame(_ panels: [Panel], as whole: Panel) {
    let series = panels.flatMap { panel in panel.series.indices.map { (panel, $0) } }
    #expect(series.map { $0.0.series[$0.1].id } == whole.series.map(\.id))
    for (index, (panel, place)) in series.enumerated() {
      #expect(panel.values(ofColumn: 0, ofSeries: place) == whole.values(ofColumn: 0, ofSeries: index))
      #expect(panel.series[place].timestamps == whole.series[index].timestamps)
      let lines = [panel.series[place].line(ofRow: 0), whole.series[index].line(ofRow: 0)]
      #expect(lines[0] == lines[1])
    }
  }

  @Test(arguments: [20, 100, 333, 1000, 100_000], ["\n", "\r\n", "\r"])
  func blocksHoldTheSeriesOfTheWholeFile(bytes: Int, ending: String) throws {
    let text = Self.text(Self.ids, ending: ending)
    let panels = try Self.blocks(text, bytes: bytes)
    Self.expectSame(panels, as: try parse(text))
    if ending != "\r" { #expect(panels.count > 1 || bytes > 1000) }
  }

  @Test func quotedIDsMayHaveLineEnds() throws {
    let text = Self.text(Self.ids.map { "\($0)\nand \"\"more\"\"" }, quoted: true)
    for bytes in [50, 333, 1000] { Self.expectSame(try Self.blocks(text, bytes: bytes), as: try parse(text)) }
  }

  @Test func commentsDecimalCommasAndBlankLinesAreAsInAWholeFile() throws {
    let rows = Self.text(Self.ids).replacing(",", with: ";").replacing(".5", with: ",5")
    let text = "# exported\n# twice\n" + rows.replacing("s20;2024-01-01", with: "\n\ns20;2024-01-01")
    let panels = try Self.blocks(text, bytes: 400)
    #expect(panels.count > 3 && panels[0].values(ofColumn: 0)[0] == 1.5)
    Self.expectSame(panels, as: try parse(text))
  }

  @Test func aSeriesMayBeLongerThanABlock() throws {
    let text =
      "id,ds,y\n"
      + ["a", "b", "c", "d"].map { id in
        (1...28).map { "\(id),2024-02-\($0 < 10 ? "0" : "")\($0),\($0)\n" }.joined()
      }.joined()
    let panels = try Self.blocks(text, bytes: 64)
    #expect(panels.count > 1 && panels.flatMap(\.series).map(\.rowCount) == [28, 28, 28, 28])
  }

  @Test func filesThatAreNotSortedBySeriesComeInOneBlock() throws {
    let lines = Self.text(Self.ids).split(separator: "\n")
    let byTime =
      ([lines[0]] + lines.dropFirst().sorted { $0.split(separator: ",")[1] < $1.split(separator: ",")[1] })
      .joined(separator: "\n")
    let panels = try Self.blocks(byTime, bytes: 500)
    #expect(panels.count == 1)
    Self.expectSame(panels, as: try parse(byTime))
    let wide = series((1...9).map { "2024-01-0\($0)" })
    #expect(try Self.blocks(wide, bytes: 16).map(\.rowCount) == [9])
  }

  @Test func aSeriesThatGoesOnLaterIsNamedWithItsLine() throws {
    let text = Self.text(Self.ids) + "s1,2024-01-06,7.5\n"
    let error = try #require(Self.error(text, bytes: 300))
    #expect(error.kind == .scatteredSeries && error.line == text.count { $0 == "\n" })
    #expect(error.problem.contains("s1") && error.fix == "sort the rows by series")
    // As a whole it is as good as sorted.
    #expect(try Self.blocks(text, bytes: 100_000)[0].series[0].rowCount == 6)
  }

  @Test func errorsNameTheLineOfTheFile() throws {
    let text = Self.text(Self.ids).replacing("s33,2024-01-02,", with: "s33,2024-01-02,x")
    let line = try #require(text.split(separator: "\n").firstIndex { $0.hasPrefix("s33,2024-01-02") }) + 1
    let error = try #require(Self.error(text, bytes: 300))
    #expect(error.line == line && error.value == "x322.5" && error.file?.hasSuffix("long.csv") == true)
    let doubled = Self.text(Self.ids).replacing("s33,2024-01-03,", with: "s33,2024-01-02,")
    #expect(Self.error(doubled, bytes: 300)?.problem.contains("lines \(line) and \(line + 1)") == true)
  }

  /// A part of a file says nothing of how much is missing in all.
  @Test func aBlockMayMissMostOfItsCells() throws {
    let missing = Set((7...14).map { "s\($0)" })
    let lines = Self.text(Self.ids).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let cells = line.split(separator: ",")
      guard cells.count == 3, missing.contains(String(cells[0])) else { return String(line) }
      return "\(cells[0]),\(cells[1]),"
    }
    let panels = try Self.blocks(lines.joined(separator: "\n"), bytes: 200)
    #expect(panels.flatMap(\.series).map(\.id) == Self.ids)
    let shares = panels.map { panel in
      panel.series.indices.reduce(0) { $0 + panel.missingCount(ofColumn: 0, ofSeries: $1) } * 2
        > panel.rowCount
    }
    #expect(shares.contains(true) && shares.contains(false))
  }

  @Test func onlySomeSeriesAreKeptWhereAsked() throws {
    var options = ReadingOptions()
    options.seriesIDs = ["s39", "s2"]
    #expect(
      try Self.blocks(Self.text(Self.ids), bytes: 300, options).flatMap(\.series).map(\.id) == ["s2", "s39"])
  }

  /// Lines that are series: what tells them apart shows in all of them, and is known where a file has been read before.
  @Test(arguments: [60, 300, 100_000])
  func linesThatAreSeriesComeInBlocks(bytes: Int) throws {
    var lines = ["kind,name,2010,2011,2012,2013"]
    for place in 0..<40 {
      let values = place < 3 || place == 7 ? ",,," : place == 9 ? ",2,," : "\(place),2,3,\(place % 3)"
      lines.append("\(place == 39 ? "s5" : "s\(place)"),\"n\n\(place)\",\(values)")
    }
    let text = lines.joined(separator: "\n") + "\n"
    let whole = try Panel(parsing: Array(text.utf8), name: "long.csv")
    #expect(whole.seriesColumn == "name" && whole.series.count == 36)
    let first = try Self.blocks(text, bytes: bytes)
    #expect(first.count == 1)
    Self.expectSame(first, as: whole)
    var known = ReadingOptions()
    (known.form, known.frequency) = (whole.origin.form, whole.frequency)
    let panels = try Self.blocks(text, bytes: bytes, known)
    #expect(bytes > 1000 ? panels.count == 1 : panels.count > 1)
    Self.expectSame(panels, as: whole)
  }
}
