import Glibc
import Persistence
import Platform
import TestSupport
import Testing

/// `forecast backtest` from the command line.
@Suite struct BacktestTests {
  /// Three shops with monthly sales, of 48, 48 and 40 rows.
  private static func workspace() throws -> Workspace {
    let (season, noise) = ([10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1], [2, -3, 1, 4, -2, -1, 0])
    var text = "unique_id,ds,y\n"
    for (shop, name) in ["north", "south", "west"].enumerated() {
      for row in 0..<(shop < 2 ? 48 : 40) {
        let trend = 100 * (shop + 1) + (shop + 1) * row
        let value = trend + 3 * season[row % 12] + (shop + 2) * noise[(row * (shop + 1) + shop) % 7]
        text += "\(name),\(SampleDate(months: row, after: 2015).iso),\(value)\n"
      }
    }
    let workspace = try Workspace()
    try workspace.write(text, to: "shops.csv")
    return workspace
  }

  private static let command = "backtest shops.csv --windows 3 --horizon 4 --level 80,95 --quiet"

  /// Computed by NumPy 2.4.6 and pandas from the CSV that the same command wrote, and from the data: every metric of a series over its
  /// three cutoffs, averaged over the series.
  private static let figures: [(model: String, values: [(key: String, value: Double)])] = [
    (
      "naive2",
      [
        ("mae", 19.583333333333332), ("rmse", 23.659351916521615), ("mape", 7.94473556927154),
        ("smape", 8.31085569152802), ("wape", 8.219762042851302), ("mase", 0.939209209563709),
        ("rmsse", 1.0274155486074887), ("coverage_80", 0.7777777777777777), ("width_95", 116.6164162048101),
        ("msis_95", 6.376954515838494), ("crps", 12.700038536877592), ("owa", 1),
      ]
    ),
    (
      "theta",
      [
        ("mae", 18.710471985911067), ("bias", -9.139750171611896), ("mse", 519.2322893505317),
        ("smape", 7.969235054713189), ("mase", 0.903579831503167), ("coverage_95", 0.9722222222222222),
        ("msis_80", 3.9811103894026743), ("pinball", 4.122963480855252), ("owa", 0.960479570935256),
      ]
    ),
  ]

