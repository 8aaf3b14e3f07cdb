import Calendar
import Grids
import Stamps
import TestSupport
import Testing
import Text

/// Each form of stamps: what is read, and how the future is written.
@Suite struct TimeFormsTests {
  /// Texts, the first stamp as ISO, the text that follows the last one.
  static let forms: [([String], String, String)] = [
    (
      ["2016-07-01T00:00:00Z", "2016-07-01T01:00:00Z", "2016-07-01T02:00:00Z"], "2016-07-01 00:00:00",
      "2016-07-01T03:00:00Z"
    ),
    (
      ["2016-07-01 00:00:00 UTC", "2016-07-01 01:00:00 UTC", "2016-07-01 02:00:00 UTC"],
      "2016-07-01 00:00:00", "2016-07-01 03:00:00 UTC"
    ),
    (
      ["2016-07-01T00:00:00+0530", "2016-07-01T01:00:00+0530", "2016-07-01T02:00:00+0530"],
      "2016-07-01 00:00:00", "2016-07-01T03:00:00+0530"
    ),
    (
      ["2016-07-01 00:00 +02", "2016-07-01 01:00 +02", "2016-07-01 02:00 +02"], "2016-07-01 00:00:00",
      "2016-07-01 03:00 +02"
    ),
    (
      ["2016-07-01 00:00:00.000000001", "2016-07-01 00:00:00.000000002", "2016-07-01 00:00:00.000000003"],
      "2016-07-01 00:00:00.000000001", "2016-07-01 00:00:00.000000004"
    ),
    (
      ["2016-07-01 00:00:00,25", "2016-07-01 00:00:00,50", "2016-07-01 00:00:00,75"],
      "2016-07-01 00:00:00.250", "2016-07-01 00:00:01,00"
    ),
    (
      ["7/13/2016 11:00 PM", "7/14/2016 12:00 AM", "7/14/2016 1:00 AM"], "2016-07-13 23:00:00",
      "7/14/2016 2:00 AM"
    ),
    (
      ["13/07/2016 11 p.m.", "14/07/2016 12 a.m.", "14/07/2016 01 a.m."], "2016-07-13 23:00:00",
      "14/07/2016 02 a.m."
    ),
    (
      ["31-Jul-2016 22:00", "31-Jul-2016 23:00", "01-Aug-2016 00:00"], "2016-07-31 22:00:00",
      "01-Aug-2016 01:00"
    ),
    (["31-JUL-16", "01-AUG-16", "02-AUG-16"], "2016-07-31 00:00:00", "03-AUG-16"),
    // C: a space in the place of the first digit.
    (
      ["Sun Jan  7 00:00:00 2024", "Mon Jan  8 00:00:00 2024", "Tue Jan  9 00:00:00 2024"],
      "2024-01-07 00:00:00",
      "Wed Jan 10 00:00:00 2024"
    ),
    // Oracle, and DB2: points within the time of day.
    (
      [
        "31-JUL-26 11.31.57.000000 PM", "01-AUG-26 12.31.57.000000 AM", "01-AUG-26 01.31.57.000000 AM",
      ], "2026-07-31 23:31:57", "01-AUG-26 02.31.57.000000 AM"
    ),
    (
      ["2016-07-31-22.30.00.000000", "2016-07-31-23.00.00.000000", "2016-07-31-23.30.00.000000"],
      "2016-07-31 22:30:00", "2016-08-01-00.00.00.000000"
    ),
    (
      ["Jul 31 2016 22:00", "Jul 31 2016 23:00", "Aug 01 2016 00:00"], "2016-07-31 22:00:00",
      "Aug 01 2016 01:00"
    ),
    (["July 30, 2016", "July 31, 2016", "August 1, 2016"], "2016-07-30 00:00:00", "August 2, 2016"),
    (
      ["Fri, 01 Jul 2016", "Sat, 02 Jul 2016", "Sun, 03 Jul 2016"], "2016-07-01 00:00:00", "Mon, 04 Jul 2016"
    ),
    (
      ["1 July 2016 at 12:00", "1 July 2016 at 13:00", "1 July 2016 at 14:00"], "2016-07-01 12:00:00",
      "1 July 2016 at 15:00"
    ),
    (["Nov 2016", "Dec 2016", "Jan 2017"], "2016-11-01 00:00:00", "Feb 2017"),
    (["Nov-16", "Dec-16", "Jan-17"], "2016-11-01 00:00:00", "Feb-17"),
    (["30/07/16 23:00", "31/07/16 00:00", "31/07/16 01:00"], "2016-07-30 23:00:00", "31/07/16 02:00"),
    (["31.07.98", "01.08.98", "02.08.98"], "1998-07-31 00:00:00", "03.08.98"),
    (["16-07-30", "16-07-31", "16-08-01"], "2016-07-30 00:00:00", "16-08-02"),
    (["31.7.2016 9:00", "31.7.2016 10:00", "31.7.2016 11:00"], "2016-07-31 09:00:00", "31.7.2016 12:00"),
    (
      ["2016/07/31 09:00", "2016/07/31 10:00", "2016/07/31 11:00"], "2016-07-31 09:00:00", "2016/07/31 12:00"
    ),
    (["2016年7月30日", "2016年7月31日", "2016年8月1日"], "2016-07-30 00:00:00", "2016年8月2日"),
    (
      ["20:00 30/07/2016", "21:00 30/07/2016", "22:00 30/07/2016"], "2016-07-30 20:00:00", "23:00 30/07/2016"
    ),
    (["2016-07-01-22", "2016-07-01-23", "2016-07-02-00"], "2016-07-01 22:00:00", "2016-07-02-01"),
    (
      ["2016-07-01 23:00", "2016-07-01 24:00", "2016-07-02 01:00"], "2016-07-01 23:00:00", "2016-07-02 02:00"
    ),
    (["2016070123", "2016070124", "2016070201"], "2016-07-01 23:00:00", "2016070202"),
    (["201607012300", "201607012400", "201607020100"], "2016-07-01 23:00:00", "201607020200"),
    (
      ["20160701224500123", "20160701224500124", "20160701224500125"], "2016-07-01 22:45:00.123",
      "20160701224500126"
    ),
    (
      ["2016-07-01\u{1F}2330", "2016-07-02\u{1F}0", "2016-07-02\u{1F}30"], "2016-07-01 23:30:00",
      "2016-07-02\u{1F}100"
    ),
    (
      ["20160701\u{1F}700", "20160701\u{1F}800", "20160701\u{1F}900"], "2016-07-01 07:00:00",
      "20160701\u{1F}1000"
    ),
    (
      ["2016-07-01\u{1F}2300", "2016-07-01\u{1F}2400", "2016-07-02\u{1F}100"], "2016-07-01 23:00:00",
      "2016-07-02\u{1F}200"
    ),
    (
      ["2016-07-01\u{1F}0000", "2016-07-01\u{1F}0030", "2016-07-01\u{1F}0100"], "2016-07-01 00:00:00",
      "2016-07-01\u{1F}0130"
    ),
    (
      [
        "2016-07-01T00:00+02:00[Europe/Berlin]", "2016-07-01T01:00+02:00[Europe/Berlin]",
        "2016-07-01T02:00+02:00[Europe/Berlin]",
      ], "2016-06-30 22:00:00", "2016-07-01T03:00+02:00[Europe/Berlin]"
    ),
    (["2016182", "2016183", "2016184"], "2016-06-30 00:00:00", "2016185"),
    (["2016-182", "2016-183", "2016-184"], "2016-06-30 00:00:00", "2016-185"),
    (["160629", "160630", "160701"], "2016-06-29 00:00:00", "160702"),
    (["30122016", "31122016", "01012017"], "2016-12-30 00:00:00", "02012017"),
    (["1974Q3", "1974Q4", "1975Q1"], "1974-07-01 00:00:00", "1975Q2"),
    (["1974-Q3", "1974-Q4", "1975-Q1"], "1974-07-01 00:00:00", "1975-Q2"),
    (["1974 q3", "1974 q4", "1975 q1"], "1974-07-01 00:00:00", "1975 q2"),
    (["Q3 1974", "Q4 1974", "Q1 1975"], "1974-07-01 00:00:00", "Q2 1975"),
    (["3Q1974", "4Q1974", "1Q1975"], "1974-07-01 00:00:00", "2Q1975"),
    (["Q3'74", "Q4'74", "Q1'75"], "1974-07-01 00:00:00", "Q2'75"),
    (["1974:3", "1974:4", "1975:1"], "1974-07-01 00:00:00", "1975:2"),
    (["1974-3", "1974-4", "1975-1", "1975-2"], "1974-07-01 00:00:00", "1975-3"),
    (["1974.3", "1974.4", "1975.1", "1975.2"], "1974-07-01 00:00:00", "1975.3"),
    (["197403", "197404", "197501", "197502"], "1974-07-01 00:00:00", "197503"),
    (["1974-M11", "1974-M12", "1975-M01"], "1974-11-01 00:00:00", "1975-M02"),
    (["1974H1", "1974H2", "1975H1"], "1974-01-01 00:00:00", "1975H2"),
    (["1974-1", "1974-2", "1975-1", "1975-2"], "1974-01-01 00:00:00", "1976-1"),
    (["1974-III", "1974-IV", "1975-I", "1975-II"], "1974-07-01 00:00:00", "1975-III"),
    (["III/1974", "IV/1974", "I/1975", "II/1975"], "1974-07-01 00:00:00", "III/1975"),
    (["I 1974", "II 1974", "I 1975", "II 1975"], "1974-01-01 00:00:00", "I 1976"),
    (["IV 1974", "V 1974", "VI 1974"], "1974-04-01 00:00:00", "VII 1974"),
    (["28.II.1974", "1.III.1974", "2.III.1974"], "1974-02-28 00:00:00", "3.III.1974"),
    (["I kw. 1974", "II kw. 1974", "III kw. 1974"], "1974-01-01 00:00:00", "IV kw. 1974"),
    (["1. Quartal 1974", "2. Quartal 1974", "3. Quartal 1974"], "1974-01-01 00:00:00", "4. Quartal 1974"),
    (["Week 1 2024", "Week 2 2024", "Week 3 2024"], "2024-01-01 00:00:00", "Week 4 2024"),
    (["KW 05 2024", "KW 06 2024", "KW 07 2024"], "2024-01-29 00:00:00", "KW 08 2024"),
    (["2015-W52", "2015-W53", "2016-W01"], "2015-12-21 00:00:00", "2016-W02"),
    (["2015W52", "2015W53", "2016W01"], "2015-12-21 00:00:00", "2016W02"),
    (["2015-W53-6", "2015-W53-7", "2016-W01-1"], "2016-01-02 00:00:00", "2016-W01-2"),
    (["2015W536", "2015W537", "2016W011"], "2016-01-02 00:00:00", "2016W012"),
    (["201551", "201552", "201553", "201601"], "2015-12-14 00:00:00", "201602"),
    (["1467331200", "1467334800", "1467338400"], "2016-07-01 00:00:00", "1467342000"),
    (["1467331200.25", "1467331200.5", "1467331200.75"], "2016-07-01 00:00:00.250", "1467331201.00"),
    (
      ["1467331200000000", "1467331200000001", "1467331200000002"], "2016-07-01 00:00:00", "1467331200000003"
    ),
    (
      ["1467331200000000001", "1467331200000000002", "1467331200000000003"], "2016-07-01 00:00:00.000000001",
      "1467331200000000004"
    ),
    (["42552", "42553", "42554"], "2016-07-01 00:00:00", "42555"),
    (["42552.0", "42552.0416667", "42552.0833333"], "2016-07-01 00:00:00", "42552.1250000"),
    (["45292,0", "45292,5", "45293"], "2024-01-01 00:00:00", "45293,5"),
    (["0", "1", "2"], "1970-01-01 00:00:00", "3"),
    (["-2", "-1", "0", "1"], "1969-12-31 23:59:58", "2"),
    (["0.00", "0.25", "0.50", "0.75"], "1970-01-01 00:00:00", "1.00"),
  ]

