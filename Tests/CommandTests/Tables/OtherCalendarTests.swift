import TestSupport
import Testing

/// Years of other calendars, and months without a year.
@Suite struct OtherCalendarTests {
  /// The 29 February of a leap year that is none of the years as written.
  @Test func aLeapDayOfABuddhistYearIsNamedSo() throws {
    let workspace = try Workspace.withTable("date,x", 60) {
      "\($0 % 31 < 9 ? "0" : "")\($0 % 31 + 1)/0\($0 / 31 + 1)/2567,\($0)"
    }
    expectFailure(
      try workspace.run("check d.csv"), 65, "the Buddhist calendar: 2024; take 543 from the years")
  }

  @Test(arguments: ["1403/01/%", "1445-07-%", "140301%", "11301%"])
  func daysOfOtherCalendarsAreRefused(form: String) throws {
    let workspace = try Workspace.withTable("date,x", 28) {
      form.replacing("%", with: "\($0 < 9 ? "0" : "")\($0 + 1)") + ",\($0)"
    }
    expectFailure(try workspace.run("check d.csv"), 65, "d.csv:2", "may be one of another calendar (Persian,")
  }

  /// Steps of that size run through more than the days of months.
  @Test func countedStepsAreNoDates() throws {
    let workspace = try Workspace.withTable("step,x") { "\(1_130_090 + $0),\($0)" }
    #expect(try workspace.run(Workspace.lastValueOfTable).output == "step,x\n1130130,39\n")
  }

  /// One day of each year is a year, as of the rings of a tree.
  @Test func theSameDayOfOldYearsIsRead() throws {
    let workspace = try Workspace.withTable("date,x") { "\(1400 + $0)-01-01,\($0)" }
    #expect(try workspace.run(Workspace.lastValueOfTable).output == "date,x\n1440-01-01,39\n")
  }

  /// Years alone may be as old as they are.
  @Test func yearsAloneMayBeOld() throws {
    let workspace = try Workspace.withTable("year,x") { "\(1400 + $0),\($0)" }
    #expect(try workspace.run(Workspace.lastValueOfTable).output == "year,x\n1440,39\n")
  }

  @Test func monthsAloneLackTheYear() throws {
    let workspace = try Workspace.withTable("Month,x", 12) { "\(["January", "February"][$0 % 2]),\($0)" }
    expectFailure(try workspace.run("check d.csv"), 65, "'January' has no year; write the year too")
  }
}
