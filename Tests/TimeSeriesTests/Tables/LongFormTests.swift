import Tensors
import TestSupport
import Testing
import TimeSeries

@Suite struct LongFormTests {
  let byID =
    "unique_id,ds,y\n007,2020-01-01,1\n007,2020-01-02,2\n007,2020-01-03,3\n12,2020-01-02,4\n12,2020-01-03,5\n"
  let byTime =
    "unique_id,ds,y\n007,2020-01-01,1\n007,2020-01-02,2\n12,2020-01-02,4\n007,2020-01-03,3\n12,2020-01-03,5\n"

  @Test func seriesBelowEachOtherAreAPanel() throws {
    for text in [byID, byTime] {
      let panel = try parse(text)
      #expect(panel.series.map(\.id) == ["007", "12"] && panel.seriesColumn == "unique_id")
      #expect(panel.series.map(\.rowCount) == [3, 2] && panel.rowCount == 5 && panel.columns == ["y"])
      #expect(panel.values(ofColumn: 0) == [1, 2, 3])
      #expect(panel.values(ofColumn: 0, ofSeries: 1) == [4, 5])
      #expect(panel.frequency == .days(1) && panel.isComplete)
      #expect(panel.series[1].timestamps.map(\.day) == [2, 3])
    }
    #expect(try parse(byTime).series[1].line(ofRow: 1) == 6)
    #expect(try parse(byID).series[1].line(ofRow: 1) == 6)
    #expect(try parse("date,x\n2020,1\n2021,1\n2022,2\n").series[0].id == nil)
  }

  @Test func aSeriesOfOneRowHasTheStepOfTheOthers() throws {
    let panel = try parse(byID + "x,2020-02-01,9\n")
    #expect(panel.series[2].rowCount == 1 && panel.series[2].grid.frequency == .days(1))
    #expect(panel.series[2].stamps(afterLastCount: 1)[0] == Timestamp(year: 2020, month: 2, day: 2))
  }

  @Test func rowsInNoOrderAreSortedByTime() throws {
    let panel = try parse(
      "item_id,timestamp,target,x\nb,2020-01-02,2,7\na,2020-01-03,3,8\nb,2020-01-01,1,9\na,2020-01-01,1,5\nb,2020-01-03,4,4\na,2020-01-02,2,3\n"
    )
    #expect(panel.series.map(\.id) == ["b", "a"])
    #expect(panel.values(ofColumn: 0) == [1, 2, 4] && panel.values(ofColumn: 0, ofSeries: 1) == [1, 2, 3])
    #expect(panel.values(ofColumn: 1) == [9, 7, 4] && panel.values(ofColumn: 1, ofSeries: 1) == [5, 3, 8])
    #expect(panel.series[0].line(ofRow: 0) == 4)
  }

  @Test func onlySomeSeriesAreKeptWhereAsked() throws {
    for text in [byID, byTime] {
      var options = ReadingOptions()
      try options.set(.series, to: "12")
      let panel = try parse(text, options)
      #expect(panel.series.map(\.id) == ["12"] && panel.values(ofColumn: 0) == [4, 5])
      #expect(panel.series[0].line(ofRow: 1) == 6)
      try options.set(.series, to: "12,07")
      #expect(error(text, options)?.problem == "there is no series '07'")
    }
    let all = try parse(byID)
    #expect(try all.selecting(series: ["12"]).values(ofColumn: 0) == [4, 5])
    #expect(dataError { () throws(DataError) in try all.selecting(series: ["8"]) }?.kind == .unknownSeries)
    var options = ReadingOptions()
    options.seriesIDs = ["a"]
    #expect(error("date,x\n2020,1\n2021,1\n2022,2\n", options)?.kind == .unknownSeries)
  }

