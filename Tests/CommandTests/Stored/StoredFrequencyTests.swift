import Testing
import TimeSeries

/// A model reads its own data, and later data of the kind: the frequency that was found or told is applied to all of them alike.
@Suite struct StoredFrequencyTests {
  private static let start = Timestamp(year: 2024, month: 1, day: 1)

  /// Rows at stamps, with a value that differs from row to row.
  private static func text(_ stamps: some Sequence<Timestamp>) -> String {
    let lines: [String] = stamps.enumerated().map { row, stamp in
      let value = row % 7 + row * row % 3
      return "\(stamp),\(value)\n"
    }
    return "t,y\n" + lines.joined()
  }

  /// Hours whose stamps are 3 to 7 s late.
  private static let lateHours: [Timestamp] = (0..<300).map { row in
    let late = 3 + row * 7 % 5
    return start.advanced(byNanoseconds: Int128(row * 3600 + late) * Int128(1_000_000_000))
  }

  private func expectSuccess(_ workspace: Workspace, _ commands: String...) throws {
    for command in commands {
      let run = try workspace.run(command)
      #expect(run.status == 0, "\(command): \(run.errors)")
    }
  }

  @Test func clocksThatAreNotExactAreReadAsInTheFit() throws {
    let workspace = try Workspace()
    try workspace.write(Self.text(Self.lateHours), to: "all.csv")
    try workspace.write(Self.text(Self.lateHours.prefix(280)), to: "first.csv")
    let fit = try workspace.run("fit first.csv --model ses --horizon 3 -o m.safetensors")
    #expect(fit.status == 0)
    #expect(fit.errors.contains("280 stamps are off the steps of 1 h, by 7 s at most"))
    for options in ["", " --frequency 1h"] {
      let check = try workspace.run("check all.csv" + options)
      #expect(check.output.contains("note: 300 stamps are off the steps of 1 h, by 7 s at most"))
      #expect(check.output.contains("every step has a row"))
    }
    let forecast = try workspace.run("predict m.safetensors all.csv --horizon 1")
    let line = try #require(forecast.output.split(separator: "\n").last, "\(forecast.errors)")
    #expect(line.hasPrefix("2024-01-13 12:00:00,"))
    try expectSuccess(
      workspace, "evaluate m.safetensors", "evaluate m.safetensors all.csv",
      "plot m.safetensors all.csv -o p.svg",
      "predict m.safetensors all.csv --frequency 1h")
  }

