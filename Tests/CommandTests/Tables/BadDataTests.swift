import Testing

/// What happens to line 17 of a sound file.
struct Damage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let change: @Sendable (_ line: String) -> String
  let message: [String]

  static func lastCell(_ cell: String, _ message: String...) -> Damage {
    Damage(
      testDescription: "last cell '\(cell)'",
      change: { $0.split(separator: ",").dropLast().joined(separator: ",") + ",\(cell)" },
      message: ["bad.csv:17: column 'OT': "] + message)
  }

  static func row(_ name: String, _ message: String..., change: @escaping @Sendable (String) -> String)
    -> Damage
  {
    Damage(testDescription: name, change: change, message: ["bad.csv:17: "] + message)
  }

  static let all = [
    lastCell("abc", "'abc' is not a number; write a number"),
    lastCell("1e999", "'1e999' is infinite or too large"),
    lastCell("inf", "'inf'", "; "),
    lastCell("\"1,5\"", "'1,5' has a decimal comma, and other cells a point; write it with a point"),
    row("short row", "the row has 7 fields, the header has 8; add the missing fields") {
      $0.split(separator: ",").dropLast().joined(separator: ",")
    },
    row("long row", "the row has 9 fields, the header has 8; remove the surplus fields") { $0 + ",1" },
    row(
      "time goes backwards", "column 'date': the stamp 2016-06-01 15:00:00 sticks out between its neighbours",
      "; correct the stamp"
    ) {
      $0.replacing("2016-07-01", with: "2016-06-01")
    },
    row("no stamp", "column 'date': 'yesterday' is not a date", "; correct the stamp") {
      "yesterday" + $0.dropFirst("2016-07-01 15:00:00".count)
    },
  ]
}

@Suite struct BadDataTests {
  /// Who appends every day has some rows twice one day, alone or before new ones.
  @Test(arguments: [(1200, 10), (1195, 5), (1200, 2)])
  func rowsThatWereAppendedAgainAreCalledSo(end: Int, count: Int) throws {
    let workspace = try Workspace.withData()
    let lines = try workspace.lines("f.csv")
    let appended = lines[...end] + lines[(end - count + 1)...]
    try workspace.write(appended.joined(separator: "\n"), to: "bad.csv")
    expectFailure(
      try workspace.run("check bad.csv"), 65, "bad.csv:\(end + 2): column 'date': time goes backwards",
      "\(count) rows that stand above follow again", "remove those that are there twice")
  }

