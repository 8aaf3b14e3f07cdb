import Drawing
import TestSupport
import Testing
import TimeSeries

@Suite struct LineChartTests {
  private func chart(_ values: [Double], name: String = "truth") -> LineChart {
    LineChart(
      title: "title", horizontalAxis: .counts("step"), verticalLabel: "data units",
      lines: [
        LineChart.Line(name, .ink, values.enumerated().map { LineChart.Point(x: Double($0), y: $1) })
      ])
  }

  /// The numbers of all paths and circles.
  private func coordinates(_ svg: CheckedXML) -> [Double] {
    svg.elements.flatMap { element -> [Double] in
      ["d", "cx", "cy", "x", "y", "x1", "y1"].compactMap { element.attributes[$0] }.flatMap { text in
        text.split { !"0123456789.-".contains($0) }.compactMap { Double($0) }
      }
    }
  }

  @Test(
    arguments: [
      [], [1], [5, 5, 5], [0, 0], [.nan, .nan], [1, .nan, 2, 3, .infinity, 4], [1e-12, 2e-12], [-3e38, 3e38],
      [1e15, 1e15 + 1],
    ] as [[Double]])
  func anyValuesMakeAWellFormedDrawingWithFiniteCoordinates(_ values: [Double]) throws {
    let text = chart(values).svg
    let svg = try CheckedXML(text)
    #expect(svg.elements[0].name == "svg")
    #expect(svg.elements[0].attributes["xmlns"] == "http://www.w3.org/2000/svg")
    #expect(!text.contains("nan") && !text.contains("inf"))
    #expect(coordinates(svg).allSatisfy { (-10...460).contains($0) })
  }

  @Test func withoutValuesItSaysSo() throws {
    #expect(try CheckedXML(chart([]).svg).texts("text").contains("nothing to show"))
    #expect(try CheckedXML(chart([.nan]).svg).texts("text").contains("nothing to show"))
  }

  @Test func aSinglePointIsADot() throws {
    let svg = try CheckedXML(chart([3]).svg)
    #expect(svg.elements.count { $0.name == "circle" } == 1)
  }

  @Test func aGapInterruptsTheLine() throws {
    let paths = try CheckedXML(chart([1, 2, .nan, 3, 4]).svg).elements.filter {
      $0.name == "path" && $0.attributes["d"]?.contains("L") == true
    }
    #expect(paths.count == 1)
    #expect(paths[0].attributes["d"]?.count { $0 == "M" } == 2)
  }

  @Test func timesWithMillisecondsDoNotOverlap() throws {
    var chart = chart((0..<100).map(Double.init))
    chart.horizontalAxis = .times
    let labels = try CheckedXML(chart.svg).elements.filter { $0.text.hasPrefix("00:00:00.") }
    let places = labels.compactMap { $0.attributes["x"].flatMap(Double.init) }
    #expect(places.count > 1)
    for (left, right) in zip(places, places.dropFirst()) { #expect(right - left > 84, "\(places)") }
  }

  /// An interval without an end is not drawn, and its neighbours are not joined over it.
  @Test func anEndlessIntervalInterruptsTheBand() throws {
    var chart = chart([1, 2, 3, 4, 5])
    let highs: [Double] = [6, 7, .infinity, 9, 10]
    chart.bands = [
      LineChart.Band(.color(0), highs.enumerated().map { (x: Double($0), low: 0, high: $1) })
    ]
    let bands = try CheckedXML(chart.svg).elements.filter {
      $0.attributes["class"]?.hasPrefix("band") == true
    }
    let path = try #require(bands.first?.attributes["d"])
    #expect(bands.count == 1 && path.count { $0 == "M" } == 2 && path.count { $0 == "Z" } == 2, "\(path)")
  }

  @Test func hostileNamesStayText() throws {
    var chart = chart([1, 2], name: hostileName)
    chart.title = hostileName
    chart.verticalLabel = hostileName
    let svg = try CheckedXML(chart.svg)
    #expect(!svg.elements.contains { ["b", "script"].contains($0.name) })
    #expect(svg.texts("text").count { $0.hasPrefix("<b>&\"'</text><script>") } >= 2)
  }

  @Test func equalChartsAreEqualBytes() {
    let values = (0..<100).map { Double($0 * $0 % 37) / 7 }
    #expect(chart(values).svg == chart(values).svg)
  }

  @Test func allLinesOfALegendAreNamedWithinTheWidth() throws {
    var chart = chart([1, 2])
    chart.lines = (0..<12).map { LineChart.Line("model number \($0)", .color($0), [.init(x: 0, y: 1)]) }
    let svg = try CheckedXML(chart.svg)
    let labels = svg.elements.filter { $0.text.hasPrefix("model number") }
    #expect(labels.count == 12)
    let places = labels.map { "\($0.attributes["x"] ?? "")/\($0.attributes["y"] ?? "")" }
    #expect(Set(places).count == 12)
  }
}

@Suite struct HeatMapTests {
  private func map(_ count: Int, name: String = "channel") -> HeatMap {
    HeatMap(
      title: "attention", rowLabel: "from", columnLabel: "to", rows: (0..<count).map { "\(name) \($0)" },
      columns: (0..<count).map { "\(name) \($0)" },
      values: (0..<count).map { row in (0..<count).map { $0 == row ? 0.5 : 0.5 / Double(count) } })
  }