  @Test(arguments: forms.indices)
  func aFormIsReadAndWritten(index: Int) throws {
    let (texts, first, next) = Self.forms[index]
    try expectForm(texts, first: first, next: next)
  }

  /// Texts that look alike and are not: what is refused, and of which kind.
  @Test(arguments: [
    (["1/2/2020", "1/3/2020", "1/4/2020"], DataError.Kind.ambiguousTimestamp),
    (["01.02.03", "02.02.03", "03.02.03"], .ambiguousTimestamp),
    (["2016070100", "2016070161", "2016070102"], .badTimestamp),
    (["2016-07-01", "2016-02-30", "2016-07-03"], .badTimestamp),
    (["Fri, 02 Jul 2016", "Sat, 03 Jul 2016", "Sun, 04 Jul 2016"], .badTimestamp),
    (["13:00 PM", "14:00 PM", "15:00 PM"], .badTimestamp),
    (["5.13", "5.61", "7.2"], .badTimestamp), (["a", "b", "c"], .badTimestamp),
    (["", "", ""], .badTimestamp),
    (["Jul 32 2016", "Jul 33 2016", "Jul 34 2016"], .badTimestamp),
    (["2015-W54", "2015-W54", "2015-W54"], .badTimestamp),
    (["30 janvier 2024", "31 janvier 2024", "32 janvier 2024"], .badTimestamp),
    (["I 2024", "II 2024", "III 2024"], .ambiguousTimestamp),
    (["X-2019", "X-2020", "X-2021"], .ambiguousTimestamp),
    (["KW 1 2024", "KW 2 2024", "KW 3 2024"], .ambiguousTimestamp),
    (["2016-07-01\u{1F}0", "2016-07-01\u{1F}60", "2016-07-01\u{1F}120"], .badTimestamp),
    (["45,292", "45,293", "45,294"], .badTimestamp), (["45292,5", "45293.0", "45293,5"], .badTimestamp),
    (["13/01/2567", "14/01/2567", "15/01/2567"], .ambiguousTimestamp),
    (["2567-01-13", "2567-01-14", "2567-01-15"], .ambiguousTimestamp),
    (["1 ianuarie 2024", "2 ianuarie 2024", "3 ianuarie 2024"], .badTimestamp),
    (["1 липня 2024 12:00", "2 липня 2024 12:00", "3 липня 2024 12:00"], .badTimestamp),
  ])
  func whatIsInDoubtIsRefused(texts: [String], kind: DataError.Kind) {
    let found = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(found?.kind == kind, "\(String(describing: found))")
  }

