import Drawing
import TestSupport
import Testing

@Suite struct PictureTests {
  private static let hour = 3_600_000.0

  private func points(_ values: [Double], from start: Int) -> [LineChart.Point] {
    values.enumerated().map { LineChart.Point(x: Double(start + $0) * Self.hour, y: $1) }
  }

  private func picture(_ history: [Double], _ forecast: [Double], name: String = "OT") -> ForecastPicture {
    ForecastPicture(
      title: name,
      panels: [
        ForecastPicture.Panel(
          title: name, history: points(history, from: 0),
          truth: points(forecast.map { $0 + 1 }, from: history.count),
          forecast: points(forecast, from: history.count))
      ])
  }

  private let plain = TerminalStyle(width: 60, usesUnicode: false, usesColor: false)
  private let rich = TerminalStyle(width: 60, usesUnicode: true, usesColor: true)

  @Test(arguments: [
    ([1, 2, 3], [4, 5]), ([], [1]), ([2, 2], [2, 2]), ([.nan], [.nan]), ([1, .nan, 3], [2]),
  ])
  func anyValuesCanBeDrawnInBothForms(_ history: [Double], _ forecast: [Double]) throws {
    let picture = picture(history, forecast)
    _ = try CheckedXML(picture.svg)
    for style in [plain, rich] {
      #expect(!picture.text(style).isEmpty)
    }
  }

  /// Nothing was measured there, and nothing was forecast.
  @Test func missingValuesInterruptTheLines() throws {
    let panel = ForecastPicture.Panel(
      title: "OT", history: points([1, 2, .nan, 4, 5, .nan], from: 0), truth: points([.nan, 7, 8], from: 6),
      forecast: points([3, 4, 5], from: 6))
    let svg = try CheckedXML(ForecastPicture(title: "OT", panels: [panel]).svg)
    let paths = svg.elements.compactMap { $0.attributes["d"] }.filter { !$0.contains("h") }
    // History in two pieces; neither truth nor forecast begins at its last row, which has no value.
    let pieces = paths.map { path in path.count { $0 == "M" } }
    let corners = paths.map { path in path.count { $0 == "L" } }
    #expect(pieces == [2, 1, 1] && corners == [2, 1, 2], "\(paths)")
    #expect(!svg.elements.contains { $0.name == "circle" })
  }

  /// Rows that are only counted have no dates.
  @Test func countsStandBelowRowsThatAreCounted() throws {
    func counted(_ values: [Double], from start: Int) -> [LineChart.Point] {
      values.enumerated().map { LineChart.Point(x: Double(start + $0), y: $1) }
    }
    var panel = ForecastPicture.Panel(
      title: "OT", history: counted([1, 2, 3, 2, 1, 2, 3, 2, 1, 2], from: 90), truth: nil,
      forecast: counted([1, 2, 3, 2, 1, 2], from: 100))
    panel.axis = .counts("cycle")
    let picture = ForecastPicture(title: "OT", panels: [panel])
    let labels = try CheckedXML(picture.svg).texts("text")
    #expect(labels.contains("cycle") && labels.contains("100") && !labels.contains { $0.contains("1970") })
    for style in [plain, rich] {
      let lines = picture.text(style).split(separator: "\n")
      #expect(lines.last?.hasSuffix("cycle") == true && lines.last?.count == 60, "\(lines)")
      #expect(lines.dropLast().last?.contains("100") == true, "\(lines)")
    }
  }

  @Test func wideLettersKeepToTheWidth() {
    let picture = picture([1, 2], [3], name: String(repeating: "東京", count: 30))
    let widths = picture.text(TerminalStyle(width: 60, usesUnicode: true, usesColor: false))
      .split(separator: "\n").map { line in line.count + line.count { "東京".contains($0) } }
    #expect(widths.max() == 60, "\(widths)")
  }

  @Test func plainTextIsASCIIWithinTheWidth() {
    let text = picture((0..<90).map { Double($0 % 24) }, (0..<30).map { Double($0 % 24) }, name: "Größe")
      .text(plain)
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(text.contains(".") && text.contains("o") && text.contains("#"))
  }