  @Test(arguments: ["ses", "linear-closed-form --lookback 12 --set keepsMoments=true"])
  func aModelGoesOnWithRowsOfSuchClocks(_ model: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.text(Self.lateHours), to: "all.csv")
    try workspace.write(Self.text(Self.lateHours.prefix(280)), to: "first.csv")
    let lines = try workspace.lines("all.csv")
    try workspace.write(([lines[0]] + lines[281...282]).joined(separator: "\n") + "\n", to: "two.csv")
    try workspace.write([lines[0], lines[281]].joined(separator: "\n") + "\n", to: "one.csv")
    let fit = "fit first.csv --model \(model) --horizon 3 --quiet -o m.safetensors"
    for later in ["all.csv", "two.csv", "one.csv"] {
      try expectSuccess(workspace, fit, "update m.safetensors \(later)")
    }
  }

  @Test func aToldFrequencyThatIsFinerThanTheRowsIsThatOfLaterFiles() throws {
    let workspace = try Workspace()
    let days = (0..<86).map { Frequency.businessDays.advance(Self.start, by: $0) }
    try workspace.write(Self.text(days), to: "all.csv")
    try workspace.write(Self.text(days.prefix(80)), to: "first.csv")
    let fit = "fit first.csv --frequency 1d --model ses --horizon 2 --quiet -o m.safetensors"
    try expectSuccess(
      workspace, fit, "predict m.safetensors", "evaluate m.safetensors", "predict m.safetensors all.csv",
      "plot m.safetensors all.csv -o p.svg", "update m.safetensors all.csv")
    let forecast = try workspace.run("predict m.safetensors all.csv --horizon 1")
    let line = try #require(forecast.output.split(separator: "\n").last, "\(forecast.errors)")
    #expect(line.hasPrefix("2024-04-30"))
    // Six days of seven are more of the steps than the fit had, weeks far fewer.
    let working = (0..<90).map { Frequency.weekdays(Weekdays(0...5)).advance(Self.start, by: $0) }
    try workspace.write(Self.text(working), to: "six.csv")
    let weeks = (0..<90).map { Frequency.days(7).advance(Self.start, by: $0) }
    try workspace.write(Self.text(weeks), to: "weeks.csv")
    try expectSuccess(workspace, fit, "predict m.safetensors six.csv")
    expectFailure(
      try workspace.run("predict m.safetensors weeks.csv"), 65, "apart, the model was fitted on 1 day")
  }

  @Test func aFileWithOtherMarksIsNamedWithThem() throws {
    let workspace = try Workspace()
    let days: [String] = (1...28).map { "2024-02-\($0 < 10 ? "0" : "")\($0)" }
    let points: [String] = days.enumerated().map { "\($1),\($0 * $0 % 11).25\n" }
    let commas: [String] = days.enumerated().map { "\($1);\($0 * $0 % 11),25\n" }
    try workspace.write("date,y\n" + points.joined(), to: "points.csv")
    try workspace.write("date;y\n" + commas.joined(), to: "commas.csv")
    try expectSuccess(workspace, "fit points.csv --model ses --horizon 2 --quiet -o m.safetensors")
    let command = "predict m.safetensors commas.csv"
    expectFailure(
      try workspace.run(command), 65, "commas.csv: it is written with another delimiter",
      "try --delimiter ';' --decimal ','")
    try expectSuccess(workspace, command + " --delimiter ; --decimal ,")
  }

  /// What is advised is followed; only the form of the stamps or the name of their column is another, not a row.
  @Test(arguments: [
    ("is not a date and time written like", "try --time-format '%d.%m.%Y'", "day", "DAY.MONTH.2024"),
    ("there is no column 'day'", "try --time-column Datum", "Datum", "2024-MONTH-DAY"),
  ])
  func aFileWithOtherStampsIsReadAsAdvised(problem: String, advice: String, column: String, form: String)
    throws
  {
    let workspace = try Workspace()
    func write(_ days: ClosedRange<Int>, _ column: String, _ form: String, to name: String) throws {
      let lines: [String] = days.map { day in
        let text = form.replacing("DAY", with: "\(day)").replacing("MONTH", with: "02")
        return "\(text),\(day * day % 11)\n"
      }
      try workspace.write(column + ",y\n" + lines.joined(), to: name)
    }
    try write(10...25, "day", "2024-MONTH-DAY", to: "days.csv")
    try write(10...28, "day", "2024-MONTH-DAY", to: "more.csv")
    try write(10...28, column, form, to: "other.csv")
    try expectSuccess(workspace, "fit days.csv --model ses --horizon 1 --quiet -o m.safetensors")
    let expected = try workspace.run("predict m.safetensors more.csv").output
    let command = "predict m.safetensors other.csv"
    expectFailure(try workspace.run(command), 65, "other.csv:", problem, advice)
    let options = advice.replacing("try ", with: "").replacing("'", with: "")
    let forecast = try workspace.run(command + " " + options)
    #expect(forecast.status == 0, "\(forecast.errors)")
    #expect(forecast.output.split(separator: ",").last == expected.split(separator: ",").last)
    // A damaged stamp is still called so.
    try write(10...28, "day", "2024-MONTH-DAY", to: "bad.csv")
    try workspace.write(workspace.text("bad.csv").replacing("2024-02-28", with: "2024-02-x"), to: "bad.csv")
    expectFailure(
      try workspace.run("predict m.safetensors bad.csv"), 65, "bad.csv:20",
      "correct the stamp or remove the row")
  }

  @Test func aModelOfFullDaysTakesThinnerRowsOnlyWhenTold() throws {
    let workspace = try Workspace()
    let days = (0..<86).map { Frequency.days(1).advance(Self.start, by: $0) }
    try workspace.write(Self.text(days), to: "days.csv")
    let working = (0..<86).map { Frequency.businessDays.advance(Self.start, by: $0) }
    try workspace.write(Self.text(working), to: "working.csv")
    try expectSuccess(workspace, "fit days.csv --model ses --horizon 2 --quiet -o m.safetensors")
    let command = "predict m.safetensors working.csv"
    expectFailure(try workspace.run(command), 65, "apart, the model was fitted on 1 day")
    try expectSuccess(workspace, command + " --frequency 1d")
  }
}