  @Test(arguments: [0, 1, 2, 7, 21, 100]) func anySizeIsWellFormedWithOneCellPerValue(_ count: Int) throws {
    let svg = try CheckedXML(map(count).svg)
    let cells = svg.elements.filter { $0.attributes["class"] == "cell" }
    #expect(cells.count == (count == 0 ? 0 : count * count + 5))
    #expect(
      cells.compactMap { $0.attributes["fill-opacity"].flatMap(Double.init) }.allSatisfy {
        (0...1).contains($0)
      })
  }

  @Test func hostileNamesStayText() throws {
    let svg = try CheckedXML(map(3, name: hostileName).svg)
    #expect(!svg.elements.contains { ["b", "script"].contains($0.name) })
  }

  /// Both bounds of labels along the bottom, and the heights of those along the side.
  private func places(_ svg: CheckedXML) -> (bottom: [ClosedRange<Double>], side: [Double]) {
    var bottom: [ClosedRange<Double>] = [], side: [Double] = []
    for element in svg.elements where element.name == "text" {
      guard let x = element.attributes["x"].flatMap(Double.init),
        let y = element.attributes["y"].flatMap(Double.init)
      else { continue }
      if element.attributes["transform"] != nil {
        bottom.append(x - 10...x)
      } else if element.attributes["text-anchor"] == "middle", element.attributes["class"] == "quiet" {
        let half = 3.2 * Double(element.text.count)
        bottom.append(x - half...x + half)
      } else if element.attributes["text-anchor"] == "end", !element.text.hasPrefix("to") {
        side.append(y)
      }
    }
    return (bottom, side)
  }

  @Test(arguments: [(5, 5), (12, 30), (24, 24), (24, 100), (30, 30), (100, 100), (100, 7)], [6, 7_000_000])
  func namesDoNotOverlap(_ size: (rows: Int, columns: Int), _ factor: Int) throws {
    let map = HeatMap(
      title: "loss", rowLabel: "from", columnLabel: "to", rows: (0..<size.rows).map { "\($0 * factor)" },
      columns: (0..<size.columns).map { "\($0 * factor)" },
      values: Array(repeating: Array(repeating: 0.5, count: size.columns), count: size.rows))
    let (bottom, side) = places(try CheckedXML(map.svg))
    #expect(bottom.count > 1 && side.count > 1)
    for (left, right) in zip(bottom, bottom.dropFirst()) {
      #expect(left.upperBound <= right.lowerBound, "\(left) \(right)")
    }
    for (above, below) in zip(side, side.dropFirst()) {
      #expect(below - above >= 13.5, "\(above) \(below)")
    }
  }

  @Test func aCoarserMapSaysOfHowManyItsCellsAreMeans() {
    #expect(map(800).coarsened().columnLabel == "to, means of 20")
    #expect(map(40).coarsened().columnLabel == "to")
  }

  /// Not only shares are drawn: losses may be of any size.
  @Test func smallValuesAreNoZeros() throws {
    let map = HeatMap(
      title: "loss", rowLabel: "", columnLabel: "", rows: ["a"], columns: ["b", "c"],
      values: [[0.0000125, .nan]])
    let svg = try CheckedXML(map.svg)
    #expect(svg.texts("title") == ["loss", "a → b: 0.0000125", "a → c: –"])
    #expect(svg.texts("text").contains("0.0000125"))
  }

