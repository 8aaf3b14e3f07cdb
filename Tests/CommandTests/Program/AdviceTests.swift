import Glibc
import TestSupport
import Testing

/// Advice in a message works when it is followed: it is read out of the message and carried out.
@Suite struct AdviceTests {
  /// A command with the options that a message names in place of its own, or without those that it has left out.
  private func followed(_ command: String, _ message: String) throws -> String {
    var words = command.split(separator: " ").map(String.init)
    func remove(_ option: String, hasValue: Bool) {
      guard let index = words.firstIndex(of: option) else { return }
      words.removeSubrange(index..<min(words.count, index + (hasValue ? 2 : 1)))
    }
    if let option = message.firstMatch(of: /leave out (--[a-z-]+)/)?.1 {
      remove(String(option), hasValue: false)
      return words.joined(separator: " ")
    }
    let advice = try #require(message.firstMatch(of: /try ((?:--[a-z-]+ [^ ,;\n]+ ?)+)/)?.1, "\(message)")
    let options = advice.split(separator: " ").map(String.init)
    for index in stride(from: 0, to: options.count, by: 2) {
      guard options[index] == "--set" else {
        remove(options[index], hasValue: true)
        continue
      }
      // A setting takes the place of one with the same key, which told twice is refused.
      let key = options[index + 1].prefix { $0 != "=" } + "="
      guard let place = words.firstIndex(where: { $0.hasPrefix(key) }), place > 0 else { continue }
      words.removeSubrange((place - 1)...place)
    }
    return (words + options).joined(separator: " ")
  }

  private func expectAdviceWorks(
    _ workspace: Workspace, _ command: String, _ status: Int32, location: SourceLocation = #_sourceLocation
  ) throws {
    let failed = try workspace.run(command)
    #expect(failed.status == status, "\(failed.errors)", sourceLocation: location)
    let better = try followed(command, failed.errorLines.last ?? "")
    #expect(better != command, sourceLocation: location)
    let run = try workspace.run(better)
    #expect(run.status == 0, "\(better): \(run.errors)", sourceLocation: location)
  }

  @Test(arguments: [
    ("--lookback 1190 --horizon 12", 65), ("--lookback 48 --horizon 500", 65),
    ("--lookback 700 --horizon 300", 65), ("--lookback 5000 --horizon 5000", 65),
    ("--lookback 48 --horizon 12 --split ett-hourly", 65),
    ("--lookback 48 --horizon 12 --split ett-minutely", 65),
    ("--lookback 48 --horizon 12 --split 0.999/0.0005/0.0005", 65),
    ("--lookback 48 --horizon 12 --split 0.8/0/0.2", 64),
    ("--lookback 48 --horizon 12 --split 0.8/0/0.2 --model linear-closed-form", 64),
    ("--lookback 48 --horizon 96 --model linear-closed-form --set folds=50", 64),
    ("--lookback 48 --horizon 12 --learning-rate 1e30", 64),
    ("--lookback 48 --horizon 12 --resume", 66),
  ])
  func adviceForAFitWorks(_ options: String, _ status: Int32) throws {
    let workspace = try Workspace.withData()
    let epochs = options.contains("--model") ? "" : " --epochs 1"
    try expectAdviceWorks(workspace, "fit f.csv --model samformer \(options)\(epochs) --quiet", status)
  }

