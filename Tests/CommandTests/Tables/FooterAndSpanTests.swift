import TestSupport
import Testing

/// Remarks below the rows of portals, and stamps that name the end of their span too.
@Suite struct FooterAndSpanTests {
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// GENESIS, FRED, a bureau of statistics, a logger: a drawn line, a blank one, a comment.
  @Test(arguments: [
    ("__________\nProvisional; see notes\n__________\n© Office 2024\nAs of: 01.11.2024 / 12:00:00\n", 5),
    ("\nSource: Bureau of Statistics\n\nRetrieved from FRED\n", 2), ("# end of file\n", 1),
    ("\n\"Footnotes, of all\"\n1) provisional", 2), ("\r\n-----\r\nDone\r\n", 2),
  ])
  func remarksBelowTheRowsAreLeftOut(below: String, count: Int) throws {
    let workspace = try Workspace.withTable("date,x,y", below: below.replacing(";", with: ",")) {
      "\(SampleDate.day($0)),\($0),1.5"
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,x,y\n2024-02-10,39,1.5\n", "\(run.errors)")
    let words = "\(count) line\(count == 1 ? "" : "s") below the rows left out"
    let check = try workspace.run("check d.csv")
    #expect(check.output.contains(words), "\(check.output)\(check.errors)")
  }

  /// What may be a row that was cut off, a sum or another table.
  @Test(arguments: [
    "2024-02-10", "Source: a bureau\n", "\n2024-02-10\n", "\nTotal,780\n", "\nshop,qty\nA,3\nB,4\n",
    "\n\"open\nremark\n", "___\n2024-02-10,40,1.5\n", "\nA,2024-02-10\n", "# resumed\n2024-02-10\n",
    "\nMay 2024\n",
    "\nSum,1.234.567\n", "\nSum,78 %\n", "\nSum,$7\n",
  ])
  func whatMayBeNoRemarkIsNotLeftOut(below: String) throws {
    let workspace = try Workspace.withTable("date,x,y", below: below) { "\(SampleDate.day($0)),\($0),1.5" }
    expectFailure(try workspace.run(Workspace.lastValueOfTable), 65, "d.csv:")
  }

  /// A text with line ends in a quoted cell is no remark.
  @Test func linesOfAQuotedCellAreNoRemarks() throws {
    let workspace = try Workspace.withTable("date,x,note", below: "2024-02-10,40,\"a\n\nb\"\n") {
      "\(SampleDate.day($0)),\($0),\"a\n\nb\""
    }
    let run = try workspace.run(Workspace.lastValueOfTable)
    #expect(run.output == "date,x\n2024-02-11,40\n", "\(run.errors)")
  }

  /// A stamp of ENTSO-E, of ISO 8601 and of weeks, by the mark between start and end.
  private static func stamp(_ mark: String, _ row: Int) -> String {
    let (day, hour) = (two(1 + row / 24), two(row % 24))
    return switch mark {
    case " - ": "\(day).01.2024 \(hour):00"
    case "/": "2024-01-\(day)T\(hour):00:00Z"
    default: SampleDate.day(7 * row)
    }
  }

  /// The forecast, the model and later files have the same form.
  @Test(arguments: [" - ", "/", " to "]) func aSpanStartsAtItsStamp(mark: String) throws {
    let span = { (row: Int) in Self.stamp(mark, row) + mark + Self.stamp(mark, row + 1) }
    let workspace = try Workspace.withTable("MTU (CET/CEST),x", 72) { "\(span($0)),\($0 % 24)" }
    let run = try workspace.run("fit d.csv --model last-value --lookback 24 --horizon 2 --quiet")
    #expect(run.status == 0, "\(run.errors)")
    let forecast = "MTU (CET/CEST),x\n\(span(72)),23\n\(span(73)),23\n"
    #expect(try workspace.run("predict model.safetensors d.csv --quiet").output == forecast)
    #expect(try workspace.run("check d.csv").output.contains("the start counts"))
    // An earlier origin is named by the start alone, too.
    let at = try workspace.run(arguments: [
      "predict", "model.safetensors", "d.csv", "--quiet", "--at", Self.stamp(mark, 60),
    ])
    #expect(at.output == "MTU (CET/CEST),x\n\(span(61)),12\n\(span(62)),12\n", "\(at.errors)")
    let text = try workspace.text("d.csv").replacing(
      span(60), with: Self.stamp(mark, 60) + mark + Self.stamp(mark, 71))
    try workspace.write(text, to: "d.csv")
    expectFailure(try workspace.run("predict model.safetensors d.csv --quiet"), 65, "d.csv:62")
    expectFailure(try workspace.run("check d.csv"), 65, "names the start and the end of a span of time")
  }

  /// A span over the change of the clocks looks an hour longer or shorter; the zone says which instants the starts are.
  @Test func spansOverChangesOfTheClocks() throws {
    let hours = Array(0..<26) + Array(27..<60)
    let stamp = { (hour: Int) in
      "\(Self.two(30 + hour / 24 - (hour > 47 ? 31 : 0))).0\(hour > 47 ? 4 : 3).2024 \(Self.two(hour % 24)):00"
    }
    let rows = zip(hours, hours.dropFirst()).map { "\(stamp($0)) - \(stamp($1))" }
    let workspace = try Workspace.withTable("MTU,x", rows.count) { "\(rows[$0]),\($0)" }
    let run = try workspace.run(Workspace.lastValueOfTable + " --time-zone Europe/Berlin")
    #expect(run.output == "MTU,x\n01.04.2024 11:00 - 01.04.2024 12:00,57\n", "\(run.errors)")
    let check = try workspace.run("check d.csv --time-zone Europe/Berlin")
    #expect(
      check.output.contains("every 1 h") && check.output.contains("every step has a row"), "\(check.output)")
  }