  /// Words that say what a number beside the year counts are no months of another language.
  @Test(arguments: [
    ("Week 1 2024", "Week 31 2024"), ("KW01 2024", "KW31 2024"), ("2024 Semana 1", "2024 Semana 31"),
    ("Woche 01/2024", "Woche 31/2024"),
  ])
  func weeksMayHaveWordsBesideThem(first: String, next: String) throws {
    let texts = (1...30).map { week in
      let text = first.contains("01") ? week.padded(to: 2) : "\(week)"
      return first.contains("01")
        ? first.replacing("01", with: text) : first.replacing(/\b1\b/, with: text)
    }
    let column = try StampColumn(texts)
    let future = try GridReading(column.stamps, form: column.form).grid.stamps(
      after: column.stamps[29], count: 1)
    #expect(column.form.string(for: future[0]) == next)
  }

  /// One impossible number in a column of the calendar is a bad stamp, never a reason to count seconds.
  @Test func oneTypingErrorDoesNotChangeTheForm() {
    var texts = (1...28).flatMap { day in (0..<24).map { "201607\(day.padded(to: 2))\($0.padded(to: 2))" } }
    texts[30] = "2016070261"
    let found = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(found?.line == 32)
    #expect(found?.value == "2016070261")
  }

  @Test func aRichRowBeyondTheSamplesIsRead() throws {
    var texts = (0..<500).map { "2016-07-01 00:\(($0 / 60).padded(to: 2)):\(($0 % 60).padded(to: 2))" }
    texts[300] = "2016-07-01 00:05:00.000001"
    let column = try StampColumn(texts)
    #expect(column.stamps[300].nanosecond == 1000)
    #expect(column.form.code == "%Y-%m-%d %H:%M:%S.%6f")
  }