  @Test func everyValueCanBeReadInItsCell() throws {
    let titles = try CheckedXML(map(2, name: "c").svg).texts("title")
    #expect(titles.contains("c 0 → c 0: 0.500") && titles.contains("c 1 → c 0: 0.250"))
  }
}

@Suite struct TickTests {
  @Test(arguments: [
    (0.0, 1.0, 5, ["0.0", "0.5", "1.0"]), (0, 100, 6, ["0", "20", "40", "60", "80", "100"]),
    (-0.3, 0.3, 4, ["-0.2", "0.0", "0.2"]), (12_000, 34_000, 3, ["20,000", "30,000"]),
    (4000, 16_000, 3, ["5,000", "10,000", "15,000"]), (5.4, 14.9, 3, ["6", "8", "10", "12", "14"]),
    (1e8, 3e8, 3, ["1e8", "2e8", "3e8"]), (2e-9, 4e-9, 3, ["2e-9", "3e-9", "4e-9"]),
  ])
  func ticksStandAtRoundNumbers(_ low: Double, _ high: Double, _ count: Int, _ expected: [String]) {
    #expect(NumberTicks(low...high, atMost: count).labels == expected)
  }

  /// Two at least, so that distances can be read, and otherwise no more than asked for.
  @Test func thereAreAsManyTicksAsAskedFor() {
    for (low, high) in [(0.37, 0.41), (-1e9, 3e9), (5, 5), (0, 1e-300), (1e12, 1e12 + 2), (5.4, 14.9)] {
      for count in 1...12 {
        let ticks = NumberTicks(low...high, atMost: count)
        let most = count == 1 ? 1 : max(5, count)
        let least = count == 1 ? 0 : low == high ? 1 : 2
        #expect((least...most).contains(ticks.values.count), "\(low) \(high) \(count): \(ticks.labels)")
        let slack = (high - low) * 1e-6
        #expect(ticks.values.allSatisfy { (low - slack...high + slack).contains($0) })
        #expect(Set(ticks.labels).count == ticks.labels.count, "\(ticks.labels)")
      }
    }
  }

  @Test func countsHaveNoFractions() {
    #expect(NumberTicks(1...3, atMost: 9, isWhole: true).labels == ["1", "2", "3"])
  }

  private func labels(_ from: Timestamp, _ to: Timestamp, _ count: Int) -> [String] {
    TimeTicks(Double(from.milliseconds)...Double(to.milliseconds), atMost: count).ticks.map {
      $0.label + ($0.context.map { "/\($0)" } ?? "")
    }
  }

  @Test func hoursNameTheirDayWhereItBegins() {
    let day = Timestamp(year: 2016, month: 7, day: 1, hour: 9)
    let next = Timestamp(year: 2016, month: 7, day: 2, hour: 8)
    #expect(labels(day, next, 4) == ["12:00/1 Jul 2016", "18:00", "00:00/2 Jul 2016", "06:00"])
  }

  @Test func monthsNameTheirYear() {
    let from = Timestamp(year: 2016, month: 10, day: 20), to = Timestamp(year: 2017, month: 2, day: 3)
    #expect(labels(from, to, 5) == ["Nov/2016", "Dec", "Jan/2017", "Feb"])
  }

  @Test func weeksBeginOnMondays() {
    let from = Timestamp(year: 2024, month: 1, day: 1), to = Timestamp(year: 2024, month: 1, day: 30)
    #expect(labels(from, to, 6) == ["1 Jan/2024", "8 Jan", "15 Jan", "22 Jan", "29 Jan"])
  }

  @Test func longSpansShowYears() {
    #expect(
      labels(Timestamp(year: 1990), Timestamp(year: 2010), 5) == ["1990", "1995", "2000", "2005", "2010"])
  }

  /// The axis has a calendar of its own; that of the data is the other opinion.
  @Test func datesAreThoseOfTheDataCalendar() {
    for days in stride(from: -1_000_000, to: 1_000_000, by: 997) {
      let stamp = Timestamp(milliseconds: Int64(days) * 86_400_000)
      let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
        stamp.month - 1]
      #expect(labels(stamp, stamp, 1) == ["00:00:00.000/\(stamp.day) \(name) \(stamp.year)"], "\(days)")
    }
  }

  @Test func yearsBeforeChristDoNotTrap() {
    #expect(!labels(Timestamp(year: -30), Timestamp(year: 20), 6).isEmpty)
  }
}