  @Test func gapsAndDuplicatesAreThoseOfEachSeries() throws {
    let text = byID + (1...9).filter { $0 != 4 }.map { "z,2020-01-0\($0),\($0)\n" }.joined()
    let panel = try parse(text)
    #expect(panel.series.map(\.rowCount) == [3, 2, 9] && panel.missingCount(ofColumn: 0, ofSeries: 2) == 1)
    #expect(panel.missingCount(ofColumn: 0, ofSeries: 1) == 0)
    let doubled = error(text + "z,2020-01-09,1\n")
    #expect(
      doubled?.problem == "series 'z': the stamp 2020-01-09 stands on the lines 14 and 15")
  }

  @Test func aSeriesWithAnotherStepIsRefusedByName() {
    let text = byID + "odd,2020-01-01 05:00,1\nodd,2020-01-02 05:30,1\nodd,2020-01-03 06:00,1\n"
    #expect(error(text)?.description.contains("series 'odd'") == true)
  }

  @Test func aRowWithoutAnIdIsRefusedWithItsLine() {
    let refused = error("unique_id,ds,y\na,2020-01-01,1\na,2020-01-02,1\n,2020-01-03,1\na,2020-01-03,1\n")
    #expect(refused?.line == 4 && refused?.column == "unique_id")
  }

  @Test func everySeriesTurnsItsOwnLocalTimeIntoInstants() throws {
    // 30 October 2016 in Berlin: 02:00 stands twice, first in summer time (0:00 UTC), then in winter time (1:00 UTC).
    let hours = ["29 23", "30 00", "30 01", "30 02", "30 02", "30 03", "30 04"]
    let stamps = hours.map { "2016-10-\($0):00" }
    let byID = ["a", "b"].flatMap { id in stamps.map { "\(id),\($0),1\n" } }
    let byTime = stamps.flatMap { stamp in ["a", "b"].map { "\($0),\(stamp),1\n" } }
    var options = ReadingOptions()
    options.timeZone = "Europe/Berlin"
    for rows in [byID, byTime] {
      let panel = try parse("unique_id,ds,y\n" + rows.joined(), options)
      for series in panel.series {
        #expect(series.timestamps.map(\.hour) == [21, 22, 23, 0, 1, 2, 3] && series.irregularities.isEmpty)
      }
      // What the model has stored reads the next file in the same way.
      var later = ReadingOptions()
      later.form = panel.origin.form
      later.frequency = panel.frequency
      #expect(
        try parse("unique_id,ds,y\n" + rows.joined(), later).series[1].timestamps
          == panel.series[1].timestamps)
    }
    let skipped = error(
      "unique_id,ds,y\na,2016-03-27 01:00,1\na,2016-03-27 02:00,1\na,2016-03-27 03:00,1\n", options)
    #expect(skipped?.line == 3 && skipped?.kind == .badTimestamp)
  }

  @Test func aMergedRowAndAnInsertedOneDoNotHideEachOther() throws {
    let days = [1, 2, 2, 3, 5, 6]
    var options = ReadingOptions()
    options.duplicateRule = .last
    options.frequency = .days(1)
    let panel = try parse(
      "unique_id,ds,y\n" + days.enumerated().map { "a,2020-01-0\($1),\($0)\n" }.joined(), options)
    #expect(panel.values(ofColumn: 0).map { $0.isNaN ? -1 : $0 } == [0, 2, 3, -1, 4, 5])
    #expect((0..<6).map(panel.series[0].line(ofRow:)) == [2, 3, 5, 5, 6, 7])
  }

  @Test func severalColumnsMakeTheStampOfSeveralSeriesToo() throws {
    let panel = try parse(
      "store_id,date,hour,y\nn,2020-01-01,0,1\ns,2020-01-01,0,5\nn,2020-01-01,1,2\ns,2020-01-01,1,6\nn,2020-01-01,2,3\n"
    )
    #expect(panel.frequency == .hours(1) && panel.series.map(\.rowCount) == [3, 2])
  }

  /// Bytes changed, cut out and doubled at random: whatever they say, both tokenizers say the same, and nothing crashes.
  @Test func mutatedLongFilesNeverCrashAndBothTokenizersAgree() throws {
    var generator = TestGenerator()
    var random = RowGenerator(seed: 5)
    for _ in 0..<300 {
      let rows = random.rows().prefix(80)
      let text =
        "unique_id,ds,y,z\n"
        + rows.map { "\($0.id),\($0.stamp),\($0.cells.joined(separator: ","))\n" }.joined()
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = Array("\n\",;0aé- .".utf8).randomElement(using: &generator) ?? 0
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + 7))
        default: bytes.insert(contentsOf: bytes[max(0, place - 30)..<place], at: place)
        }
        if bytes.isEmpty { bytes = [10] }
      }
      var oracle = ReadingOptions(threadCount: 1)
      oracle.usesLibCSVOnly = true
      var fast = ReadingOptions(threadCount: 3)
      fast.minimumChunkBytes = 64
      #expect(
        Self.outcome(bytes, oracle) == Self.outcome(bytes, fast), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  private static func outcome(_ bytes: [UInt8], _ options: ReadingOptions) -> String {
    do throws(DataError) {
      let panel = try Panel(parsing: bytes, name: "long.csv", options)
      return panel.series.indices.map { index in
        let series = panel.series[index]
        let values = panel.columns.indices.map {
          panel.values(ofColumn: $0, ofSeries: index).map(\.description)
        }
        let lines = (0..<series.rowCount).map(series.line(ofRow:))
        return "\(series.id ?? "") \(Array(series.timestamps)) \(values) \(lines) \(series.breaks)"
      }.joined()
    } catch {
      return "\(error)"
    }
  }

  /// A long file at random, compared with what its rows say one by one.
  @Test(arguments: 0..<24)
  func randomFilesAreReadAsTheirRowsSay(seed: UInt64) throws {
    var random = RowGenerator(seed: seed)
    let rows = random.rows()
    let text =
      "shop,day,sales,stock\n"
      + rows.map { "\($0.id),\($0.stamp),\($0.cells.joined(separator: ","))\n" }.joined()
    var options = ReadingOptions(threadCount: 1 + Int(seed % 3))
    options.seriesColumn = "shop"
    (options.minimumChunkBytes, options.gapRule) = (64, seed.isMultiple(of: 2) ? .fill : .keep)
    if seed.isMultiple(of: 3) { (options.wholeBytes, options.blockBytes) = (256, 512) }
    options.frequency = .days(1)
    let panel: Panel
    do { panel = try parse(text, options) } catch {
      #expect(error.kind == .missingValue, "seed \(seed): \(error)")
      return
    }
    var ids: [String] = []
    for row in rows where !ids.contains(row.id) { ids.append(row.id) }
    #expect(panel.series.map(\.id) == ids, "seed \(seed)")
    for (index, id) in ids.enumerated() {
      let own = rows.enumerated().filter { $0.element.id == id }.sorted { $0.element.day < $1.element.day }
      let first = own.first?.element.day ?? 0, last = own.last?.element.day ?? 0
      let days = options.gapRule == .fill ? Array(first...last) : own.map(\.element.day)
      #expect(panel.series[index].rowCount == days.count, "seed \(seed), \(id)")
      for (row, day) in days.enumerated() {
        let source = own.first { $0.element.day == day }
        #expect(panel.series[index].timestamps[row] == RowGenerator.stamp(day))
        if let source { #expect(panel.series[index].line(ofRow: row) == source.offset + 2) }
        for column in 0..<2 {
          let want = source.flatMap { Double($0.element.cells[column]) } ?? .nan
          let got = panel.values(ofColumn: column, ofSeries: index)[row]
          #expect(got == want || got.isNaN && want.isNaN, "seed \(seed), \(id), row \(row)")
        }
      }
    }
  }
}