  /// The zone that stands behind offsets tells those of the future.
  @Test func aZoneInBracketsTellsTheOffset() throws {
    let texts = ["00:00+01:00", "01:00+01:00", "03:00+02:00"].map { "2024-03-31T\($0)[Europe/Berlin]" }
    let column = try StampColumn(texts)
    #expect(column.notes.isEmpty && column.form.zoneName == "Europe/Berlin")
    #expect(column.stamps.map(\.hour) == [23, 0, 1])
    let winter = Timestamp(year: 2024, month: 12, hour: 11)
    #expect(column.form.string(for: winter) == "2024-12-01T12:00+01:00[Europe/Berlin]")
    #expect(try StampForm(code: column.form.code) == column.form)
  }

  @Test func offsetsThatChangeAreInstants() throws {
    let texts = [
      "2019-10-27T01:00+02:00", "2019-10-27T02:00+02:00", "2019-10-27T02:00+01:00", "2019-10-27T03:00+01:00",
    ]
    let column = try StampColumn(texts)
    #expect(column.stamps.map(\.hour) == [23, 0, 1, 2])
    #expect(column.notes == [.mixedOffsets(row: 2)])
    #expect(try StampColumn(texts, options: StampOptions(timeZone: "Europe/Berlin")).notes.isEmpty)
    #expect(try GridReading(column.stamps, form: column.form).grid.frequency == .hours(1))
    #expect(column.form.string(for: column.stamps[3]) == texts[3])
    let stored = try StampForm(code: column.form.code)
    let later = try StampColumn(["2020-07-01T00:00+02:00"], options: StampOptions(form: stored))
    #expect(later.stamps[0].description == "2020-06-30 22:00:00")
  }

