import TestSupport
import Testing

@Suite struct PlotTests {
  private func labels(_ svg: String) -> [String] {
    svg.split(separator: "<text").dropFirst().compactMap { piece in
      piece.split(separator: ">").dropFirst().first?.split(separator: "<").first.map(String.init)
    }
  }

  @Test func theFutureIsDrawnAfterTheLastRow() throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.run("plot model.safetensors f.csv -o plot.svg")
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    let svg = try workspace.text("plot.svg")
    #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n"))
    let labels = labels(svg)
    for part in ["HUFL", "HULL", "MUFL", "history", "forecast", "data units"] {
      #expect(labels.contains(part), "\(part)")
    }
    #expect(!labels.contains("truth") && !labels.contains("OT"))
    #expect(labels.contains { $0.contains("20 Aug") }, "the forecast begins on 20 August 2016: \(labels)")
    #expect(workspace.names == ["f.csv", "model.safetensors", "plot.svg"])
  }

  /// Local models look back on one row, which would be no picture.
  @Test(arguments: ["ets", "last-value"]) func twoSeasonsOfHistoryAreDrawnWhateverTheLookback(_ model: String)
    throws
  {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      "\(SampleDate(months: $0, after: 2015).iso),\(50 + 9 * ($0 % 12))"
    }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let lookback = model == "ets" ? "" : "--lookback 2"
    let fit = try workspace.run("fit m.csv --model \(model) --horizon 3 \(lookback) --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let drawn = try workspace.run("plot model.safetensors m.csv -o m.svg --quiet")
    try #require(drawn.status == 0, "\(drawn.errors)")
    let paths = try CheckedXML(workspace.text("m.svg")).elements.filter { $0.attributes["class"] == "muted" }
    let points = paths.compactMap { $0.attributes["d"] }.map { path in path.count { $0 == "L" } + 1 }
    #expect(points.max() == 24)
    let text = try workspace.run(
      "plot model.safetensors m.csv --terminal --quiet", environment: ["LANG": "C"])
    let dots = text.output.count { $0 == "." }
    #expect(dots >= 20, "\(text.output)")
    #expect(try workspace.run("help plot").output.contains("at least two seasons"))
  }

  /// The axis has the numbers of the column that counts the rows, or of the rows themselves, not seconds of 1970.
  @Test(arguments: [("fit m.csv", "cycle"), ("fit m.csv --time-column none --ignore cycle", "row")])
  func rowsThatAreCountedHaveNoDates(_ fit: String, _ name: String) throws {
    let workspace = try Workspace()
    let rows = (0..<60).map { "\($0),\(50 + 9 * ($0 % 7))" }
    try workspace.write((["cycle,y"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let fitted = try workspace.run("\(fit) --model last-value --horizon 6 --quiet")
    try #require(fitted.status == 0, "\(fitted.errors)")
    for options in ["", "--evaluate"] {
      let svg = labels(try workspace.run("plot \(options)").output)
      #expect(svg.contains(name) && svg.contains("50") && !svg.contains { $0.contains("1970") }, "\(svg)")
      let text = try workspace.run("plot --terminal \(options)", environment: ["LANG": "C"]).output
      #expect(text.contains("50") && text.contains(" \(name)\n") && !text.contains("1970"), "\(text)")
    }
    let page = try workspace.run("backtest m.csv --model last-value --report b.html --quiet")
    try #require(page.status == 0, "\(page.errors)")
    #expect(try labels(workspace.text("b.html")).contains("cycle"))
    #expect(try !workspace.text("b.html").contains("1970"))
  }

  /// The forecast begins at midnight of the zone, which is 22:00 of UTC.
  @Test func timesAreThoseOfTheFile() throws {
    let workspace = try Workspace()
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rows = (0..<120).map { "2024-07-0\(1 + $0 / 24) \(two($0 % 24)):00,\($0 % 7)" }
    try workspace.write((["time,y"] + rows).joined(separator: "\n") + "\n", to: "z.csv")
    let fit = try workspace.run(
      "fit z.csv --time-zone Europe/Berlin --model last-value --lookback 2 --horizon 6 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let lines = try CheckedXML(workspace.run("plot").output).elements.filter { $0.name == "line" }
    let start = try #require(lines.first { $0.attributes["class"] == "rule" }?.attributes["x1"])
    let ticks = lines.filter { $0.attributes["class"] == "axis" }.compactMap { $0.attributes["x1"] }
    #expect(ticks.contains(start), "\(start): \(ticks)")
  }

  /// The drawn history and truth end where the values do, and begin again behind them.
  @Test func missingValuesAreDrawnAsGaps() throws {
    let workspace = try Workspace()
    let rows = (0..<60).map {
      let value = [40, 41, 56].contains($0) ? "" : "\(50 + 9 * ($0 % 12))"
      return "\(SampleDate(months: $0, after: 2015).iso),\(value)"
    }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n") + "\n", to: "m.csv")
    let fit = try workspace.run("fit m.csv --model last-value --lookback 2 --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let drawn = try CheckedXML(workspace.run("plot --quiet").output).elements
    let history = drawn.filter { $0.attributes["class"] == "muted" }.compactMap { $0.attributes["d"] }
    #expect(history.map { path in path.count { $0 == "M" } }.max() == 3, "\(history)")
  }

  /// Ten residuals are enough for 80 % and too few for 95 %, and a map has no law beside them.
  @Test func intervalsAreDrawnAsFarAsTheyReach() throws {
    let workspace = try Workspace()
    let rows = (0..<100).map { "\(1900 + $0)-01-01,\($0 % 4 == 0 ? 3 + $0 % 5 : 0)" }
    try workspace.write((["time,y"] + rows).joined(separator: "\n") + "\n", to: "d.csv")
    let fit = try workspace.run(
      "fit d.csv --model dlinear --epochs 1 --horizon 1 --lookback 4 --split 0.7/0.1/0.2 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    expectFailure(try workspace.run("predict --level 95"), 64, "the highest is --level 80")
    let run = try workspace.run("plot -o p.svg")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.text("p.svg").contains("shaded: intervals of 80 %"))
  }

  @Test func whatIsKnownAheadIsGivenInAFile() throws {
    let workspace = try Workspace()
    let rows = (1...60).map {
      "2024-\($0 < 32 ? "01" : "02")-\(Self.day($0)),\(10 + $0 % 7 + $0 % 3),\($0 % 3)"
    }
    try workspace.write((["time,y,promotion"] + rows).joined(separator: "\n"), to: "d.csv")
    try workspace.write("time,promotion\n2024-03-01,1\n2024-03-02,2\n2024-03-03,0\n", to: "next.csv")
    let fit = try workspace.run(
      "fit d.csv --model linear-closed-form --lookback 14 --horizon 3 --target y --future promotion --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    expectFailure(
      try workspace.run("plot model.safetensors d.csv -o p.svg"), 65, "give the values with --future FILE")
    let run = try workspace.run("plot --future next.csv -o p.svg")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try labels(workspace.text("p.svg")).contains("forecast"))
    expectFailure(
      try workspace.run("plot --future next.csv --channel promotion"), 65,
      "column 'promotion' is not forecast; name one that is: 'y'")
    expectFailure(try workspace.run("plot --future next.csv -o next.csv"), 64, "is the same file as --future")
    expectFailure(
      try workspace.run("plot --evaluate --future next.csv"), 64, "leave out --future or --evaluate")
  }

  private static func day(_ row: Int) -> String {
    let day = row < 32 ? row : row - 31
    return day < 10 ? "0\(day)" : "\(day)"
  }

  @Test func testWindowsShowTheTruth() throws {
    let workspace = try Workspace.withModel()
    let svg = try workspace.run("plot --evaluate --windows 2 --channel OT --channel HUFL").output
    let titles = labels(svg).filter { $0.contains("test window") && !$0.contains("samformer") }
    #expect(
      titles == [
        "OT, test window 58 of 229", "HUFL, test window 58 of 229", "OT, test window 172 of 229",
        "HUFL, test window 172 of 229",
      ])
    #expect(labels(svg).contains("truth"))
  }

  /// By default exact models are fitted again to all rows: what forecasts test windows is the model before.
  @Test func testWindowsAreForecastByTheModelThatHadNotSeenThem() throws {
    let workspace = try Workspace.withData()
    let drawings = try ["refit", "no-refit"].map { refit in
      let fit = try workspace.run(
        "fit f.csv --model linear-closed-form --lookback 24 --horizon 6 --\(refit) --quiet")
      try #require(fit.status == 0, "\(fit.errors)")
      return try workspace.run("plot --evaluate")
    }
    #expect(drawings[0].output == drawings[1].output && drawings[0].errors.isEmpty)
    let network = try workspace.run("fit f.csv \(Workspace.small) --refit --quiet")
    try #require(network.status == 0, "\(network.errors)")
    #expect(try workspace.run("plot --evaluate").errors.contains("errors on them are too small"))
  }

  @Test func aDrawingIsNoPixelImage() throws {
    let workspace = try Workspace.withModel()
    expectFailure(try workspace.run("plot -o p.PNG"), 64, "drawings are SVG; name a file that ends in .svg")
  }

  @Test func theSameModelAndDataGiveTheSameBytes() throws {
    let workspace = try Workspace.withModel()
    #expect(try workspace.run("plot").output == workspace.run("plot --threads 1").output)
  }

  @Test func charactersFollowTheLocaleAndTheWidth() throws {
    let workspace = try Workspace.withModel()
    let ascii = try workspace.run(
      "plot --terminal --channel OT", environment: ["LANG": "C", "COLUMNS": "50"])
    #expect(ascii.status == 0 && ascii.output.utf8.allSatisfy { $0 < 128 })
    #expect(ascii.output.split(separator: "\n").map(\.count).max() == 50)
    #expect(ascii.output.hasPrefix("OT  "))
    let unicode = try workspace.run("plot --terminal --channel OT", environment: ["LC_ALL": "C.UTF-8"]).output
    #expect(unicode.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    #expect(!unicode.contains("\u{1B}"))
    let dumb = try workspace.run("plot --terminal", environment: ["LANG": "en_US.UTF-8", "TERM": "dumb"])
      .output
    #expect(dumb.utf8.allSatisfy { $0 < 128 })
  }

  /// A terminal that cannot move its cursor cannot show an SVG either.
  @Test func aDumbTerminalShowsCharacters() throws {
    let workspace = try Workspace.withModel()
    let run = try workspace.shell(
      """
      declare -f forecast > program.sh
      TERM=dumb script -qec "bash -c 'source ./program.sh; forecast plot --quiet'" /dev/null
      """)
    #expect(
      run.status == 0 && run.output.contains("forecast") && !run.output.contains("<svg"), "\(run.output)")
  }

  @Test func aChannelThatIsNotForecastIsRefused() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run("plot --channel OTT -o plot.svg"), 65, "f.csv", "there is no column 'OTT'",
      "did you mean 'OT'?")
    #expect(!workspace.exists("plot.svg"))
  }

  @Test func wrongOptionsAreUsageErrors() throws {
    let workspace = try Workspace.withModel()
    expectFailure(try workspace.run("plot --windows 2"), 64, "add --evaluate")
    expectFailure(try workspace.run("plot --evaluate --windows 0"), 64, "--windows 0", "1 … 50")
    expectFailure(try workspace.run("plot --history 0"), 64, "--history 0")
  }

  @Test func missingFilesAndFoldersHaveTheirExitCodes() throws {
    let workspace = try Workspace.withModel()
    expectFailure(try workspace.run("plot nothing.safetensors"), 66, "nothing.safetensors")
    expectFailure(try workspace.run("plot model.safetensors nothing.csv"), 66, "nothing.csv")
    expectFailure(try workspace.run("plot -o nowhere/plot.svg"), 73, "nowhere/plot.svg")
  }

  @Test func otherDataIsDrawnWithAWarning() throws {
    let workspace = try Workspace.withModel()
    #expect(try workspace.run("datasets generate etth other.csv --rows 1200 --seed 2").status == 0)
    let run = try workspace.run("plot model.safetensors other.csv --evaluate")
    #expect(
      run.status == 0 && run.errors.contains("warning: other.csv: not the file that the model was fitted on"))
    #expect(try workspace.run("plot model.safetensors other.csv --evaluate --quiet").errors.isEmpty)
  }

  @Test func dataThatEndsBeforeTheTestRowsIsRefused() throws {
    let workspace = try Workspace.withModel()
    try workspace.write(workspace.lines("f.csv").prefix(1000).joined(separator: "\n"), to: "short.csv")
    expectFailure(
      try workspace.run("plot model.safetensors short.csv --evaluate"), 65,
      "1200 rows or more, the data has 999")
  }
}
