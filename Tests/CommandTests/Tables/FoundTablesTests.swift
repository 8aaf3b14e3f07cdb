import TestSupport
import Testing

/// Tables in the shapes of public data sets, through the program: the advice for them, followed, and what comes out.
@Suite struct FoundTablesTests {
  /// Two columns tell series apart; a third says again what one of them says.
  @Test func oneStepLeadsToSeriesOfTwoColumns() throws {
    let workspace = try Workspace()
    let rows = ["North", "South"].flatMap { region in
      ["Work", "Leisure"].flatMap { purpose in
        (0..<24).map {
          "\(region),\(region == "North" ? "A" : "B"),\(purpose),\(SampleDate.day($0)),\($0).5\n"
        }
      }
    }
    try workspace.write("Region,State,Purpose,date,trips\n" + rows.joined(), to: "d.csv")
    let refused = try workspace.run("check d.csv")
    expectFailure(refused, 65, "try --series-column Region,Purpose")
    #expect(!refused.errors.contains("--ignore"), "\(refused.errors)")
    let check = try workspace.run("check d.csv --series-column Region,Purpose")
    #expect(check.output.contains("4 series by 'Region,Purpose'"), "\(check.errors)")
    #expect(check.output.contains("column 'State' has the same text in all rows of a series; left out"))
  }

  @Test func aForecastHasNoPartsOfAnotherStampBesideItsOwn() throws {
    let workspace = try Workspace()
    let rows = (0..<31).map { "\(SampleDate.day($0)),2024,1,\($0 + 1),7\n" }
    try workspace.write("date,year,month,day,v\n" + rows.joined(), to: "d.csv")
    let fit = try workspace.run("fit d.csv --model last-value --horizon 1 --quiet")
    #expect(fit.errors.contains("column 'month' is a part of the time; left out"), "\(fit.errors)")
    for command in ["predict model.safetensors d.csv", "predict"] {
      let run = try workspace.run(command)
      #expect(run.output == "date,v\n2024-02-01,7\n", "\(run.errors)")
    }
  }

  /// Text and columns that were left out of the file of a model are left out of a later one, too.
  @Test func namesAndCodesAreReadWithoutAnOption() throws {
    let workspace = try Workspace()
    let rows = { (days: Range<Int>) in
      ["Peru,PER", "Chad,TCD"].flatMap { name in days.map { "\(name),\(SampleDate.day($0)),7,\n" } }.joined()
    }
    try workspace.write("country,code,date,v,note\n" + rows(0..<31), to: "d.csv")
    try workspace.write("country,code,date,v,note\n" + rows(1..<32), to: "later.csv")
    #expect(try workspace.run("fit d.csv --model last-value --horizon 1 --quiet").status == 0)
    let run = try workspace.run("predict model.safetensors later.csv")
    #expect(run.output == "country,date,v\nPeru,2024-02-02,7\nChad,2024-02-02,7\n", "\(run.errors)")
  }

  /// The zone is asked for where the clocks change, not where the first row is missing.
  @Test func theZoneIsAskedForWhereClocksChange() throws {
    let workspace = try Workspace()
    let hours = (87 * 24..<92 * 24).filter { $0 != 87 * 24 + 5 && $0 != 90 * 24 + 2 }
    let rows = hours.map { "\(SampleDate.day($0 / 24)) \($0 % 24 < 10 ? "0" : "")\($0 % 24):00,\($0)\n" }
    try workspace.write("date,v\n" + rows.joined(), to: "d.csv")
    let output = try workspace.run("check d.csv").output
    let lines = output.split(separator: "\n").filter { $0.contains("--time-zone") }
    #expect(lines.count == 1 && lines.first?.contains("as where clocks change") == true, "\(output)")
  }

  @Test func theColumnOfStampsIsNamedWhereAnotherIsTold() throws {
    let workspace = try Workspace()
    let values = [100.5, 118.25, 97.75, 101.5, 99.25]
    let rows = values.enumerated().map { "\(SampleDate.day($0)),\($1),\($0)\n" }.joined()
    try workspace.write("date,v,w\n" + rows, to: "d.csv")
    let run = try workspace.run("check d.csv --time-column v")
    expectFailure(run, 65, "column 'v': '100.5' is not a date and time", "try --time-column date")
  }

  /// An hour that is missing in a night in which no clocks change is a missing row: the zone is not asked for, and the row is filled in.
  @Test func anHourOfAnotherNightIsAMissingRow() throws {
    let workspace = try Workspace()
    let hours = (87 * 24..<92 * 24).filter { $0 != 89 * 24 + 2 }
    let rows = hours.map { "\(SampleDate.day($0 / 24)) \($0 % 24 < 10 ? "0" : "")\($0 % 24):00,\($0)\n" }
    try workspace.write("date,v\n" + rows.joined(), to: "d.csv")
    let output = try workspace.run("check d.csv").output
    #expect(output.contains("1 row missing between 2024-03-30 01:00:00 and 2024-03-30 03:00:00"), "\(output)")
    #expect(!output.contains("--time-zone"), "\(output)")
    expectFailure(try workspace.run("check d.csv --gaps error"), 65, "2024-03-30 03:00")
  }

  /// A source that fills in 0 for what it does not know yet: said with the row before, from which the forecast is the right one.
  @Test func zerosAtTheEndAloneAreNamed() throws {
    let workspace = try Workspace()
    let rows = { (zeros: Range<Int>) in
      (0..<40).map { "\(SampleDate.day($0)),\(zeros.contains($0) ? 0 : $0 + 1)\n" }.joined()
    }
    try workspace.write("date,v\n" + rows(36..<40), to: "d.csv")
    let warning = "'v' is 0 from 2024-02-06, line 38 on, and nowhere before"
    let check = try workspace.run("check d.csv")
    #expect(check.output.contains("warning: \(warning)"), "\(check.output)")
    let fit = try workspace.run("fit d.csv --model last-value --horizon 1 --quiet")
    #expect(fit.errors.contains("d.csv: \(warning)"), "\(fit.errors)")
    #expect(fit.errors.contains("forecast as of 2024-02-05"), "\(fit.errors)")
    let run = try workspace.run("predict model.safetensors d.csv --at 2024-02-05")
    #expect(run.output == "date,v\n2024-02-06,36\n", "\(run.errors)")
    // Two zeros, or others before, are values like others.
    for zeros in [38..<40, 0..<40] {
      try workspace.write("date,v\n" + rows(zeros), to: "z.csv")
      #expect(try !workspace.run("check z.csv").output.contains("nowhere before"))
    }
  }

  /// Ids and numbered items are no numbers with a unit.
  @Test(arguments: ["1998_Gov", "1. Male"])
  func anIdIsNoNumberWithAUnit(text: String) throws {
    let workspace = try Workspace()
    let rows = (0..<28).map { "\(SampleDate.day($0)),\($0 % 2 == 0 ? text : "other"),\($0)\n" }
    try workspace.write("date,kind,v\n" + rows.joined(), to: "d.csv")
    let refused = try workspace.run("check d.csv")
    expectFailure(refused, 65, "'\(text)' is not a number; write a number, or try --ignore kind")
    #expect(try workspace.run("check d.csv --ignore kind").status == 0)
  }
}