  /// Lord Howe is eleven hours from UTC in summer and ten and a half in winter; London is not in winter.
  @Test(arguments: [
    ("Australia/Lord_Howe", "+1030", "+11"), ("Australia/Lord_Howe", "+10:30", "+11"),
    ("Australia/Lord_Howe", "+1030", "+1100"), ("Australia/Lord_Howe", "+10:30", "+11:00"),
    ("Europe/London", "+01:00", "Z"), ("Europe/London", "+01", "+00"),
  ])
  func offsetsAreWrittenAsLongAsTheyAre(zone: String, before: String, after: String) throws {
    // Three hours, before the last of which clocks change.
    let isForward = zone == "Australia/Lord_Howe"
    let (day, third) = isForward ? ("2024-10-06", "03:00") : ("2024-10-27", "01:30")
    let texts = ["\(day) 00:30\(before)", "\(day) 01:30\(before)", "\(day) \(third)\(after)"]
    let column = try StampColumn(texts, options: StampOptions(timeZone: zone))
    #expect(column.stamps.map(column.form.string(for:)) == texts)
    #expect(try StampForm(code: column.form.code) == column.form)
    let alone = try StampColumn(texts)
    #expect(alone.form.string(for: alone.stamps[2]) == texts[2])
  }

  @Test func otherOffsetsAreShiftedToThatOfTheModel() throws {
    let form = try StampColumn(["2016-07-01 00:00+02:00", "2016-07-01 01:00+02:00"]).form
    let column = try StampColumn(["2016-07-01 01:00+03:00"], options: StampOptions(form: form))
    #expect(column.stamps == [Timestamp(year: 2016, month: 7)])
  }