  /// Models that choose on held-back rows need more before the first cutoff than a forecast does.
  @Test(
    arguments: ["--windows 3", "--windows 100", "--horizon 20", "--stride 1 --windows 30"],
    ["dlinear --epochs 1", "linear-closed-form"])
  func adviceForABacktestWorks(_ options: String, _ model: String) throws {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      "\(SampleDate(months: $0, after: 2015).iso),\(50 + 9 * ($0 % 12) + $0 % 5)"
    }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    try expectAdviceWorks(workspace, "backtest m.csv --model \(model) \(options) --quiet", 65)
  }

  @Test func aSmallFileGetsAdviceThatFits() throws {
    let workspace = try Workspace.withData()
    for rows in [12, 20, 33, 50, 97] {
      try workspace.write(workspace.lines("f.csv").prefix(rows + 1).joined(separator: "\n"), to: "small.csv")
      for options in ["--lookback 96 --horizon 96", "--horizon 40", "--lookback 200", "--split ett-hourly"] {
        let command = "fit small.csv --model samformer \(options) --epochs 1 --quiet"
        let run = try workspace.run(command)
        guard run.status != 0 else { continue }
        let better = try followed(command, run.errorLines.last ?? "")
        // What was only one of two obstacles may meet the other, and has its own advice then.
        let second = try workspace.run(better)
        guard second.status != 0 else { continue }
        #expect(
          try workspace.run(followed(better, second.errorLines.last ?? "")).status == 0, "\(rows) \(options)")
      }
    }
  }

  @Test(arguments: ["ets", "seasonal-naive", "auto", "linear-closed-form", "linear-stack"])
  func theLongestHorizonIsNamed(_ model: String) throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\(SampleDate(months: $0, after: 1980).iso),\($0 * $0 % 37)" }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n"), to: "monthly.csv")
    let command = "fit monthly.csv --model \(model) --quiet --horizon "
    let failed = try workspace.run(command + "50")
    expectFailure(failed, 65, "60 rows do not hold", "try --horizon")
    let advice = try #require(failed.errors.firstMatch(of: /try --horizon ([0-9]+)/)?.1)
    let longest = try #require(Int(advice))
    // The usual split has room for six rows alone.
    #expect(longest > 6)
    let run = try workspace.run(command + "\(longest)")
    #expect(run.status == 0, "\(run.errors)")
    // With a lookback that is not told, a forecaster may look back less than the horizon.
    guard ["ets", "auto", "linear-stack"].contains(model) else { return }
    #expect(try workspace.run(command + "\(longest + 1)").status == 65)
  }

  /// However few rows a horizon leaves to train on, and with the row to forecast from in the sum.
  @Test(arguments: [(14, 12), (13, 12), (16, 8)])
  func aHorizonThatIsTooLongForAFewRowsNamesAShorterOne(_ rowCount: Int, _ horizon: Int) throws {
    let workspace = try Workspace()
    let rows = (0..<rowCount).map { "\(SampleDate(months: $0, after: 1980).iso),\($0 * $0 % 37)" }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n"), to: "monthly.csv")
    let command = "fit monthly.csv --quiet --horizon \(horizon)"
    let failed = try workspace.run(command)
    expectFailure(failed, 65, "\(rowCount) rows do not hold 1 + 2 × horizon \(horizon)", "try --horizon")
    #expect(try workspace.run(followed(command, failed.errorLines.last ?? "")).status == 0)
  }

  @Test func goingOnWithOtherSettings() throws {
    let workspace = try Workspace.withData()
    let long = "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 60 --patience 2"
    let program = try workspace.start(long)
    program.waitForErrors(containing: "epoch 1 ")
    program.send(SIGINT)
    let interrupted = try program.finish()
    #expect(interrupted.errors.contains("go on with the same command and --resume"))
    try expectAdviceWorks(workspace, "\(long) --seed 2 --resume --quiet", 64)
    #expect(try workspace.run("\(long) --quiet").status == 0)
  }

  @Test func goingOnWithTheSameCommand() throws {
    let workspace = try Workspace.withData()
    let long = "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 60 --patience 60"
    let program = try workspace.start(long)
    program.waitForErrors(containing: "epoch 1 ")
    program.send(SIGINT)
    #expect(try program.finish().errors.contains("go on with the same command and --resume"))
    #expect(try workspace.run("\(long) --resume --quiet").status == 0)
  }

  @Test func drawingWithoutTestRows() throws {
    let workspace = try Workspace.withData()
    #expect(
      try workspace.run(
        "fit f.csv --model samformer --lookback 48 --horizon 12 --split 0.8/0.2/0 --epochs 1 --quiet"
      ).status
        == 0)
    try expectAdviceWorks(workspace, "plot --evaluate -o p.svg", 64)
  }

  @Test func linesThatCannotBeToldApart() throws {
    let workspace = try Workspace.withData()
    // Two equal columns: without a penalty there is no single solution.
    let lines = try workspace.lines("f.csv").map { line in
      let cells = line.split(separator: ",")
      return line.hasPrefix("date") ? "date,a,b" : "\(cells[0]),1,1"
    }
    try workspace.write(lines.joined(separator: "\n"), to: "flat.csv")
    let run = try workspace.run(
      "fit flat.csv --model linear-closed-form --lookback 48 --horizon 12 --set ridge=0 --quiet")
    if run.status != 0 {
      try expectAdviceWorks(
        workspace, "fit flat.csv --model linear-closed-form --lookback 48 --horizon 12 --set ridge=0 --quiet",
        65)
    }
  }

  @Test func namesThatWereMeant() throws {
    let workspace = try Workspace.withModel()
    for (command, wrong) in [
      ("fti f.csv --model samformer --epochs 1 --lookback 48 --horizon 12", "fti"),
      ("models samfromer", "samfromer"),
      ("datasets generate etht g.csv --rows 50", "etht"),
      ("fit f.csv --model samformer --set hiddensize=8 --lookback 48 --horizon 12 --epochs 1", "hiddensize"),
      ("fit f.csv --model samformer --features S --target OTT --lookback 48 --horizon 12 --epochs 1", "OTT"),
    ] {
      let failed = try workspace.run(command)
      let meant = try #require(failed.errors.firstMatch(of: /did you mean '([^']+)'/)?.1, "\(failed.errors)")
      let run = try workspace.run(command.replacing(wrong, with: meant))
      #expect(run.status == 0, "\(run.errors)")
    }
    let failed = try workspace.run("predict f.csv")
    let order = try #require(
      failed.errors.firstMatch(of: /before the data: (\S+ \S+)/)?.1, "\(failed.errors)")
    #expect(try workspace.run("predict \(order)").status == 0)
    expectFailure(try workspace.run("models --markdown --json"), 64, "leave out --json")
    #expect(try workspace.run("models --markdown").status == 0)
    expectFailure(try workspace.run("plot --windows 2"), 64, "add --evaluate")
    #expect(try workspace.run("plot --windows 2 --evaluate").status == 0)
    #expect(try workspace.run("fit f.csv --target OT --features MS \(Workspace.small)").status == 0)
  }

  /// The sentence is about all columns, and names none.
  @Test func momentsOfWindowsWithHoles() throws {
    let workspace = try Workspace()
    let lengths = [31, 29, 31, 30, 31, 30, 31]
    let days = lengths.enumerated().flatMap { month, length in
      (1...length).map { "2016-0\(month + 1)-\($0 < 10 ? "0" : "")\($0)" }
    }
    let rows = days.prefix(200).enumerated().map { "\($1),\($0 % 5 == 0 ? "" : "\($0 % 7)"),\($0 % 11)" }
    try workspace.write((["date,x,y"] + rows).joined(separator: "\n") + "\n", to: "h.csv")
    let command = "fit h.csv --model linear-stack --lookback 14 --horizon 7 --quiet"
    expectFailure(
      try workspace.run(command + " --set keepsMoments=true"), 65,
      "forecast: h.csv: most windows have missing values",
      "leave keepsMoments out")
    #expect(try workspace.run(command).status == 0)
  }
}