  @Test func metricsAreThoseOfAnIndependentComputation() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("\(Self.command) --model naive2,theta --output out.csv --json")
    #expect(run.status == 0, "\(run.errors)")
    let models = try run.json.member("models").elements()
    for (model, (name, values)) in zip(models, Self.figures) {
      #expect(try model.member("model").string() == name)
      for (key, expected) in values {
        let value = try model.member(key).number()
        #expect((value - expected).magnitude < 1e-9 * expected.magnitude, "\(name) \(key): \(value)")
      }
    }
    let step = try models[1].member("per_step").elements()[3].member("mae").number()
    #expect((step - 7.824220752270939).magnitude < 1e-9)
    let cutoff = try models[1].member("per_cutoff").elements()[0].member("mae").number()
    #expect((cutoff - 15.959446801371968).magnitude < 1e-9)
    #expect(try run.json.member("forecasts").integer() == 9)
  }

  /// Each step by itself: what is known on the row of a cutoff are the outcomes up to it. Computed again from the file, with all errors
  /// sorted anew every time.
  @Test func intervalsLearnFromWhatWasKnownAtEachCutoff() throws {
    let workspace = try Workspace()
    var generator = TestGenerator(seed: 7)
    let rows = (0..<90).map { "\($0),\(Double.random(in: 0..<1, using: &generator))" }
    try workspace.write((["row,y"] + rows).joined(separator: "\n") + "\n", to: "noise.csv")
    let run = try workspace.run(
      "backtest noise.csv --model mean --horizon 2 --windows 50 --stride 1 --level 80 --output out.csv --json --quiet"
    )
    #expect(run.status == 0, "\(run.errors)")
    let lines = try workspace.lines("out.csv").dropFirst().map { $0.split(separator: ",").map(String.init) }
    var (inside, count, endless, widths) = (0, 0, 0, 0.0)
    for step in 0..<2 {
      let errors = try stride(from: step, to: lines.count, by: 2).map { line in
        let (truth, forecast) = (try #require(Double(lines[line][2])), try #require(Double(lines[line][3])))
        return (truth - forecast).magnitude
      }
      var (miss, known, held) = (0.2, [Double](), [Bool]())
      for (cutoff, error) in errors.enumerated() {
        if cutoff > step {
          known.append(errors[cutoff - step - 1])
          miss += 0.01 * (0.2 - (held[cutoff - step - 1] ? 0 : 1))
        }
        let rank = Int((Double(known.count + 1) * (1 - miss) - 1e-9).rounded(.up))
        let reach = rank >= 1 && rank <= known.count ? known.sorted()[rank - 1] : Double.infinity
        held.append(error <= reach)
        (inside, count) = (inside + (error <= reach ? 1 : 0), count + 1)
        if reach.isFinite { widths += 2 * reach } else { endless += 1 }
      }
    }
    let score = try run.json.member("models").elements()[0].member("adaptive").elements()[0]
    #expect(try score.member("coverage").number() == Double(inside) / Double(count))
    #expect(try score.member("endless").number() == Double(endless) / Double(count))
    let width = try score.member("width").number()
    #expect((width - widths / Double(count - endless)).magnitude < 1e-9 * width)
    #expect(endless < count / 4)
  }

  /// Every second value is missing: no first step has a truth.
  @Test func anErrorThatIsNotDefinedIsADash() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { row in
      "\(SampleDate(months: row, after: 2015).iso),\(row >= 40 && row % 2 == 0 ? "" : "\(row % 7)")"
    }
    try workspace.write((["month,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let run = try workspace.run("backtest m.csv --horizon 2 --model last-value --per-step --quiet")
    #expect(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.contains(["step", "1", "–"]) && !run.output.contains("nan"), "\(run.output)")
  }

  /// Widths are in data units: of sales of 1e-7 they are no zeros, and of 1e9 they have no decimals.
  @Test(arguments: [("e-7", 9...13), ("e9", 10...11)]) func widthsAreShownWhateverTheUnits(
    _ power: String, _ lengths: ClosedRange<Int>
  ) throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\($0),\(1 + $0 * $0 % 7)\(power)" }
    try workspace.write((["row,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let run = try workspace.run(
      "backtest m.csv --model mean --horizon 1 --windows 30 --level 80 --quiet")
    let parts = run.output.split(separator: "mean width ")
    try #require(run.status == 0 && parts.count == 2, "\(run.output)\(run.errors)")
    let text = parts[1].prefix { $0.isNumber || $0 == "." }
    let width = try #require(Double(String(text)))
    #expect(width > 0 && lengths.contains(text.count), "\(text)")
  }

  /// Nothing is left to compare with where the reference makes no error.
  @Test func noAverageIsTakenInUnitsOfZero() throws {
    let workspace = try Workspace()
    try workspace.write(
      "row,y\n" + (0..<40).map { "\($0),5" }.joined(separator: "\n") + "\n", to: "m.csv")
    let run = try workspace.run("backtest m.csv --model naive2,last-value --quiet")
    #expect(run.status == 0 && run.output.contains("–") && !run.output.contains("nan"), "\(run.output)")
  }

  /// Behind a negative power upper bounds may have no end. Forecasts that went over a file are scored as those in memory.
  @Test func intervalsWithoutAnEndAreKept() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { row in "\(row),\(1 + (row * row * 31 + row * 17) % 97)" }
    try workspace.write((["row,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let command =
      "backtest m.csv --model ets --set boxCox=-1 --horizon 3 --level 80,99.9 --json --quiet"
    let direct = try workspace.run(command)
    let written = try workspace.run("\(command) --output out.csv")
    try #require(direct.status == 0 && written.status == 0, "\(direct.errors)\(written.errors)")
    #expect(try direct.json.member("models").value == written.json.member("models").value)
    #expect(try workspace.lines("out.csv").contains { $0.hasSuffix(",inf") })
  }

  @Test func theFileHasNixtlasColumnsAndARowForEveryStep() throws {
    let workspace = try Self.workspace()
    _ = try workspace.run("\(Self.command) --model theta,ets:A,N,A --output out.csv")
    let lines = try workspace.lines("out.csv")
    #expect(
      lines[0] == "unique_id,ds,cutoff,y,theta,theta-lo-95,theta-lo-80,theta-hi-80,theta-hi-95,"
        + "\"ets:A,N,A\",\"ets:A,N,A-lo-95\",\"ets:A,N,A-lo-80\",\"ets:A,N,A-hi-80\",\"ets:A,N,A-hi-95\"")
    #expect(lines.count == 1 + 3 * 3 * 4)
    #expect(lines[1].hasPrefix("north,2018-01-01,2017-12-01,160,"))
    #expect(lines[36].hasPrefix("west,2018-04-01,2017-12-01,"))
    // Nothing is left behind.
    #expect(workspace.names.sorted() == ["out.csv", "shops.csv"])
  }

  @Test func shardsAndThreadsMakeTheSameFile() throws {
    let workspace = try Self.workspace()
    let models = "--model naive2,theta,seasonal-naive,linear-closed-form"
    #expect(try workspace.run("\(Self.command) \(models) --output one.csv --threads 1").status == 0)
    #expect(try workspace.run("\(Self.command) \(models) --output two.csv --threads 2 --refit").status == 0)
    #expect(try workspace.bytes("one.csv") != workspace.bytes("two.csv"))
    for shard in ["0/2", "1/2"] {
      let run = try workspace.run("\(Self.command) \(models) --output shared.csv --shard \(shard)")
      #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
      #expect(!workspace.exists("shared.csv") && workspace.exists("shared.csv.records"))
    }
    let run = try workspace.run(
      "backtest shops.csv --windows 3 --horizon 4 --level 80,95 \(models) --output shared.csv")
    #expect(run.errors.contains("4 of 4 parts are done already"))
    #expect(try workspace.bytes("one.csv") == workspace.bytes("shared.csv"))
    #expect(!workspace.exists("shared.csv.records"))
  }

  @Test func whatWasKilledGoesOn() throws {
    let workspace = try Self.workspace()
    let options = "--model theta,dlinear --epochs 400 --patience 400 --output out.csv"
    #expect(try workspace.run("\(Self.command) \(options.replacing("out.csv", "whole.csv"))").status == 0)
    let running = try workspace.start(
      "backtest shops.csv --windows 3 --horizon 4 --level 80,95 --threads 1 \(options)")
    running.waitForErrors(containing: "parts done")
    running.send(SIGKILL)
    #expect(try running.finish().status == -SIGKILL || workspace.exists("out.csv"))
    #expect(try workspace.run("\(Self.command) \(options)").status == 0)
    #expect(try workspace.bytes("out.csv") == workspace.bytes("whole.csv"))
  }

  @Test func aDamagedRecordIsNamed() throws {
    let workspace = try Self.workspace()
    _ = try workspace.run("\(Self.command) --model theta,naive2 --output out.csv --shard 0/2")
    let name = try #require(Folder.names(in: workspace.file("out.csv.records")).first)
    try workspace.write("{}", to: "out.csv.records/\(name)")
    expectFailure(
      try workspace.run("\(Self.command) --model theta,naive2 --output out.csv"), 65, name, "remove the file")
  }

  /// A record that was copied or renamed is whole, and yet not that of the part.
  @Test func aRecordUnderAnotherNameIsNoRecordOfThePart() throws {
    let workspace = try Self.workspace()
    let command = "\(Self.command) --model theta,naive2 --output out.csv"
    for shard in ["0/2", "1/2"] { #expect(try workspace.run("\(command) --shard \(shard)").status == 0) }
    let names = try Folder.names(in: workspace.file("out.csv.records"))
    try #require(names.count > 1)
    let (first, second) = (names[0], names[1])
    try workspace.write(workspace.bytes("out.csv.records/\(second)"), to: "out.csv.records/\(first)")
    expectFailure(try workspace.run(command), 65, first, "the record of another part; move it away")
    #expect(!workspace.exists("out.csv"))
    try workspace.remove("out.csv.records/\(first)")
    let run = try workspace.run(command)
    #expect(run.status == 0, "\(run.errors)")
    let whole = try workspace.run(command.replacing("out.csv", "whole.csv"))
    #expect(try whole.status == 0 && workspace.bytes("out.csv") == workspace.bytes("whole.csv"))
  }

  /// Whoever is done first removes the records that the other is about to read or to write.
  @Test func theSameBacktestTwiceAtOnceMakesOneFile() throws {
    let workspace = try Self.workspace()
    let command = "\(Self.command) --model theta,naive2,ets --threads 1 --output"
    #expect(try workspace.run("\(command) alone.csv").status == 0)
    for _ in 0..<4 {
      let both = try [workspace.start("\(command) out.csv"), workspace.start("\(command) out.csv")]
      for program in both {
        let run = try program.finish()
        #expect(run.status == 0, "\(run.errors)")
      }
      #expect(try workspace.bytes("out.csv") == workspace.bytes("alone.csv"))
    }
  }

  @Test func targetsOfAWideFileAreSeriesInTheFormOfTheInput() throws {
    let workspace = try Workspace()
    var text = "Tag;Stunde;a;b\n"
    for row in 0..<120 {
      let (day, hour) = (row / 24 + 1, row % 24)
      text += "0\(day).01.2020;\(hour < 10 ? "0" : "")\(hour):00;\(hour),5;\(3 * hour % 7),25\n"
    }
    try workspace.write(text, to: "wide.csv")
    let run = try workspace.run(
      "backtest wide.csv --time-column Tag,Stunde --model seasonal-naive,theta --horizon 6 --windows 2 --output o.csv --quiet"
    )
    #expect(run.status == 0, "\(run.errors)")
    let lines = try workspace.lines("o.csv")
    #expect(lines[0] == "series;Tag;Stunde;cutoff;y;seasonal-naive;theta")
    #expect(lines[1].hasPrefix("a;05.01.2020;12:00;05.01.2020 11:00;12,5;"))
    #expect(lines.count == 1 + 2 * 2 * 6)
    #expect(run.output.contains("seasonal-naive") && run.output.contains("mase"))
  }

  @Test func thePageShowsErrorsCoverageAndForecasts() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run(
      "\(Self.command) --model naive2,theta --report page.html --per-step --per-series")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("step 4") && run.output.contains("west"))
    let page = try workspace.text("page.html")
    let document = try CheckedXML(String(page.dropFirst("<!DOCTYPE html>\n".count)))
    for heading in ["Error per step", "Error per cutoff", "Coverage", "Forecasts"] {
      #expect(document.texts("h3").contains(heading))
    }
    #expect(document.texts("h1") == ["Backtest of shops.csv"])
    // More metrics than models: a table of as many columns as metrics would not fit on a page.
    let heads = document.elements.filter { $0.name == "th" }
    let columns = heads.filter { $0.attributes["scope"] == "col" }.map(\.text)
    #expect(columns == ["metric", "naive2", "theta"])
    let metrics = heads.filter { $0.attributes["scope"] == "row" }.map(\.text)
    #expect(page.contains("28–36 rows before the first cutoff"))
    #expect(run.output.contains("before the first cutoff 28–36 rows"))
    #expect(metrics.contains("mase") && metrics.contains("coverage_95") && metrics.last == "owa")
    #expect(document.elements.count { $0.name == "svg" } == 2 + 2 + 2 + 3)
  }

  @Test func theCutoffsThatAreMadeAreCounted() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("backtest shops.csv --model naive2 --horizon 4 --windows 1000 --json")
    #expect(run.errors.contains("; 10 cutoffs, 4 rows apart"), "\(run.errors)")
    #expect(run.errors.contains("rows for 10 of 1,000 cutoffs"))
    #expect(try run.json.member("windows").integer() == 10)
    #expect(try run.json.member("first_rows").elements().map { try $0.integer() } == [8, 8])
  }

  @Test func whatCannotBeMeantIsRefused() throws {
    let workspace = try Self.workspace()
    expectFailure(try workspace.run("backtest shops.csv --model tehta"), 64, "did you mean 'theta'?")
    expectFailure(try workspace.run("backtest shops.csv --model theta,theta"), 64, "twice")
    expectFailure(try workspace.run("backtest shops.csv --model theta --epochs 3"), 64, "nothing to train")
    expectFailure(
      try workspace.run("backtest shops.csv --model theta,ets --epochs 3"), 64,
      "theta, ets have nothing to train")
    expectFailure(try workspace.run("backtest shops.csv --model theta --lookback 3"), 64, "--lookback")
    expectFailure(try workspace.run("backtest shops.csv --horizon 40"), 65, "--horizon 22")
    #expect(try workspace.run("backtest shops.csv --horizon 22 --windows 1 --quiet").status == 0)
    let single = try workspace.run("backtest shops.csv --model last-value --horizon 1 --windows 3 --quiet")
    #expect(single.output.contains(" of 1 row in "), "\(single.output)")
    expectFailure(try workspace.run("backtest shops.csv --shard 0/2"), 64, "--output")
    expectFailure(try workspace.run("backtest shops.csv --level 100"), 64, "--level")
    expectFailure(try workspace.run("backtest shops.csv --output shops.csv"), 64, "same file")
  }
}

extension String {
  fileprivate func replacing(_ old: String, _ new: String) -> String {
    split(separator: " ").map { $0 == old ? new : String($0) }.joined(separator: " ")
  }
}