  /// Columns, their names, the first stamp, what follows the last one.
  @Test(
    arguments: [
      (
        [["16/12/2006", "16/12/2006"], ["17:24:00", "17:25:00"]], ["Date", "Time"], "2006-12-16 17:24:00",
        ["16/12/2006", "17:26:00"]
      ),
      ([["1990", "1990"], ["11", "12"]], ["year", "month"], "1990-11-01 00:00:00", ["1991", "1"]),
      ([["11", "12"], ["1990", "1990"]], ["month", "year"], "1990-11-01 00:00:00", ["1", "1991"]),
      (
        [["2016", "2016"], ["7", "7"], ["1", "1"], ["22", "23"]], ["year", "month", "day", "hour"],
        "2016-07-01 22:00:00", ["2016", "7", "2", "0"]
      ),
      (
        [["1", "1"], ["7", "7"], ["2016", "2016"], ["22", "23"]], ["day", "month", "year", "hour"],
        "2016-07-01 22:00:00", ["2", "7", "2016", "0"]
      ),
      (
        [["2016-07-01", "2016-07-01"], ["23", "24"]], ["Date", "HourEnding"], "2016-07-01 23:00:00",
        ["2016-07-02", "1"]
      ),
      // Zeros before the months are those of days too.
      (
        [["2016", "2016"], ["08", "08"], ["30", "31"]], ["year", "month", "day"], "2016-08-30 00:00:00",
        ["2016", "09", "01"]
      ),
      ([["2016", "2016"], ["Nov", "Dec"]], ["year", "month"], "2016-11-01 00:00:00", ["2017", "Jan"]),
      ([["2016", "2016"], ["M11", "M12"]], ["Year", "Period"], "2016-11-01 00:00:00", ["2017", "M01"]),
      ([["2016", "2016"], ["Q03", "Q04"]], ["year", "period"], "2016-07-01 00:00:00", ["2017", "Q01"]),
      ([["2016", "2016"], ["3", "4"]], ["Year", "Quarter"], "2016-07-01 00:00:00", ["2017", "1"]),
      (
        [["01/13/2016", "01/13/2016"], ["2300", "2400"]], ["Date", "Hour"], "2016-01-13 23:00:00",
        ["01/14/2016", "0100"]
      ),
      ([["2015", "2015"], ["52", "53"]], ["ISO_YEAR", "ISO_WEEK"], "2015-12-21 00:00:00", ["2016", "1"]),
      ([["2015", "2015"], ["52", "53"]], ["year", "week"], "2015-12-21 00:00:00", ["2016", "1"]),
      ([["2016", "2016"], ["99", "100"]], ["year", "day"], "2016-04-08 00:00:00", ["2016", "101"]),
    ] as [([[String]], [String], String, [String])])
  func severalColumnsMakeOneStamp(columns: [[String]], names: [String], first: String, next: [String]) throws
  {
    let column = try StampColumn(columns: columns, options: StampOptions(columnNames: names))
    #expect(column.form.columnCount == columns.count)
    #expect(column.stamps[0].description == first)
    let step = column.stamps[1].nanoseconds(since: column.stamps[0])
    let isMonthly = step >= Int128(TimeStep.week.nanoseconds * 4)
    let frequency: Frequency =
      isMonthly
      ? .months(step > Int128(TimeStep.week.nanoseconds * 12) ? 3 : 1, isMonthEnd: false)
      : .span(try #require(StepCounts.step(step)))
    #expect(column.form.strings(for: frequency.advance(column.stamps[1])) == next)
    #expect(try StampForm(code: column.form.code) == column.form)
  }

  /// Months of which several make a step, and parts of months, have no step in days.
  @Test(arguments: ["2mo", "6mo", "2mo-end", "mo@1+11+21", "mo@15+31"])
  func spreadsheetsCountDaysOfCalendarSteps(code: String) throws {
    let stamps = try TimeInferenceTests.stamps(code, 40)
    let column = try StampColumn(stamps.map { "\($0.daysSinceEpoch + 25_569)" })
    #expect(column.form.description == "Excel days" && column.stamps == stamps)
    #expect(try GridReading(column.stamps, form: column.form).grid.frequency == Frequency(code: code))
  }

  @Test func aToldFormatIsTaken() throws {
    let texts = ["22 h; 01 of 07 in 2016", "23 h; 01 of 07 in 2016"]
    let column = try StampColumn(texts, options: StampOptions(format: "%H h; %d of %m in %Y"))
    #expect(column.stamps[1] == Timestamp(year: 2016, month: 7, day: 1, hour: 23))
    #expect(column.form.string(for: Timestamp(year: 2016, month: 7, day: 2)) == "00 h; 02 of 07 in 2016")
    for format in ["%Q", "%H:%M", "%Y %Y", "%d.%Y", "%", "%{", "%{zone Nowhere/Else}%Y", "%10f%Y"] {
      #expect(
        dataError { () throws(DataError) in try StampForm(code: format) }?.kind == .invalidOption, "\(format)"
      )
    }
  }

