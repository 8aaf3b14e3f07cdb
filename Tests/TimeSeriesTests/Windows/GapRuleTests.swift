import Testing
import TimeSeries

@Suite struct GapRuleTests {
  /// Days of January 2020 with the values of their days, without those left out.
  func january(_ days: [Int]) -> String {
    "date,x\n" + days.map { "2020-01-\($0 < 10 ? "0" : "")\($0),\($0)\n" }.joined()
  }

  func options(_ change: (inout ReadingOptions) -> Void) -> ReadingOptions {
    var options = ReadingOptions()
    change(&options)
    return options
  }

  @Test func missingRowsAreInsertedWithMissingNumbers() throws {
    let days = (1...31).filter { $0 != 10 && $0 != 11 }
    let panel = try parse(january(days))
    #expect(panel.rowCount == 31 && panel.only.timestamps.map(\.day) == Array(1...31))
    let values = panel.values(ofColumn: 0)
    for day in 1...31 {
      #expect(days.contains(day) ? values[day - 1] == Double(day) : values[day - 1].isNaN)
    }
    #expect(panel.missingCount(ofColumn: 0) == 2 && !panel.isComplete)
    #expect(panel.only.presentCount == 29 && panel.only.grid.count == 31)
    #expect(panel.only.irregularities.map(\.line) == [11])
    // An inserted row has the line of the row before.
    #expect([0, 8, 9, 10, 11, 30].map(panel.only.line(ofRow:)) == [2, 10, 10, 10, 11, 30])
    #expect(panel.only.breaks.isEmpty && panel.origin.form.layout.gapRule == .fill)
  }

  @Test func missingRowsDivideTheSeriesWhereAsked() throws {
    let days = (1...31).filter { $0 != 10 && $0 != 11 && $0 != 20 }
    let panel = try parse(january(days), options { $0.gapRule = .segment })
    #expect(panel.rowCount == 28 && panel.isComplete)
    #expect(panel.only.breaks == [9, 17])
    #expect(panel.only.timestamps.map(\.day) == days)
    let kept = try parse(january(days), options { $0.gapRule = .keep })
    #expect(kept.rowCount == 28 && kept.only.breaks.isEmpty && kept.isComplete)
  }