/// Rows of several shops at random: unequal lengths, holes, missing cells, sorted by shop, by day or not at all.
private struct RowGenerator {
  struct Row {
    let id: String
    let day: Int
    let stamp: String
    let cells: [String]
  }

  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  static func stamp(_ day: Int) -> Timestamp { Timestamp(seconds: 1_577_836_800 + Int64(day) * 86_400) }

  mutating func rows() -> [Row] {
    var rows: [Row] = []
    for shop in 0..<1 + Int.random(in: 0..<7, using: &random) {
      let start = Int.random(in: 0..<40, using: &random), count = Int.random(in: 1...60, using: &random)
      for day in start..<start + count where Int.random(in: 0..<12, using: &random) > 0 {
        rows.append(
          Row(
            id: "0\(shop * 7)", day: day, stamp: String("\(Self.stamp(day))".prefix(10)),
            cells: (0..<2).map { _ in cell() }))
      }
    }
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return rows
    case 1: return rows.sorted { ($0.day, $0.id) < ($1.day, $1.id) }
    default: return rows.shuffled(using: &random)
    }
  }

  private mutating func cell() -> String {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: ["", "NA", "-"].randomElement(using: &random) ?? ""
    case 1: "\(Int.random(in: 0..<1000, using: &random))"
    default: "\(Double(Int.random(in: -9999...9999, using: &random)) / 8)"
    }
  }
}