  /// Random stamps of 0…9999 in random forms: read again they are equal to the nanosecond.
  @Test func whatIsWrittenIsReadBack() throws {
    var generator = TestGenerator(seed: 20_160_701)
    let formats = [
      "%Y-%m-%d %H:%M:%S.%9f", "%Y-%m-%dT%H:%M:%S.%9f%z", "%d.%m.%Y %H:%M:%S,%9f",
      "%-m/%-d/%Y %-I:%M:%S.%9f %p",
      "%A, %-d %B %Y %H:%M:%S.%9f", "%Y%m%d%H%M%S%9f", "%Y-%j %H:%M:%S.%9f", "%G-W%V-%u %H:%M:%S.%9f",
      "%^b %d %Y %P %-I.%M.%S.%9f", "%Y%|%-m%|%-d%|%-H:%M:%S.%9f", "%{hour-ending}%Y%m%dT%H%M%S.%9f",
    ]
    for format in formats {
      let form = try StampForm(code: format)
      #expect(form.code.hasSuffix(format), "\(form.code)")
      let stamps = (0..<200).map { _ in
        Timestamp(
          seconds: generator.next(in: -62_000_000_000...253_000_000_000),
          nanoseconds: generator.next(in: 0...999_999_999))
      }
      let column = try StampColumn(stamps.map(form.string(for:)), options: StampOptions(form: form))
      #expect(column.stamps == stamps, "\(format)")
    }
    for code in ["%{seconds.9}", "%{milliseconds.6}", "%{microseconds.3}", "%{nanoseconds}", "%{counter.9}"] {
      let form = try StampForm(code: code)
      let stamps = (0..<200).map { _ in
        Timestamp(
          seconds: generator.next(in: 200_000_000...9_000_000_000),
          nanoseconds: generator.next(in: 0...999_999_999))
      }
      let column = try StampColumn(stamps.map(form.string(for:)), options: StampOptions(form: form))
      #expect(column.stamps == stamps, "\(code)")
    }
  }
}

extension TestGenerator {
  /// A whole number of a range.
  mutating func next(in range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }
}
