import Calendar
import Stamps
import Testing
import Text
import TimeSeries

/// Tables as exports write them: parts of the time in several columns, numbered rows, identifiers, several rows a day.
@Suite struct OddTablesTests {
  private static func two(_ number: Int) -> String { number.padded(to: 2) }

  /// A header and 48 rows.
  private static func text(_ header: String, _ row: (Int) -> String) -> String {
    header + "\n" + (0..<48).map { row($0) + "\n" }.joined()
  }

  private static func day(_ row: Int) -> String { "2024-0\(row / 28 + 1)-\(two(row % 28 + 1))" }

  /// Columns that make up a stamp: the header, its rows, and the cells of the stamp that follows.
  static let parts: [(header: String, row: @Sendable (Int) -> String, next: [String])] = [
    ("Jahr,Quartal,v", { "\(2001 + $0 / 4),\($0 % 4 + 1),1" }, ["2013", "1"]),
    ("Year,Quarter,v", { "\(2001 + $0 / 4),Q\($0 % 4 + 1),1" }, ["2013", "Q1"]),
    ("Año,Mes,v", { "\(2001 + $0 / 12),\($0 % 12 + 1),1" }, ["2005", "1"]),
    ("Year,Week,v", { "2023,\($0 + 1),1" }, ["2023", "49"]),
    ("year,doy,v", { "2023,\($0 + 60),1" }, ["2023", "108"]),
    (
      "Date,Time,AMPM,v",
      { "2024-01-0\($0 / 24 + 1),\(two(($0 + 11) % 12 + 1)):00,\($0 % 24 < 12 ? "AM" : "PM"),1" },
      ["2024-01-03", "12:00", "AM"]
    ),
    (
      "Datum,von,bis,v",
      { "2024-01-0\($0 / 24 + 1),\(two($0 % 24)):00,\(two(($0 + 1) % 24)):00,1" }, ["2024-01-03", "00:00"]
    ),
    ("year,month,v", { "\(two((98 + $0 / 12) % 100)),\($0 % 12 + 1),1" }, ["02", "1"]),
    (
      "Date,Time,v", { "2\($0 / 24)/01/2024,\(two($0 % 24)).00.00,1" }, ["22/01/2024", "00.00.00"]
    ),
    ("Data,Ora,v", { "2024010\($0 / 24 + 1),\($0 % 24 + 1),1" }, ["20240103", "1"]),
    ("YYYYMMDD,HH,v", { "2024010\($0 / 24 + 1),\($0 % 24 + 1),1" }, ["20240103", "1"]),
    (
      "DATE,HH,MI,v", { "20240101,\($0 / 2),\($0 % 2 * 30),1" }, ["20240102", "0", "0"]
    ),
    (
      "year,month,date_of_month,day_of_week,v",
      { "2024,\($0 < 31 ? 1 : 2),\($0 < 31 ? $0 + 1 : $0 - 30),\($0 % 7),1" }, ["2024", "2", "18"]
    ),
    (
      "Year,mnth,mday,v", { "2024,\($0 < 31 ? 1 : 2),\($0 < 31 ? $0 + 1 : $0 - 30),1" }, ["2024", "2", "18"]
    ),
    ("Year,T,v", { "\(1970 + $0),\($0).5,1" }, ["2018"]),
    ("TIME,Year,v", { "\($0 + 1),\(1970 + $0),1" }, ["2018"]),
    // Years in no order, as those in which cars were built, are numbers.
    ("t,year,v", { "\($0 + 1),\(1990 + $0 * 11 % 30),1" }, ["49"]),
    ("SERIES,TIME_PERIOD,v", { "7,\(1970 + $0),1" }, ["2018"]),
    ("STATION,MESS_DATUM,v", { "44,202401\(two($0 / 24 + 1))\(two($0 % 24)),1" }, ["2024010300"]),
  ]

  @Test(arguments: parts.indices)
  func columnsThatMakeUpAStampAreFound(index: Int) throws {
    let (header, row, next) = Self.parts[index]
    let panel = try parse(Self.text(header, row))
    #expect(panel.columns.last == "v" && panel.series.count == 1 && panel.isComplete)
    let stamp = panel.only.stamps(afterLastCount: 1)[0]
    #expect(panel.stampForm.strings(for: stamp) == next)
  }

