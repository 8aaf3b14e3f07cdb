import TestSupport
import Testing

/// Days with numbered periods beside them: half hours of Great Britain and New Zealand, hours of exchanges that count on while clocks change.
@Suite struct DayPeriodTests {
  private static let forecast = "fit d.csv --model last-value --predict - --quiet --horizon "

  /// Rows of days around a change of the clocks, so many periods on each.
  private static func workspace(
    _ header: String, _ days: [(day: String, count: Int)], from first: Int = 1
  ) throws -> Workspace {
    let rows = days.flatMap { day in (first..<first + day.count).map { "\(day.day),\($0)" } }
    return try Workspace.withTable(header, rows.count) { "\(rows[$0]),\($0 % 31)" }
  }

  /// Days of a month, one of which has another number of periods.
  private static func days(
    _ month: String, _ range: ClosedRange<Int>, _ count: Int, but day: Int = 0, _ other: Int = 0
  )
    -> [(day: String, count: Int)]
  {
    range.map { ("2024-\(month)-\($0 < 10 ? "0" : "")\($0)", $0 == day ? other : count) }
  }

  @Test func numbersBesideADayAreHalfHours() throws {
    let workspace = try Self.workspace("SETTLEMENT_DATE,SETTLEMENT_PERIOD,ND", Self.days("01", 10...13, 48))
    let run = try workspace.run(Self.forecast + "2")
    #expect(
      run.output == "SETTLEMENT_DATE,SETTLEMENT_PERIOD,ND\n2024-01-14,1,5\n2024-01-14,2,5\n", "\(run.errors)")
    let check = try workspace.run("check d.csv")
    #expect(check.output.contains("every 30 min") && check.output.contains("1 to 48"))
  }

  /// Rows of many units between two numbers: the period is no series, and the day alone no stamp.
  @Test func unitsStandBetweenThePeriods() throws {
    let header = "Settlement Date,Settlement Period,BM Unit,MW"
    let workspace = try Workspace.withTable(header, 48 * 8 * 2) {
      "2024-01-0\(1 + $0 / 384),\($0 / 8 % 48 + 1),U\($0 % 8),\($0 % 31)"
    }
    let run = try workspace.run(Self.forecast + "1")
    #expect(
      run.output.hasPrefix(header + "\n2024-01-03,1,U0,") && run.output.contains("\n2024-01-03,1,U7,"),
      "\(run.output)\(run.errors)")
  }

  /// 46 half hours in spring, 50 in autumn, 23 and 25 hours: the zone tells, and a model keeps it.
  @Test(arguments: [
    ("03", 28...31, 31, 46, 48), ("10", 25...29, 27, 50, 48), ("03", 28...31, 31, 23, 24),
    ("10", 25...29, 27, 25, 24),
  ])
  func dayOfOtherLengthNeedsTheZone(month: String, range: ClosedRange<Int>, day: Int, other: Int, usual: Int)
    throws
  {
    let name = usual == 48 ? "SETTLEMENT_PERIOD" : "Hour"
    let days =
      Self.days(month, range, usual, but: day, other) + [
        ("2024-\(month == "03" ? "04" : "10")-\(month == "03" ? "01" : "30")", usual)
      ]
    let workspace = try Self.workspace("Date,\(name),x", days)
    expectFailure(
      try workspace.run("check d.csv"), 65,
      "d.csv:\(2 + usual * (day - range.lowerBound)): column 'Date,\(name)'",
      "tell the zone with --time-zone")
    let zone = " --time-zone Europe/London"
    let check = try workspace.run("check d.csv" + zone)
    #expect(check.output.contains("every step has a row"), "\(check.output)\(check.errors)")
    let next = month == "03" ? "2024-04-02" : "2024-10-31"
    let run = try workspace.run("fit d.csv --model last-value --lookback 24 --horizon 2 --quiet" + zone)
    #expect(run.status == 0, "\(run.errors)")
    let predicted = try workspace.run("predict model.safetensors d.csv --quiet")
    #expect(
      predicted.output.contains("\n\(next),1,") && predicted.output.contains("\n\(next),2,"),
      "\(predicted.output)\(predicted.errors)")
    // Of another zone the day has no such number, or lacks some.
    let elsewhere = try workspace.run("check d.csv --time-zone Asia/Tokyo")
    #expect(
      elsewhere.errors.contains("there is no number \(usual + 1) on") == (other > usual),
      "\(elsewhere.errors)")
  }

  /// The short day is the first or the last of the file, or a row of it is missing, or a later file has it: the zone is asked for all the same.
  @Test(arguments: [[31], [28, 31], [31, 32]]) func shortDayAtAnEndNeedsTheZone(days: [Int]) throws {
    let all = Self.days("03", 28...31, 48, but: 31, 46) + [("2024-04-01", 48), ("2024-04-02", 48)]
    let range = days[0] == 31 ? 3..<6 : 0..<4
    let workspace = try Self.workspace("Date,SETTLEMENT_PERIOD,x", Array(all[range]))
    let lines = try workspace.lines("d.csv").filter { days != [31, 32] || !$0.hasPrefix("2024-03-31,20,") }
    try workspace.write(lines.joined(separator: "\n"), to: "next.csv")
    expectFailure(
      try workspace.run("check next.csv"), 65, "'2024-03-31' has not the 48 numbers of other days")
    let plain = try Self.workspace("Date,SETTLEMENT_PERIOD,x", Self.days("03", 20...27, 48)).text("d.csv")
    try workspace.write(plain, to: "d.csv")
    #expect(try workspace.run("fit d.csv --model last-value --horizon 2 --quiet").status == 0)
    expectFailure(
      try workspace.run("predict model.safetensors next.csv"), 65, "has not the 48 numbers of other days")
  }

  /// Half hours up to noon would be the hours of a day; all but the last day tell.
  @Test func oneDayThatMayBeCutTellsNothing() throws {
    let one = try Self.workspace("Date,SETTLEMENT_PERIOD,x", Self.days("01", 10...10, 24))
    expectFailure(try one.run("check d.csv"), 65, "the one day may be cut off")
    let two = try Self.workspace("Date,SETTLEMENT_PERIOD,x", Self.days("01", 10...11, 48, but: 11, 24))
    let run = try two.run(Self.forecast + "1")
    #expect(run.output.contains("\n2024-01-11,25,"), "\(run.output)\(run.errors)")
  }

  /// A last hour that is missing on a day on which no clock goes forward is a gap.
  @Test func aMissingLastHourIsAGap() throws {
    let workspace = try Self.workspace("Date,Hour,x", Self.days("10", 23...28, 24, but: 25, 23))
    let check = try workspace.run("check d.csv")
    #expect(check.status == 0 && check.output.contains("1 row"), "\(check.output)\(check.errors)")
  }

  /// Numbers that stay the same within a day, as those of weeks, are values or names of series.
  @Test(arguments: ["period", "sp"]) func numbersThatDoNotCountWithinDaysAreNoPeriods(name: String) throws {
    for number in [{ (_: Int) in 30 }, { $0 / 7 + 1 }, { $0 * 27 % 28 }] {
      let workspace = try Workspace.withTable("date,shop,\(name),x", 200) {
        "\(SampleDate(days: $0 / 2, after: 2024).iso),\($0 % 2 == 0 ? "a" : "b"),\(number($0 / 2)),\($0)"
      }
      let run = try workspace.run("check d.csv")
      #expect(run.output.contains("2 series"), "\(run.output)\(run.errors)")
    }
  }

  /// The forecast knows that the next day is short.
  @Test func theForecastCountsShortDays() throws {
    let workspace = try Self.workspace("Trading_date,Trading_period,x", Self.days("03", 27...30, 48))
    let run = try workspace.run(Self.forecast + "47 --time-zone Europe/London")
    #expect(
      run.output.contains("\n2024-03-31,46,") && run.output.hasSuffix("\n2024-04-01,1,5\n"),
      "\(run.output)\(run.errors)")
  }

  /// What counts no day's hours, halves or quarters says nothing about times.
  @Test func numbersOfUnknownLengthAreRefused() throws {
    let workspace = try Self.workspace("date,period,x", Self.days("01", 10...13, 20))
    expectFailure(
      try workspace.run("check d.csv"), 65, "how long the periods of 'period' are", "write times of day")
  }
}