  /// On a narrow terminal names stay whole, and what each line is stands below them.
  @Test func theHeadingKeepsToTheWidth() {
    let values = (0..<20).map { 10 + Double($0 % 5) }
    var panel = ForecastPicture.Panel(
      title: "HUFL", history: points(values, from: 0), truth: points(values, from: 20),
      forecast: points(values, from: 20))
    panel.bands = [LineChart.Band(.color(0), values.map { (x: $0 * Self.hour, low: $0, high: $0 + 1) })]
    let style = TerminalStyle(width: 40, usesUnicode: true, usesColor: false)
    let lines = ForecastPicture(title: "HUFL", panels: [panel]).text(style).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 40 }, "\(lines)")
    #expect(lines.first == "HUFL" && lines[1].hasSuffix("forecast") && lines[2].hasSuffix("interval"))
  }

  @Test func colouredTextUsesBrailleAndEndsEveryColour() {
    let text = picture((0..<90).map { Double($0 % 24) }, (0..<30).map { Double($0 % 24) }).text(rich)
    #expect(text.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
    let starts = text.split(separator: "\u{1B}[").filter { $0.hasPrefix("2m") || $0.hasPrefix("1;36m") }.count
    #expect(starts > 0)
    #expect(text.split(separator: "\u{1B}[").count { $0.hasPrefix("0m") } == starts)
    let bare = text.split(separator: "\n").map { line in
      line.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map {
        $0 == 0 ? $1 : $1.drop { $0 != "m" }.dropFirst()
      }.joined()
    }
    #expect(bare.allSatisfy { $0.count <= 60 })
  }

  @Test func intervalsAreFilledBehindTheLines() {
    let values = (0..<20).map { 10 + Double($0 % 5) }
    var panel = ForecastPicture.Panel(
      title: "OT", history: points(values, from: 0), truth: nil, forecast: points(values, from: 20))
    let edges = values.enumerated().map { step, value in
      (x: Double(20 + step) * Self.hour, low: value - 4, high: value + 4)
    }
    let wide = edges.map { (x: $0.x, low: $0.low - 4, high: $0.high + 4) }
    panel.bands = [LineChart.Band(.color(0), wide), LineChart.Band(.color(0), edges)]
    let picture = ForecastPicture(title: "OT", panels: [panel])
    let lines = picture.text(plain).split(separator: "\n").dropFirst().prefix(12)
    for line in lines {
      // What lies behind the divider: bands on the right side only, and none over the forecast.
      let cells = Array(line)
      let first = cells.firstIndex { $0 == "-" || $0 == "=" } ?? cells.count
      #expect(first > cells.count / 2 - 8, "\(line)")
    }
    let all = lines.joined()
    #expect(all.contains("-") && all.contains("=") && all.contains("#"))
    #expect(all.count { $0 == "#" } >= 20)
    let text = picture.text(rich)
    #expect(text.contains("░") && text.contains("▒") && text.contains("intervals"))
  }

  /// What decides between two rules for the same element: classes before names of elements.
  private func weight(_ selector: Substring) -> Int {
    let parts = selector.split(separator: " ")
    return parts.reduce(0) { $0 + 100 * $1.count { $0 == "." } + ($1.hasPrefix(".") ? 0 : 1) }
  }

  @Test func noColourOfALineOutlinesABand() throws {
    let rules = ChartStyle.css.split { "{}".contains($0) }
    var (band, others): (Int?, [Int]) = (nil, [])
    for (selector, body) in zip(rules, rules.dropFirst()) where body.hasPrefix("stroke:") {
      if body.hasPrefix("stroke:none") { band = weight(selector) } else { others.append(weight(selector)) }
    }
    let own = try #require(band)
    #expect(others.count >= 2 * ChartStyle.colors.count)
    #expect(others.allSatisfy { $0 < own })
  }

  @Test func namesCannotDriveTheTerminal() {
    #expect(!picture([1], [2], name: hostileName).text(rich).contains("\u{1B}[31m"))
  }

  @Test func aRisingLineRises() {
    let lines = picture((0..<40).map(Double.init), []).text(plain).split(separator: "\n").dropFirst().prefix(
      12)
    let columns = lines.compactMap { line in
      line.lastIndex(of: ".").map { line.distance(from: line.startIndex, to: $0) }
    }
    #expect(columns.count >= 10)
    #expect(columns == columns.sorted(by: >))
  }
}
