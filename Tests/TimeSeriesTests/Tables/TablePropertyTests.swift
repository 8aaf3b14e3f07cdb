import TestSupport
import Testing
import TimeSeries

/// Random tables in random layouts, written and read again.
@Suite struct TablePropertyTests {
  /// One way to read: libcsv alone, the fast path on several threads, or a stream in small blocks.
  enum Way: CaseIterable {
    case library, threads, blocks, libraryInBlocks

    func options(_ layout: TableLayout? = nil) -> ReadingOptions {
      var options = ReadingOptions()
      options.form = layout.map { FileForm(layout: $0) }
      options.minimumChunkBytes = 64
      options.threadCount = self == .threads ? 5 : 2
      options.usesLibCSVOnly = self == .library || self == .libraryInBlocks
      if self == .blocks || self == .libraryInBlocks { (options.wholeBytes, options.blockBytes) = (256, 512) }
      return options
    }
  }

  static func number(_ generator: inout TestGenerator) -> Double {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: Double(Int.random(in: -2000...2000, using: &generator))
    case 1: Double(Int.random(in: -9_007_199_254_740_992...9_007_199_254_740_992, using: &generator))
    case 2: (Double.random(in: -1e4...1e4, using: &generator) * 1000).rounded() / 1000 + 0
    case 3: Double(NumberFormat.text(Double.random(in: -1...1, using: &generator))) ?? 0
    case 4: Double(NumberFormat.text(Double.random(in: -1e12...1e12, using: &generator))) ?? 0
    default: Double(NumberFormat.text(Double.random(in: 1...9, using: &generator) * 1e-9)) ?? 0
    }
  }

  @Test(arguments: Way.allCases)
  func whatIsWrittenReadsBackBitForBit(way: Way) throws {
    var generator = TestGenerator("\(way)")
    for _ in 0..<60 {
      var layout = TableLayout()
      layout.delimiter = [",", ";", "\t", "|"].randomElement(using: &generator) ?? ","
      layout.decimalMark = Bool.random(using: &generator) ? .comma : .point
      let rows = Int.random(in: 2...60, using: &generator), count = Int.random(in: 1...5, using: &generator)
      let stamps = (0..<rows).map { "\(2000 + $0)-01-01 00:00" }
      let columns = (0..<count).map { _ in (0..<rows).map { _ in Self.number(&generator) } }
      let output = try OutputTable(
        [.init("date", .texts(stamps))]
          + columns.enumerated().map { .init("c, \"\($0)\"", .numbers($1)) })
      layout.timeColumns = ["date"]
      let read = try table(output.csv(layout), way.options(layout))
      #expect(read.rowCount == rows)
      for (index, column) in columns.enumerated() {
        #expect(
          read.numbers(ofColumn: "c, \"\(index)\"")?.map(\.bitPattern) == column.map(\.bitPattern),
          "\(output.csv(layout))")
      }
    }
  }

  /// Seventeen digits name every double; the shortest text does too.
  @Test(arguments: Way.allCases)
  func everyDoubleIsTheNearestToItsText(way: Way) throws {
    var generator = TestGenerator("\(way)")
    let values = (0..<3000).map { index -> Double in
      switch index % 3 {
      case 0: Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &generator))
      case 1: Double.random(in: -100...100, using: &generator)
      default: Double.random(in: -1e9...1e9, using: &generator)
      }
    }
    let read = try table(daily(values.map(\.description)), way.options())
    #expect(read.numbers(ofColumn: "x")?.map(\.bitPattern) == values.map(\.bitPattern))
  }

  /// Texts halfway between two doubles and next to them, where a rounding that is nearly right goes wrong.
  @Test func tiesAreRoundedToEven() throws {
    var generator = TestGenerator()
    var texts: [String] = []
    for _ in 0..<2000 {
      let mantissa = UInt64.random(in: 1 << 53..<(1 << 54), using: &generator) | 1
      // mantissa / 2^k with an odd mantissa of 54 bits lies halfway between two doubles; × 5^k / 10^k is its decimal text.
      let shift = Int.random(in: 1...4, using: &generator)
      var scaled = mantissa
      for _ in 0..<shift { scaled = scaled.multipliedReportingOverflow(by: 5).partialValue }
      let digits = "\(scaled)"
      texts.append("\(digits.dropLast(shift)).\(digits.suffix(shift))")
    }
    let read = try table(daily(texts))
    #expect(read.numbers(ofColumn: "x") == texts.map { Double($0) ?? .nan })
  }

  @Test(arguments: Way.allCases)
  func everyWayReadsTheSameTable(way: Way) throws {
    var generator = TestGenerator("\(way)")
    for _ in 0..<40 {
      let text = Self.oddText(&generator)
      #expect(Self.outcome(text, way.options()) == Self.outcome(text, ReadingOptions()), "\(text)")
    }
  }

  /// Rows with missing cells, text, blank lines, every line end and now and then a quote.
  static func oddText(_ generator: inout TestGenerator) -> String {
    let end = ["\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
    let rows = Int.random(in: 70...200, using: &generator)
    let cells = ["", "NA", "1.5", "-7", "2e3", "1e20", "inf", "0.125"]
    var text = "date,a,b,site" + end
    for row in 0..<rows {
      text += "2020-01-01 \(row),\(cells.randomElement(using: &generator) ?? ""),\(row),"
      text +=
        ["north", "south", "\"east, west\""][Int.random(in: 0..<(row > 100 ? 3 : 2), using: &generator)] + end
      if Int.random(in: 0..<20, using: &generator) == 0 { text += end }
    }
    return text
  }

  /// All that a reading says, as text.
  static func outcome(_ text: String, _ options: ReadingOptions) -> String {
    do throws(DataError) {
      let read = try table(text, options)
      let numbers = read.numberColumns.map {
        read.numbers(ofColumn: $0.name)?.map { $0.isNaN ? "" : "\($0)" } ?? []
      }
      let texts = read.columns.indices.map { column in
        (0..<read.rowCount).map { read.text(ofColumn: column, row: $0) }
      }
      let lines = (0..<read.rowCount).map(read.line(ofRow:))
      return
        "\(read.columns) \(numbers) \(texts) \(lines) \(read.notes) \(read.problems) \(read.form) \(read.sha256 ?? "")"
    } catch {
      return "\(error)"
    }
  }

  @Test func aColumnThatBeginsWithMissingCellsMayTurnOutToBeText() throws {
    let values = (0..<400).map { $0 < 300 ? "" : $0 % 2 == 0 ? "on" : "off" }
    // A stream that libcsv has begun cannot be parsed again.
    for way in Way.allCases where way != .libraryInBlocks {
      let read = try table(daily(values), way.options())
      #expect(read.columns[1].content == .text, "\(way)")
      #expect(read.texts(ofColumn: 1) == ["", "on", "off"])
      #expect(read.text(ofColumn: 1, row: 399) == "off" && read.text(ofColumn: 1, row: 10) == "")
    }
  }

  @Test func writingNumbersKeepsFifteenDigitsAndWholeNumbersWhole() {
    #expect(NumberFormat.text(52.918999999999997) == "52.919")
    #expect(NumberFormat.text(0.1 + 0.2) == "0.3")
    #expect(NumberFormat.text(9.9999999999999996) == "10")
    #expect(NumberFormat.text(-99.999999999999986) == "-100")
    #expect(NumberFormat.text(1_000_000_299) == "1000000299")
    #expect(NumberFormat.text(1e18) == "1000000000000000000")
    #expect(NumberFormat.text(-2.5, decimalMark: .comma) == "-2,5")
    #expect(NumberFormat.text(1.2345678901234567e-7) == "1.23456789012346e-07")
    #expect(NumberFormat.text(-0.0) == "0")
  }

  @Test func jsonLinesHavePointsWhateverTheLayout() throws {
    let output = try OutputTable([
      .init("date", .texts(["01.07.2016"])), .init("id", .texts(["a;b"])),
      .init("x", .numbers([1.5])), .init("n", .numbers([1e9])), .init("m", .numbers([.nan])),
    ])
    #expect(output.jsonLines == #"{"date":"01.07.2016","id":"a;b","x":1.5,"n":1000000000,"m":null}"# + "\n")
    var layout = TableLayout()
    (layout.delimiter, layout.decimalMark) = (";", .comma)
    #expect(output.csv(layout) == "date;id;x;n;m\n01.07.2016;\"a;b\";1,5;1000000000;\n")
  }

  @Test func valuesFarFromAllOthersAreNamedWithLineAndCount() throws {
    var generator = TestGenerator()
    var values = (0..<1000).map { _ in
      NumberFormat.text((Double.random(in: 40...60, using: &generator) * 1000).rounded() / 1000)
    }
    #expect(try table(daily(values)).outliers().isEmpty)
    values[30] = "1e20"
    values[40] = "1000000000000"
    let far = try table(daily(values)).outliers()
    #expect(far.map(\.line) == [32, 42] && far.map(\.value) == [1e20, 1e12])
    #expect(far.allSatisfy { $0.ruinsScaling(rowCount: 1000) })
    values[30] = "50"
    for row in stride(from: 0, to: 1000, by: 10) { values[row] = "-200" }
    values[40] = "50"
    let fills = try table(daily(values)).outliers()
    #expect(
      fills.count == 1 && fills.first?.value == -200 && fills.first?.count == 99 && fills.first?.line == 2)
    #expect(fills.first?.kind == .fillValue)
    let odd = values.enumerated().map { $0 % 10 == 0 ? "-77777" : $1 == "-200" ? "50" : $1 }
    #expect(try table(daily(odd)).outliers().map(\.value) == [-77_777])
  }

  @Test func heavyTailsAndRareEventsAreNoFillValues() throws {
    var generator = TestGenerator()
    let rain = (0..<2000).map { _ in
      Int.random(in: 0..<10, using: &generator) == 0 ? "\(Int.random(in: 1...300, using: &generator))" : "0"
    }
    #expect(try table(daily(rain)).outliers().isEmpty)
    let heavy = (0..<2000).map { _ in
      let u = Double.random(in: 0.0001...1, using: &generator)
      return NumberFormat.text((1 / (u * u) * 100).rounded() / 100)
    }
    #expect(try table(daily(heavy)).outliers().isEmpty)
  }
}
