import Persistence
import TestSupport
import Testing

/// Local models from the command line: a short monthly series, as most are.
@Suite struct LocalModelTests {
  @Test func seasonalOrdersWithoutASeasonAreSaid() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { "\(1980 + $0),\($0 * $0 % 11)\n" }
    try workspace.write("year,y\n" + rows.joined(), to: "years.csv")
    let run = try workspace.run("fit years.csv --model arima:0,1,1(0,1,1) --horizon 2 --no-baselines")
    #expect(
      run.status == 0 && run.errors.contains("y: no season: the seasonal orders are left out"),
      "\(run.errors)")
  }

  /// A model without a lookback stands beside the season all the same, where there is room for one.
  @Test func theLastSeasonIsScoredBesideAShortSeries() throws {
    let workspace = try Workspace()
    let rows = (0..<36).map { "\(SampleDate(months: $0, after: 2015).iso),\(50 + 9 * ($0 % 12) + $0 % 5)\n" }
    try workspace.write("month,sales\n" + rows.joined(), to: "m.csv")
    func mase(_ name: String, beside model: String) throws -> Double {
      let run = try workspace.run("fit m.csv --model \(model) --horizon 6 --json")
      #expect(run.status == 0 && !run.errors.contains("does not fit"), "\(run.errors)")
      let result = JSONReader(try JSONValue(parsing: run.output))
      return try result.member("baselines").member(name).member("mase").number()
    }
    for model in ["ets", "theta"] {
      let (season, last) = try (mase("seasonal-naive", beside: model), mase("last-value", beside: model))
      #expect(season < 0.5 * last, "\(model): \(season), \(last)")
    }
  }

  @Test(arguments: ["ets", "theta", "stlf-ets", "arima:0,1,1(0,1,1)", "seasonal-naive"])
  func rowsThatAreCountedHaveTheSeasonThatTheirValuesShow(model: String) throws {
    let workspace = try Workspace()
    let season: [Double] = [0, 5, 10, 3, -4, 8, -6]
    let rest: [Double] = [0.3, -0.2, 0.1, -0.3, 0.2]
    var rows = (0..<70).map { row -> String in
      let level = 100 + season[row % 7]
      return "\(level + rest[row % 5])\n"
    }
    try workspace.write("y\n\(rows.joined())", to: "counted.csv")
    rows[33] = "NA\n"
    try workspace.write("y\n\(rows.joined())", to: "holes.csv")
    func forecast(_ more: String, of name: String = "counted") throws -> [Double] {
      let run = try workspace.run(
        "fit \(name).csv --time-column none --model \(model) --horizon 7 --predict - --quiet" + more)
      #expect(run.status == 0, "\(run.errors)")
      return run.output.split(separator: "\n").dropFirst().compactMap { Double($0) }
    }
    let found = try forecast("")
    for values in [found, try forecast("", of: "holes")] {
      #expect(values.count == 7)
      for (value, effect) in zip(values, season) {
        let error = abs(value - (100 + effect))
        #expect(error < 1.5, "\(values)")
      }
    }
    #expect(try forecast(" --set season=7") == found)
    let without = try forecast(" --set season=1")
    let width = (without.max() ?? 0) - (without.min() ?? 0)
    #expect(width < 5, "\(without)")
  }

  /// 60 months with trend and season.
  private static func workspace(rows: Int = 60) throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(text(0..<rows), to: "sales.csv")
    return workspace
  }

  private static func text(_ rows: Range<Int>) -> String {
    let lines = rows.map { row in
      let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
      let value = 200 + row + 3 * season + [2, -3, 1, 4, -2, -1, 0][row % 7]
      return "\(SampleDate(months: row, after: 2015).iso),\(value)\n"
    }
    return "date,sales\n" + lines.joined()
  }

  @Test(arguments: [
    "ets", "ets:A,A,A", "arima", "arima:0,1,1(0,1,1)", "theta", "dotm", "stlf-ets", "ces", "scum",
  ])
  func sixtyMonthsAreFittedScoredAndForecast(_ model: String) throws {
    let workspace = try Self.workspace()
    let fit = try workspace.run("fit sales.csv --model \(model) --json")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("fitted to each channel by itself, horizon 12"))
    #expect(fit.errors.contains("48 training, 0 validation, 12 test rows"))
    let test = try fit.json.member("test")
    #expect(try test.member("windows").integer() == 1)
    let seasonalNaive = try fit.json.member("baselines").member("seasonal-naive").member("mae").number()
    #expect(try test.member("mae").number() < seasonalNaive)
    #expect(try fit.json.member("model").string() == model.split(separator: ":")[0])

    let lines = try workspace.run("predict model.safetensors sales.csv").output.split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines[1].hasPrefix("2020-01-01,") && lines[12].hasPrefix("2020-12-01,"))
    let evaluation = try workspace.run("evaluate model.safetensors sales.csv --json").json
    #expect(try evaluation.member("test").value == test.value)
  }

  @Test func gapsThatAStateGoesOverAreNamed() throws {
    let workspace = try Workspace()
    let later = Self.text(33..<63).split(separator: "\n").dropFirst().joined(separator: "\n")
    try workspace.write(Self.text(0..<30) + later + "\n", to: "sales.csv")
    let words = "rows before and behind a gap follow each other here"
    #expect(try workspace.run("fit sales.csv --model ets --gaps segment").errors.contains(words))
    #expect(try !workspace.run("fit sales.csv --model ets").errors.contains(words))
  }

  @Test func inspectPrintsTheModelAsRDoes() throws {
    let workspace = try Self.workspace()
    _ = try workspace.run("fit sales.csv --model ets:A,Ad,A --quiet")
    let text = try workspace.run("inspect").output
    for part in ["sales: ETS(A,Ad,A)", "alpha", "phi", "Initial states:", "sigma^2:", "AICc ="] {
      #expect(text.contains(part), "\(text)")
    }
    _ = try workspace.run("fit sales.csv --model arima:0,1,1(0,1,1) --quiet")
    let arima = try workspace.run("inspect").output
    for part in ["sales: ARIMA(0,1,1)(0,1,1)[12]", "ma1", "sma1", "sigma^2 =", "log likelihood =", "BIC ="] {
      #expect(arima.contains(part), "\(arima)")
    }
    let summary = try workspace.run("inspect --json").json.member("summary").elements()
    #expect(try summary[0].string() == "sales: ARIMA(0,1,1)(0,1,1)[12]")
  }

  @Test(arguments: ["ets", "auto"]) func inspectNamesTheSeriesOfEachModel(_ model: String) throws {
    let workspace = try Workspace()
    let rows = ["north", "south"].enumerated().flatMap { shop, name in
      (0..<36).map {
        "\(name),\(SampleDate(months: $0, after: 2015).iso),\(20 + 9 * shop + $0 * $0 % 7)"
      }
    }
    try workspace.write((["shop,month,sales"] + rows).joined(separator: "\n") + "\n", to: "shops.csv")
    let fit = try workspace.run("fit shops.csv --model \(model) --horizon 3 --quiet")
    try #require(fit.status == 0, "\(fit.errors)")
    let text = try workspace.run("inspect").output
    #expect(text.contains("north, sales: ") && text.contains("south, sales: "), "\(text)")
  }

  /// Coefficients of columns known ahead have the columns' names, as R prints those of xreg.
  @Test func inspectNamesTheRegressors() throws {
    let workspace = try Self.workspace()
    var lines = try workspace.lines("sales.csv")
    lines[0] += ",promotion,sse,flat"
    for row in lines.indices.dropFirst() {
      lines[row] += ",\(row.isMultiple(of: 5) ? 1 : 0),\(row * row % 7),3"
    }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "sales.csv")
    let fit = try workspace.run(
      "fit sales.csv --model arima:1,1,0 --horizon 6 --target sales --future promotion,sse,flat")
    #expect(fit.status == 0 && fit.errors.contains("'flat' has no effect"), "\(fit.errors)")
    let text = try workspace.run("inspect").output
    let header = try #require(text.split(separator: "\n").first { $0.contains("ar1") }, "\(text)")
    #expect(
      header.split(separator: " ").map(String.init) == ["ar1", "promotion", "sse", "flat"], "\(text)")
    #expect(text.contains("note: 'flat' has no effect") && !text.contains("regressor"), "\(text)")
  }

  /// The state follows rows that came after the fit.
  @Test func laterRowsMoveTheForecast() throws {
    let workspace = try Self.workspace()
    _ = try workspace.run("fit sales.csv --model hw-additive --quiet")
    try workspace.write(Self.text(0..<66), to: "later.csv")
    let lines = try workspace.run("predict model.safetensors later.csv").output.split(separator: "\n")
    #expect(lines[1].hasPrefix("2020-07-01,"))
    // The newest rows alone continue the same state.
    try workspace.write(Self.text(48..<66), to: "newest.csv")
    #expect(
      try workspace.run("predict model.safetensors newest.csv").output
        == workspace.run("predict model.safetensors later.csv").output)
  }

  @Test func whatDoesNotApplyIsRefused() throws {
    let workspace = try Self.workspace()
    expectFailure(
      try workspace.run("fit sales.csv --model ets --lookback 12"), 64, "--lookback does not apply to ets")
    expectFailure(
      try workspace.run("fit sales.csv --model ets --epochs 2"), 64, "nothing to train step by step")
    expectFailure(try workspace.run("fit sales.csv --model ets:X,Y,Z"), 64, "form", "X,Y,Z")
    expectFailure(try workspace.run("fit sales.csv --model theta:3"), 64, "no forecaster")
    expectFailure(try workspace.run("fit sales.csv --model arima --set order=1,1"), 64, "order")
  }

  @Test func aMethodThatCannotBeFittedSaysWhy() throws {
    let workspace = try Self.workspace(rows: 12)
    expectFailure(
      try workspace.run("fit sales.csv --model hw-additive"), 65, "column 'sales'", "hw-additive")
    #expect(try workspace.run("fit sales.csv --model ets --quiet").status == 0)
  }

  @Test func theSeasonIsASetting() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("fit sales.csv --model ets:A,N,A --set season=6 --quiet")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.run("inspect").output.contains("season=6"))
    expectFailure(
      try workspace.run("fit sales.csv --model ets:A,N,A --set season=1 --quiet"), 65, "needs a season")
  }

  /// Sixty months leave no residuals to make intervals of: the method's own law is taken.
  @Test func intervalsAreThoseOfTheMethodWhereThereAreNoOthers() throws {
    let workspace = try Self.workspace()
    let fit = try workspace.run("fit sales.csv --model hw-additive --json")
    #expect(try fit.json.member("test").member("coverage_95").number() > 0.5)
    let run = try workspace.run("predict model.safetensors sales.csv --level 80,95 --quantiles 0.1,0.9")
    #expect(run.errors.contains("intervals are those that the model states"))
    let lines = run.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    #expect(
      lines[0] == [
        "date", "sales", "sales-lo-95", "sales-lo-80", "sales-hi-80", "sales-hi-95", "sales-q-0.1",
        "sales-q-0.9",
      ])
    for line in lines.dropFirst() {
      let numbers = line.dropFirst().compactMap { Double($0) }
      #expect(numbers.count == 7 && numbers[1] < numbers[2] && numbers[2] < numbers[0])
      #expect((numbers[2] - numbers[5]).magnitude < 1e-6 && (numbers[3] - numbers[6]).magnitude < 1e-6)
    }
    let picture = try workspace.run("plot model.safetensors sales.csv -o plot.svg")
    #expect(picture.status == 0, "\(picture.errors)")
    #expect(try workspace.text("plot.svg").contains("class=\"band c0\""))
    _ = try workspace.run("fit sales.csv --model croston --quiet")
    let demand = try workspace.run("predict model.safetensors sales.csv --level 80")
    #expect(demand.status == 0 && demand.errors.contains("intervals are quantiles of the rows"))
    _ = try workspace.run(
      "fit sales.csv --model linear --epochs 0 --lookback 12 --horizon 6 --split 0.6/0/0.4 --quiet")
    expectFailure(
      try workspace.run("predict model.safetensors sales.csv --level 80"), 64, "holds no intervals")
    expectFailure(try workspace.run("predict model.safetensors sales.csv --quantiles 2"), 64, "--quantiles")
    #expect(try workspace.run("plot model.safetensors sales.csv -o plain.svg").status == 0)
  }

  /// Forty residuals are enough for 95 %, not for 99: what is said of the one is not said otherwise for the other's sake.
  @Test func aLevelDoesNotDependOnTheOthers() throws {
    let workspace = try Self.workspace(rows: 200)
    let fit = try workspace.run(
      "fit sales.csv --model hw-additive --horizon 1 --split 0.6/0.2/0.2 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    func columns(_ levels: String) throws -> (errors: String, rows: [[Substring]]) {
      let run = try workspace.run("predict model.safetensors sales.csv --level \(levels)")
      #expect(run.status == 0, "\(run.errors)")
      return (run.errors, run.output.split(separator: "\n").map { $0.split(separator: ",") })
    }
    let (alone, both) = (try columns("80"), try columns("80,99"))
    #expect(!alone.errors.contains("too few residuals"))
    #expect(both.errors.contains("too few residuals for levels above 95 %"))
    for (one, two) in zip(alone.rows, both.rows) {
      // date, forecast, [lo-99,] lo-80, hi-80[, hi-99]
      #expect(one[2...3] == two[3...4])
    }
    for row in both.rows.dropFirst() {
      let numbers = row.dropFirst(2).compactMap { Double($0) }
      #expect(numbers == numbers.sorted() && numbers.count == 4)
    }
  }

  @Test func aRefitModelIsScoredAsItsFitWas() throws {
    let workspace = try Self.workspace()
    let fit = try workspace.run("fit sales.csv --model hw-additive --json")
    #expect(try fit.json.member("refit").boolean())
    let again = try workspace.run("evaluate model.safetensors sales.csv --json")
    #expect(!again.errors.contains("too small"))
    #expect(try again.json.member("test").member("mse").value == fit.json.member("test").member("mse").value)
  }
}