  /// Ends that contradict the step by an hour, in half of the rows or by day; years that are equally long by chance.
  @Test(arguments: [[1, 2, 1, 2], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1], []])
  func endsThatContradictTheStepAreRefused(hours: [Int]) throws {
    let workspace = try Workspace.withTable("span,x", max(3, hours.count)) { row in
      guard !hours.isEmpty else { return "\(2021 + row)-01-01 - \(2021 + row)-12-31,\(row)" }
      let stamp = { (hour: Int) in "13.01.2024 \(Self.two(hour)):00" }
      return "\(stamp(row)) - \(stamp(row + hours[row])),\(row)"
    }
    expectFailure(try workspace.run("check d.csv"), 65, "names the start and the end of a span of time")
  }

  /// Where starts do not tell day and month apart, that is what is asked for.
  @Test func startsThatMayBeginWithTheMonthAskForTheOrder() throws {
    let hours = (0..<72).filter { $0 != 30 }
    let stamp = { (hour: Int) in "\(Self.two(1 + hour / 24)).01.2024 \(Self.two(hour % 24)):00" }
    let workspace = try Workspace.withTable("MTU,x", hours.count) {
      "\(stamp(hours[$0])) - \(stamp(hours[$0] + 1)),\($0)"
    }
    expectFailure(try workspace.run("check d.csv"), 65, "--day-first")
    #expect(try workspace.run("check d.csv --day-first").status == 0)
  }

  /// Ends that are not equally far behind their starts, or say less, are refused; the advice, followed.
  @Test(arguments: ["2024-0%-01/2024-0+-01", "2024-01-0% 00:00 - 01:00"])
  func spansOfManyLengthsKeepTheirStartAlone(form: String) throws {
    let text = { (row: Int) in
      form.replacing("%", with: "\(row + 1)").replacing("+", with: "\(row + 2)")
    }
    let workspace = try Workspace.withTable("span,x", 8) { "\(text($0)),\($0)" }
    let run = try workspace.run("check d.csv")
    expectFailure(run, 65, "names the start and the end of a span of time; keep the start alone")
    let start = try #require(run.errors.firstMatch(of: /alone, '(.*?)'/)?.1)
    let advised = try Workspace.withTable("span,x", 8) {
      "\(start.replacing("-01-01", with: "-01-0\($0 + 1)")),\($0)"
    }
    #expect(try advised.run("check d.csv").status == 0)
  }
}
