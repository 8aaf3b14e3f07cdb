import Calendar
import Stamps
import TestSupport
import Testing
import TimeSeries

/// Tables in the shapes of public data sets: names beside codes, days beside stamps, columns that nobody filled in.
@Suite struct FoundTablesTests {
  /// A header and 48 rows.
  private static func text(_ header: String, _ row: (Int) -> String) -> String {
    header + "\n" + (0..<48).map { row($0) + "\n" }.joined()
  }

  @Test(arguments: ["Date,Time,v", "Time,v,Date"])
  func aWholeStampBesideItsDayIsTheTime(header: String) throws {
    let text = Self.text(header) { row in
      let day = SampleDate.day(row / 24), hour = row % 24
      let stamp = "\(day) \(hour < 10 ? "0" : "")\(hour):00:00"
      return header.hasPrefix("Date") ? "\(day),\(stamp),\(row)" : "\(stamp),\(row),\(day)"
    }
    let panel = try parse(text)
    #expect(panel.columns == ["v"] && panel.frequency == .hours(1))
    #expect(panel.origin.notes.contains(.table(.otherStamps(column: "Date"))))
  }

  @Test func aNameAndItsCodeTellTheSameSeriesApart() throws {
    let text = Self.text("country,code,year,v") {
      "\(["Peru", "Chad"][$0 / 24]),\(["PER", "TCD"][$0 / 24]),\(1990 + $0 % 24),\($0)"
    }
    let panel = try parse(text)
    #expect(panel.series.map(\.id) == ["Peru", "Chad"] && panel.columns == ["v"])
    #expect(panel.origin.notes.contains(.table(.seriesText(column: "code"))))
  }

  /// A continent has several countries, and some have no code: they tell no series apart, and say nothing new of one.
  @Test(arguments: [["Asia", "Africa", "Asia", "Africa"], ["PER", "", "CHL", ""]])
  func textThatBelongsToASeriesIsLeftOut(texts: [String]) throws {
    let text = Self.text("group,country,year,v") {
      "\(texts[$0 / 12]),\(["Peru", "Chad", "Chile", "Mali"][$0 / 12]),\(1990 + $0 % 12),\($0)"
    }
    let panel = try parse(text)
    #expect(panel.series.map(\.id) == ["Peru", "Chad", "Chile", "Mali"] && panel.columns == ["v"])
    #expect(panel.origin.notes.contains(.table(.seriesText(column: "group"))))
  }

  /// The columns that tell series apart are no advice where they are known.
  @Test func textThatChangesWithinASeriesIsRefused() {
    let text = Self.text("country,sky,year,v") {
      "\(["Peru", "Chad"][$0 / 24]),\(["sun", "rain", "fog"][$0 % 3]),\(1990 + $0 % 24),\($0)"
    }
    let refused = error(text)
    #expect(refused?.column == "sky" && refused?.remedies == [.ignoreColumns(["sky"])])
  }

  /// Where each row has a stamp of its own, words beside it are of one series, whatever they say.
  @Test func allColumnsOfTextAreLeftOutAtOnce() {
    let refused = error(
      Self.text("date,sky,wind,v") {
        "\(SampleDate.day($0)),\(["sun", "rain", "fog"][$0 % 3]),\(["N", "SE"][$0 % 2]),\($0)"
      })
    #expect(refused?.column == "sky" && refused?.remedies == [.ignoreColumns(["sky", "wind"])])
  }

  @Test func allColumnsWithFewValuesAreLeftOutAtOnce() throws {
    let text = Self.text("date,x,y,z") {
      "\(SampleDate.day($0)),\($0),\($0 < 9 ? "1" : ""),\($0 < 5 ? "2" : "")"
    }
    let refused = error(text)
    #expect(refused?.column == "y" && refused?.remedies == [.ignoreColumns(["y", "z"])])
    var told = ReadingOptions()
    told.ignoredColumns = ["y", "z"]
    #expect(try parse(text, told).columns == ["x"])
  }

  @Test func aColumnThatNobodyFilledInIsLeftOut() throws {
    let text = Self.text("date,v,note") { "\(SampleDate.day($0)),\($0)," }
    let panel = try parse(text)
    #expect(panel.columns == ["v"])
    #expect(panel.origin.notes.contains(.table(.namedEmptyColumn(column: "note"))))
    // Told to be forecast, it is refused as any other without values.
    var told = ReadingOptions()
    told.targetColumns = ["v", "note"]
    let refused = error(text, told)
    #expect(refused?.column == "note" && refused?.remedies == [.ignoreColumns(["note"])])
  }

  @Test func anIndexThatCountsEachOfSeveralTablesIsLeftOut() throws {
    let text = Self.text(",date,shop,v") {
      "\($0 % 24),\(SampleDate.day($0 % 24)),\(["a", "b"][$0 / 24]),\($0)"
    }
    let panel = try parse(text)
    #expect(panel.columns == ["v"] && panel.series.map(\.id) == ["a", "b"])
  }

  /// A forecast of the year and the month would contradict the stamp beside it.
  @Test func partsOfTheTimeBesideItAreLeftOut() throws {
    let text = Self.text("date,year,month,day,v") { row in
      let date = SampleDate(days: row, after: 2024)
      return "\(date.iso),\(date.year),\(date.month),\(date.day),\(row)"
    }
    let panel = try parse(text)
    #expect(panel.columns == ["v"])
    #expect(panel.origin.notes.contains(.table(.stampPart(column: "month"))))
    var later = ReadingOptions()
    later.form = panel.origin.form
    later.frequency = panel.frequency
    #expect(try parse(text, later).columns == ["v"])
    var told = ReadingOptions()
    told.targetColumns = ["v"]
    told.futureColumns = ["month"]
    #expect(try parse(text, told).columns == ["month", "v"])
    // What is called so and is something else stays.
    let other = Self.text("date,month,v") { "\(SampleDate.day($0)),\($0 % 5),\($0)" }
    #expect(try parse(other).columns == ["month", "v"])
  }

  /// Blocks of days from the last to the first, one of which stands twice as where clocks go back.
  @Test func rowsInNoOrderAreToBeSortedThoughFewStampsRepeat() {
    let days = [100] + Array(100...250) + [50, 51] + Array(0...40)
    let refused = error("date,v\n" + days.map { "\(SampleDate.day($0)),\($0)\n" }.joined())
    #expect(refused?.kind == .timeGoesBackwards && refused?.remedies == [])
    #expect(refused?.description.contains("sort the rows by time") == true)
  }
}