  @Test(arguments: Damage.all)
  func aBadRowIsNamedAndNothingIsWritten(_ damage: Damage) throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines[16] = damage.change(lines[16])
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "bad.csv")
    try workspace.write("old model", to: "model.safetensors")
    try workspace.write("old log", to: "log.jsonl")
    let before = workspace.names
    for command in ["fit bad.csv \(Workspace.small) --log log.jsonl", "check bad.csv"] {
      let run = try workspace.run(command)
      expectFailure(run, 65)
      for part in damage.message { #expect(run.errors.contains(part), "'\(part)' is not in: \(run.errors)") }
    }
    #expect(try workspace.text("model.safetensors") == "old model")
    #expect(try workspace.text("log.jsonl") == "old log")
    #expect(workspace.names == before)
  }

  @Test(arguments: [
    ("", "the file is empty"),
    ("date,OT\n", "there is a header but no rows"),
    ("date\n2024-01-01\n", ":1: there is only one column, 'date'"),
    ("date,A,A\n2024-01-01,1,2\n", ":1: two columns are called 'A'; rename one"),
    ("2024-01-01,1,2\n2024-01-02,1,2\n", ":1: the first line has the stamp '2024-01-01'"),
    ("date,A\n2024-01-01,1\n2024-01-02,2\n", "column 'date': has 2 rows, and the frequency needs at least 3"),
    ("\u{0}\u{1}\u{2}", "the file is not plain text"),
  ])
  func aFileThatIsNoTableSaysWhatItNeeds(_ text: String, _ message: String) throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "bad.csv")
    for command in ["fit", "check"] {
      expectFailure(try workspace.run("\(command) bad.csv"), 65, "bad.csv", message)
    }
  }

  @Test func aMissingFileIsExitCode66() throws {
    let workspace = try Workspace()
    expectFailure(
      try workspace.run("fit nowhere.csv --model samformer"), 66,
      "nowhere.csv: there is no such file; check the path")
    expectFailure(try workspace.run("check nowhere.csv"), 66, "nowhere.csv")
    expectFailure(
      try workspace.run("fit . --model samformer"), 66, "this is a directory; name a CSV file in it")
  }

  @Test func anUnknownColumnNamesTheNearest() throws {
    let workspace = try Workspace.withData()
    expectFailure(
      try workspace.run("fit f.csv --model samformer --features S --target HUFLL"), 65,
      "there is no column 'HUFLL'; did you mean 'HUFL'?")
    expectFailure(
      try workspace.run("fit f.csv --model samformer --time-column dat"), 65,
      "f.csv:1: there is no column 'dat'; did you mean 'date'?")
  }

  @Test func gapsAndDuplicatesAreWarningsWithTheirLines() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines.insert(lines[99], at: 100)  // line 101 repeats line 100
    lines.remove(at: 29)  // line 30 comes two hours after line 29, and line 101 moves up
    try workspace.write(lines.joined(separator: "\n"), to: "gap.csv")
    let run = try workspace.run("fit gap.csv \(Workspace.small) --gaps keep --duplicates keep --quiet")
    #expect(run.status == 0)
    #expect(run.errorLines.count == 2)
    #expect(
      run.errors.contains(
        "warning: gap.csv: line 30: 1 row missing between 2016-07-02 03:00:00 and 2016-07-02 05:00:00"))
    #expect(run.errors.contains("warning: gap.csv: line 100: stamp 2016-07-05 02:00:00 appears twice"))
  }

  @Test func gapsDuplicatesAndMissingCellsAreRefusedAsTold() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines.insert(lines[99], at: 100)
    try workspace.write(lines.joined(separator: "\n"), to: "twice.csv")
    expectFailure(
      try workspace.run("check twice.csv"), 65,
      "twice.csv:101: column 'date': the stamp 2016-07-05 02:00:00 stands on the lines 100 and 101",
      "try --duplicates first, or try --duplicates last, or try --duplicates mean")
    for rule in ["first", "last", "mean"] {
      let check = try workspace.run("check twice.csv --duplicates \(rule) --json")
      #expect(try check.json.member("rows").integer() == 1200)
    }
    lines = try workspace.lines("f.csv")
    lines.remove(at: 29)
    try workspace.write(lines.joined(separator: "\n"), to: "gap.csv")
    expectFailure(try workspace.run("check gap.csv --gaps error"), 65, "gap.csv:30: ", "try --gaps fill")
    #expect(try workspace.run("check gap.csv --json").json.member("rows").integer() == 1200)
    lines[40] = lines[40].split(separator: ",").dropLast().joined(separator: ",") + ",NaN"
    try workspace.write(lines.joined(separator: "\n"), to: "cell.csv")
    expectFailure(
      try workspace.run("check cell.csv --missing error"), 65,
      "cell.csv:41: column 'OT': 'NaN' stands for a missing value; fill it in", "try --missing mask")
    let check = try workspace.run("check cell.csv --missing mask")
    #expect(check.status == 0 && check.output.contains("column 'OT': 1 cell missing, the first on line 41"))
  }

  @Test func aConstantColumnIsKeptAndSaidSo() throws {
    let workspace = try Workspace.withData()
    let constant = try workspace.lines("f.csv").enumerated().map { index, line in
      index == 0 ? line : line.split(separator: ",").dropLast().joined(separator: ",") + ",7"
    }
    try workspace.write(constant.joined(separator: "\n"), to: "constant.csv")
    let run = try workspace.run("fit constant.csv \(Workspace.small) --quiet")
    #expect(run.status == 0)
    #expect(run.errors.contains("column 'OT' is constant over the training rows; kept, with scale 1"))
    let scaler = try workspace.run("inspect --json").json.member("config").member("scaler")
    #expect(try scaler.member("deviations").elements().last?.number() == 1)
    #expect(try scaler.member("means").elements().last?.number() == 7)
    let forecast = try workspace.run("predict").output.split(separator: "\n").dropFirst()
    #expect(forecast.count == 12)
  }
}