  /// Names that say something else beside a year or a date.
  @Test func kilowattsAreNoWeeksAndShiftsAreNoTimes() throws {
    let yearly = try parse(Self.text("year,kW") { "\(1970 + $0),\($0 % 50 + 1)" })
    #expect(yearly.columns == ["kW"] && yearly.frequency == .months(12, isMonthEnd: false))
    let weekly = try parse(Self.text("Jahr;KW;v") { "2023;\($0 + 1);1" })
    #expect(weekly.columns == ["v"] && weekly.frequency == .days(7))
    let shifts = try parse(Self.text("date,shift,v") { "\(Self.day($0 / 2)),\($0 % 2 == 0 ? "AM" : "PM"),1" })
    #expect(shifts.series.map(\.id) == ["AM", "PM"])
  }

  /// Periods of books: their letter is no `P` of p.m.
  @Test func aPeriodOfBooksIsWrittenAsItWas() throws {
    let texts = (0..<24).map { "FY\(2018 + $0 / 12) P\(Self.two($0 % 12 + 1))" }
    let column = try StampColumn(texts)
    #expect(column.stamps[13] == Timestamp(year: 2019, month: 2))
    #expect(column.form.string(for: Timestamp(year: 2020)) == "FY2020 P01")
  }

  @Test(arguments: ["Store 1001", "Store 1002", "FOODS_1_001", "SKU-12-345", "N0646"])
  func identifiersAreNoStamps(text: String) { #expect(StampWords.isIdentifier(text)) }

  @Test(arguments: [
    "FY2019 Q1", "Week 12 2024", "Jan 2019", "Q1 2024", "lundi 5 janvier 2024", "Date 2024-01-05",
  ])
  func stampsAreNoIdentifiers(text: String) { #expect(!StampWords.isIdentifier(text)) }

  @Test func identifiersTellSeriesApart() throws {
    let text = Self.text("store,date,v") { "Store \(1001 + $0 / 24),\(Self.day($0 % 24)),\($0)" }
    let panel = try parse(text)
    #expect(panel.series.map(\.id) == ["Store 1001", "Store 1002"] && panel.columns == ["v"])
  }

  @Test(arguments: ["id", "No.", "#"])
  func aColumnThatNumbersTheRowsIsLeftOut(name: String) throws {
    let text = Self.text("\(name),date,v") { "\($0 + 7),\(Self.day($0)),\($0 % 5)" }
    let panel = try parse(text)
    #expect(panel.columns == ["v"])
    #expect(panel.origin.notes.contains(.table(.rowIndex(column: name))))
    var told = ReadingOptions()
    told.targetColumns = [name]
    #expect(try parse(text, told).columns == [name, "v"])
  }

  /// Rows numbered over all series, from whose ends some were cut off.
  @Test func numbersOfRowsMayJumpWhereASeriesBegins() throws {
    let text = Self.text("rownames,date,shop,v") {
      "\($0 + $0 / 24 * 9),\(Self.day($0 % 24)),\(["a", "b"][$0 / 24]),\($0 % 5)"
    }
    let panel = try parse(text)
    #expect(panel.columns == ["v"] && panel.series.map(\.id) == ["a", "b"])
    #expect(panel.origin.notes.contains(.table(.rowIndex(column: "rownames"))))
    let inside = Self.text("id,date,shop,v") {
      "\($0 + $0 / 12 * 9),\(Self.day($0 % 24)),\(["a", "b"][$0 / 24]),\($0 % 5)"
    }
    #expect(try parse(inside).columns == ["id", "v"])
  }

  @Test func whatOnlyLooksLikeANumberOfTheRowIsKept() throws {
    #expect(try parse(Self.text("count,date,v") { "\($0),\(Self.day($0)),1" }).columns == ["count", "v"])
    #expect(try parse(Self.text("id,date,v") { "\($0 / 2),\(Self.day($0)),1" }).columns == ["id", "v"])
    #expect(try parse(Self.text("date,id") { "\(Self.day($0)),\($0)" }).columns == ["id"])
  }

  /// Three sales a day.
  private static let sales = text("date,qty") { "\(day($0 / 3)),\([1, 1, 4][$0 % 3])" }

  @Test(arguments: [(DuplicateRule.sum, 6.0), (.mean, 2), (.first, 1), (.last, 4)])
  func severalRowsADayAreMergedAsTold(rule: DuplicateRule, value: Double) throws {
    var told = ReadingOptions()
    told.duplicateRule = rule
    let panel = try parse(Self.sales, told)
    #expect(panel.frequency == .days(1) && panel.rowCount == 16)
    #expect(panel.values(ofColumn: 0) == [Double](repeating: value, count: 16))
  }

  @Test func severalRowsADayMayBeAddedUp() {
    let refused = error(Self.sales)
    #expect(refused?.kind == .noFrequency && refused?.line == 3)
    #expect(refused?.remedies == [.duplicates(.sum), .duplicates(.mean)])
  }

  /// Numbers that come again with each stamp tell series apart; those of a column that changes by itself do not.
  @Test func idsThatAlternateAreProposed() {
    let refused = error(Self.text("date,shop,v") { "\(Self.day($0 / 3)),\($0 % 3 + 7),\($0)" })
    #expect(refused?.remedies == [.seriesColumn("shop"), .duplicates(.sum), .duplicates(.mean)])
    let flag = error(
      Self.text("date,open,v") { "\(Self.day($0)),\($0 % 7 == 0 ? "True" : "False"),\($0 % 3)" })
    #expect(flag?.remedies == [.ignoreColumns(["open"])])
  }

  /// Names in an encoding, a byte a scalar.
  private static let encodedNames: [(name: String, encoding: String)] = [
    ("\u{C4}\u{E0}\u{F2}\u{E0}", "WINDOWS-1251"), ("A\u{F1}o", "WINDOWS-1252"),
    ("Gr\u{F6}\u{DF}e", "WINDOWS-1252"), ("c\u{9C}ur", "WINDOWS-1252"), ("\u{C8}\u{D5}\u{C6}\u{DA}", "GBK"),
    // ilość, sprzedaż, příjem, měsíc, idő, satış.
    ("ilo\u{9C}\u{E6}", "WINDOWS-1250"), ("sprzeda\u{BF}", "WINDOWS-1250"),
    ("p\u{F8}\u{ED}jem", "WINDOWS-1250"),
    ("m\u{EC}s\u{ED}c", "WINDOWS-1250"), ("id\u{F5}", "WINDOWS-1250"), ("sat\u{FD}\u{FE}", "WINDOWS-1254"),
    ("\u{94}\u{84}\u{8F}\u{E3}\u{8D}\u{82}", "SHIFT_JIS"),
    // アクセス, in which half of the bytes are letters of ASCII.
    ("\u{83}A\u{83}N\u{83}Z\u{83}X", "SHIFT_JIS"),
  ]

  @Test(arguments: encodedNames.indices)
  func theEncodingOfNamesIsGuessed(index: Int) throws {
    let (name, encoding) = Self.encodedNames[index]
    let bytes = name.unicodeScalars.map { UInt8($0.value) }
    let rows = Self.text("") { "\(Self.day($0)),1" }.utf8
    let text: [UInt8] = Array("date,".utf8) + bytes + Array(rows)
    let table = try Table(parsing: text, name: "test.csv")
    #expect(table.notes.contains(.notUTF8(line: 1, looksLike: encoding)), "\(table.notes)")
  }

  @Test func seriesOfInexactClocksAreJoined() throws {
    let text = Self.text("unique_id,ds,y") { row in
      let hour = row % 24
      return "\(row / 24),2024-01-01 \(Self.two(hour)):00:0\((row * 7) % 5 + row / 24),\(row)"
    }
    let joined = try parse(text).joiningSeries()
    #expect(joined.columns == ["0", "1"] && joined.rowCount == 24 && joined.isComplete)
    #expect(joined.values(ofColumn: 1) == (24..<48).map(Double.init))
  }

  /// `900` and `1.900`: whoever writes zeros behind decimals writes them behind whole numbers too.
  @Test func thousandsAmongWholeNumbersAreAskedFor() throws {
    let rows = { (row: Int) in "\(Self.day(row));\(row == 0 ? "" : "\(row).")900" }
    let refused = error(Self.text("date;v", rows))
    #expect(refused?.kind == .ambiguousNumber && refused?.value == "1.900")
    #expect(refused?.remedies == [.thousandsMark(.point), .decimalMark(.point)])
    var told = ReadingOptions()
    told.thousandsMark = .point
    #expect(try parse(Self.text("date;v", rows), told).values(ofColumn: 0).prefix(3) == [900, 1900, 2900])
  }

  @Test func threeDecimalsWithoutWholeNumbersArePlain() throws {
    let panel = try parse(Self.text("date;v") { "\(Self.day($0));\($0 == 5 ? "0" : "2\($0).250")" })
    #expect(panel.values(ofColumn: 0).prefix(2) == [20.25, 21.25])
  }

  @Test func spacesThatBreakNoLineSurroundNumbers() throws {
    let panel = try parse(Self.text("date,v") { "\(Self.day($0)),\u{A0}1.5\u{A0}" })
    #expect(panel.values(ofColumn: 0)[0] == 1.5 && panel.values(ofColumn: 0)[1] == 1.5)
  }

  @Test func aHeaderMayEndWithADelimiter() throws {
    #expect(try parse(Self.text("date,v,") { "\(Self.day($0)),1" }).columns == ["v"])
  }

  /// What is wrong, and on which line.
  @Test(arguments: [
    ("date,v", 10, "date,v", 12, "the name of the column stands here again"),
    ("date,v", 10, ",1", 12, "the cell is empty, and the row has no date and time"),
    ("date,v", 10, "01-Jan,1", 12, "'01-Jan' has no year"),
    ("Report;", 0, "date;v", 2, "the names of the columns, 'date' first, seem to stand here"),
  ])
  func oddLinesAreNamed(header: String, row: Int, line: String, place: Int, problem: String) {
    let mark = header.contains(";") ? ";" : ","
    let text = Self.text(header) { $0 == row ? line : "\(Self.day($0))\(mark)1" }
    let refused = error(text)
    #expect(
      refused?.line == place && refused?.problem.hasPrefix(problem) == true, "\(String(describing: refused))")
  }

  @Test(arguments: [("01-Jan", "year"), ("3/14", "year"), ("14:30", "date")])
  func whatAStampLacksIsNamed(text: String, part: String) {
    let refused = dataError { () throws(DataError) in try StampColumn([text, text, text]) }
    #expect(refused?.problem == "'\(text)' has no \(part)" && refused?.remedies.isEmpty == true)
  }

  /// Months without a year: rows may be counted.
  @Test func numbersThatBeginAgainAreNoTime() {
    let refused = error(Self.text("month,v") { "\($0 % 12 + 1),1" })
    #expect(refused?.kind == .timeGoesBackwards && refused?.remedies == [.countRows])
  }

  /// Ids that look like stamps stand before the time.
  @Test(arguments: [
    ("device,ts", "00:0f:00:70"), ("StockCode,InvoiceDate", "85120A"), ("code,created_at", "12-3456"),
  ])
  func theTimeIsFoundBehindIds(header: String, id: String) throws {
    let stamp = { (row: Int) in header.hasSuffix("ts") ? "\(1_704_067_200 + 3600 * row)" : Self.day(row) }
    let table = try table(Self.text("\(header),v") { "\(id),\(stamp($0)),1" })
    #expect(table.timeColumns == [String(header.split(separator: ",")[1])])
  }

  /// The local midnights of days, as brokers write them: the form of one file reads the other half of the year too.
  @Test func daysAreDaysWhereOffsetsChange() throws {
    let texts = (0..<56).map { "\(Self.day($0)) 00:00:00-0\($0 < 40 ? 5 : 4):00" }
    let column = try StampColumn(texts)
    #expect(column.stamps.allSatisfy { $0.hour == 0 })
    #expect(try StampColumn(texts, options: StampOptions(form: column.form)).stamps == column.stamps)
    let winter = try StampColumn(Array(texts.prefix(30)))
    let summer = try StampColumn(Array(texts.suffix(10)), options: StampOptions(form: winter.form))
    #expect(summer.stamps == column.stamps.suffix(10))
    // One row of hours is an instant.
    let hours = try StampColumn([
      "2024-01-01 00:00-05:00", "2024-01-01 01:00-05:00", "2024-01-01 02:00-05:00",
    ])
    let later = try StampColumn(["2024-06-01 00:00-04:00"], options: StampOptions(form: hours.form))
    #expect(later.stamps[0].hour == 23)
  }

  @Test func aDateBehindTheTimeOfDayHasNoOffset() throws {
    let texts = (0..<24).map { "\(Self.two($0)):00 31-01-2024" }
    let column = try StampColumn(texts)
    #expect(column.stamps[5] == Timestamp(year: 2024, month: 1, day: 31, hour: 5))
    #expect(column.form.string(for: Timestamp(year: 2024, month: 2, day: 1)) == "00:00 01-02-2024")
  }

  @Test func namesOfZonesThatChangeAreNamed() {
    let texts = (0..<24).map { "2024-10-27 \(Self.two($0)):00 \($0 < 3 ? "CEST" : "CET")" }
    let refused = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(
      refused?.kind == .badTimestamp && refused?.problem.contains("ends with the name of a zone") == true)
  }

  /// Two early years, then all of them: the step is known, and may be told.
  @Test func theStepOfRowsWithManyGapsIsNamed() throws {
    let years = [1860, 1880] + Array(1900..<1946)
    let text = Self.text("year,v") { "\(years[$0]),1" }
    #expect(error(text)?.remedies == [.frequency(.months(12, isMonthEnd: false))])
    var told = ReadingOptions()
    told.frequency = .months(12, isMonthEnd: false)
    #expect(try parse(text, told).rowCount == 86)
  }
}