  @Test func missingRowsAreRefusedWhereAsked() {
    let refused = error(january((1...31).filter { $0 != 10 }), options { $0.gapRule = .error })
    #expect(refused?.kind == .missingRow && refused?.line == 11)
    #expect(refused?.remedies == [.gaps(.fill)])
    #expect(
      refused?.description
        == "test.csv:11: column 'date': 1 row is missing between 2020-01-09 and 2020-01-11; "
        + "add the rows, or let them be inserted as missing")
    #expect(error(january(Array(1...31)), options { $0.gapRule = .error }) == nil)
  }

  @Test func aStepFarShorterThanThatOfTheRowsIsRefused() {
    var options = ReadingOptions()
    options.frequency = .span(.seconds(1))
    let days = [1, 2, 3, 5].map { "2020-01-0\($0) 00:00:00,\($0)\n" }
    let text = "date,a\n" + days.joined()
    let refused = error(text, options)
    #expect(refused?.kind == .missingRow && refused?.remedies == [.nameFrequency, .gaps(.segment)])
    options.gapRule = .segment
    #expect(error(text, options) == nil)
    // Dates alone would be the same for every second of a day.
    #expect(error(january([1, 2, 3, 5]), options)?.kind == .noFrequency)
  }

  @Test func newestFirstRowsAreFilledInTimeOrder() throws {
    let lines = january((1...31).filter { $0 != 10 }).split(separator: "\n")
    let panel = try parse("date,x\n" + lines.dropFirst().reversed().joined(separator: "\n") + "\n")
    #expect(panel.only.timestamps.map(\.day) == Array(1...31))
    #expect(panel.values(ofColumn: 0)[9].isNaN && panel.values(ofColumn: 0)[10] == 11)
    #expect(panel.only.line(ofRow: 30) == 2 && panel.only.line(ofRow: 0) == 31)
  }

  @Test func aRowOffTheGridTakesTheMissingPositionNearby() throws {
    let hours = (0..<60).filter { !(20...23).contains($0) }
    var stamps = hours.map { hour in
      "2020-01-0\(1 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
    }
    stamps.insert("2020-01-01 21:30", at: 20)
    let panel = try parse(series(stamps))
    #expect(panel.rowCount == 60 && panel.only.timestamps.allSatisfy { $0.minute == 0 })
    let values = panel.values(ofColumn: 0)
    #expect(values[21] == 20 && [20, 22, 23].allSatisfy { values[$0].isNaN } && values[24] == 21)
    #expect(panel.only.recordedTimestamps.count == 57)
    #expect(panel.only.irregularities.map(\.line) == [22, 23])
    // Where no position is free it stays where it is.
    stamps = (0..<60).map { "2020-01-0\(1 + $0 / 24) \($0 % 24 < 10 ? "0" : "")\($0 % 24):00" }
    stamps.insert("2020-01-01 21:30", at: 22)
    let kept = try parse(series(stamps))
    #expect(kept.rowCount == 61 && kept.only.timestamps[22].minute == 30 && kept.isComplete)
  }

  @Test func doubledStampsAreRefusedWithBothLines() {
    let text = january([1, 2, 3, 4, 5, 5, 6, 7, 8])
    let refused = error(text)
    #expect(refused?.kind == .duplicateStamp && refused?.line == 7)
    #expect(refused?.problem == "the stamp 2020-01-05 stands on the lines 6 and 7")
    #expect(refused?.remedies == [.duplicates(.first), .duplicates(.last), .duplicates(.mean)])
  }

  @Test(arguments: [
    (DuplicateRule.first, 4.0, 1.0), (.last, 8, 2), (.mean, 6, 1.5),
  ])
  func doubledStampsAreMergedAsTold(rule: DuplicateRule, x: Double, y: Double) throws {
    let text =
      "date,x,y\n2020-01-01,1,0\n2020-01-02,2,0\n2020-01-03,4,\n2020-01-03,6,1\n2020-01-03,8,2\n2020-01-04,5,0\n"
      + (5...28).map { "2020-01-\($0 < 10 ? "0" : "")\($0),9,0\n" }.joined()
      + (1...28).map { "2020-02-\($0 < 10 ? "0" : "")\($0),9,0\n" }.joined()
      + (1...28).map { "2020-03-\($0 < 10 ? "0" : "")\($0),9,0\n" }.joined()
    let panel = try parse(text, options { ($0.duplicateRule, $0.gapRule) = (rule, .keep) })
    #expect(panel.rowCount == 84 && panel.values(ofColumn: 0)[2] == x && panel.values(ofColumn: 1)[2] == y)
    #expect(panel.values(ofColumn: 0)[3] == 5 && panel.only.line(ofRow: 3) == 7)
    #expect(panel.only.timestamps[2].day == 3 && panel.only.timestamps[3].day == 4)
  }

  @Test func theHourThatClocksShowTwiceIsNoDuplicate() throws {
    // Berlin, 30 October 2016: 02:00 stands twice; 27 March has no 02:00.
    var stamps = (0..<24).map { "2016-10-29 \($0 < 10 ? "0" : "")\($0):00" }
    stamps += (0..<24).map { "2016-10-30 \($0 < 10 ? "0" : "")\($0):00" }
    stamps.insert("2016-10-30 02:00", at: 26)
    stamps += (0..<24).map { "2016-10-31 \($0 < 10 ? "0" : "")\($0):00" }
    let autumn = try parse(series(stamps))
    #expect(autumn.rowCount == 73 && autumn.isComplete)
    var spring = (0..<24).map { "2016-03-26 \($0 < 10 ? "0" : "")\($0):00" }
    spring += (0..<24).filter { $0 != 2 }.map { "2016-03-27 \($0 < 10 ? "0" : "")\($0):00" }
    #expect(try parse(series(spring)).isComplete)
  }
}
