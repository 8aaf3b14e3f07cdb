import TestSupport
import Testing

/// Lines of words, and of other tables, above and below the header.
@Suite struct HeadersBelowRemarksTests {
  /// Remarks with as many fields as the rows, some with a word for time in another place than the stamps, and units below the names.
  @Test(arguments: [
    "Filter,Day,none\nall,,\nTag,x,y\nd,EUR,pcs", "Report of,the week,2\nTitle,x,time\nDate,x,y\n,EUR,pcs",
    "a,b,c\nDatum,x,y\nd,EUR,pcs",
  ])
  func theNameOfTheTimeStandsAboveTheStamps(header: String) throws {
    let workspace = try Workspace.withTable(header) { "\(SampleDate.day($0)),\($0),1.5" }
    let refused = try workspace.run(Workspace.lastValueOfTable)
    let advice = try #require(refused.errors.firstMatch(of: /try (--skip-rows \d+)/)?.1, "\(refused.errors)")
    let run = try workspace.run(Workspace.lastValueOfTable + " \(advice)")
    #expect(run.output.hasSuffix(",x,y\n2024-02-10,39,1.5\n"), "\(run.output)\(run.errors)")
  }

  /// Open-Meteo: values of the place, with names of their own, above a table of fewer columns.
  @Test func aSmallTableAboveTheTableIsLeftOut() throws {
    let place = "latitude,longitude,elevation,zone,name\n52.5,13.4,38.0,GMT,GMT\n\n"
    let workspace = try Workspace.withTable(place + "time,temperature (°C),rain (mm)") {
      "\(SampleDate.day($0)),\($0).5,0.0"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "time,temperature (°C),rain (mm)\n2024-02-10,39.5,0\n", "\(run.errors)")
    #expect(try workspace.run("check d.csv").output.contains("3 lines around the header left out"))
  }

  /// Météo-France: `T` is a temperature beside `AAAAMMJJHH`.
  @Test func aTemperatureIsNoTimeBesideDates() throws {
    let workspace = try Workspace.withTable("NUM_POSTE;AAAAMMJJ;T") {
      "01014002;\(SampleDate.day($0).replacing("-", with: ""));\($0).5"
    }
    let run = try workspace.run(Workspace.lastValueOfTable + " --ignore NUM_POSTE")
    #expect(run.output == "AAAAMMJJ;T\n20240210;39.5\n", "\(run.errors)")
  }

  /// Statistics Canada: the code of a place in every row is no number with its unit.
  @Test func aCodeThatIsTheSameInEveryRowIsLeftOut() throws {
    let workspace = try Workspace.withTable("REF_DATE,DGUID,VALUE") { "\(SampleDate.day($0)),2016A,\($0)" }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "REF_DATE,VALUE\n2024-02-10,39\n", "\(run.errors)")
  }

  /// INE: what is wrong are the numbers, not the text that never changes.
  @Test func textThatNeverChangesIsNotWhatIsWrong() throws {
    let workspace = try Workspace.withTable("group;date;x") {
      "all;\(SampleDate.day($0));1\($0 % 9)0,\(100 + $0)"
    }
    expectFailure(
      try workspace.run(Workspace.lastValueOfTable), 65, "d.csv:2: column 'x': the comma in '100,100'",
      "--decimal ','")
    let run = try workspace.run(Workspace.lastValueOfTable + " --decimal ,")
    #expect(run.output == "date;x\n2024-02-10;130,139\n", "\(run.errors)")
  }

  /// SMARD: the day, and the times at which a span begins and ends, in columns of their own.
  @Test func theBeginningOfASpanCompletesTheDay() throws {
    let workspace = try Workspace.withTable("Datum;Anfang;Ende;x", 96) {
      "\(SampleDate.day(20 + $0 / 24));\($0 % 24 < 10 ? "0" : "")\($0 % 24):00;\($0 % 24 < 9 ? "0" : "")\(($0 + 1) % 24):00;\($0)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "Datum;Anfang;x\n2024-01-25;00:00;95\n", "\(run.errors)")
  }

  /// The laboratories of NOAA: the year with decimals says again what stands in year and month.
  @Test func aYearWithDecimalsIsAPartOfTheTime() throws {
    let workspace = try Workspace.withTable("year,month,decimal date,average", 60) {
      let month = $0 % 12
      return
        "\(2010 + $0 / 12),\(month + 1),\(2010 + $0 / 12).\(["0417", "125", "2083", "2917", "375", "4583", "5417", "625", "7083", "7917", "875", "9583"][month]),\($0)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "year,month,average\n2015,1,59\n", "\(run.errors)")
  }

  /// GISS: means of seasons stand behind the months of a year.
  @Test func monthsBesideEachOtherAreNamedWhateverFollowsThem() throws {
    let months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    let workspace = try Workspace.withTable(
      "Land-Ocean: Global Means\nYear,\(months),J-D,D-N,DJF,MAM,JJA,SON"
    ) {
      row in
      "\(1950 + row)," + (0..<18).map { "0.\(row)\($0)" }.joined(separator: ",")
    }
    let run = try workspace.run("check d.csv")
    #expect(
      run.output.contains("the columns 'Jan' to 'Dec' are months of a year"), "\(run.output)\(run.errors)")
  }

  /// Warehouses and the CFTC: the day or the month as one number beside the date.
  @Test func aDayAsOneNumberIsAPartOfTheTime() throws {
    let workspace = try Workspace.withTable("date,key,As of YYMMDD,month,x") { row in
      let key = SampleDate.day(row).replacing("-", with: "")
      return "\(SampleDate.day(row)),\(key),\(key.dropFirst(2)),\(key.prefix(6)),\(row)"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,x\n2024-02-10,39\n", "\(run.errors)")
    let asked = try workspace.run(Workspace.lastValueOfTable + " --target key")
    #expect(asked.output.hasPrefix("date,key"), "\(asked.errors)")
  }

  /// Garmin: days without a year.
  @Test func aYearThatIsMissingIsAskedFor() throws {
    let stamp = { (row: Int) in "\(row < 31 ? "Jan" : "Feb") \(row % 31 + 1)" }
    let workspace = try Workspace.withTable("Date,x") { "\(stamp($0)),\($0)" }
    expectFailure(
      try workspace.run(Workspace.lastValueOfTable), 65, "d.csv:2", "'Jan 1' has no year; write the year too")
    let mended = try Workspace.withTable("Date,x") { "\(stamp($0)) 2024,\($0)" }
    #expect(try mended.run(Workspace.lastValueOfTable).output == "Date,x\nFeb 10 2024,39\n")
  }

  /// Who names a column of numbers as the time is shown the column of stamps; no format makes a date of `0.5`.
  @Test func numbersToldAsTheTimeNameTheColumnOfStamps() throws {
    let workspace = try Workspace.withTable("date,x,y") { "\(SampleDate.day($0)),\($0 % 7).5,\($0)" }
    let run = try workspace.run("check d.csv --time-column x")
    expectFailure(run, 65, "d.csv:2: column 'x': '0.5' is not a date and time", "try --time-column date")
    #expect(!run.errors.contains("--time-format"))
    #expect(try workspace.run("check d.csv --time-column date").status == 0)
    let without = try Workspace.withTable("z,x,y") { "\($0 % 5).5,\($0 % 7).5,\($0)" }
    expectFailure(try without.run("check d.csv --time-column x"), 65, "try --time-column none to count rows")
    #expect(try without.run("check d.csv --time-column none").status == 0)
  }
}
