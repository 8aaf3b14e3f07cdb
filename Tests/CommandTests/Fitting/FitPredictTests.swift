import Persistence
import TestSupport
import Testing

/// Forecasts of many series from one command.
@Suite struct FitPredictTests {
  /// Monthly rows of several series.
  private static func text(_ ids: [String], rows: Int = 40) -> String {
    let lines = ids.enumerated().flatMap { index, id in
      (0..<rows).map { row in
        let value = 100 * (index + 1) + row + 5 * [3, 1, 0, -2, -3, -1, 0, 2, 4, 3, 1, 2][row % 12]
        return "\(id),\(SampleDate(months: row, after: 2019).iso),\(value)\n"
      }
    }
    return "unique_id,ds,y\n" + lines.joined()
  }

  private static func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(text(["a", "b", "c"]), to: "sales.csv")
    return workspace
  }

  @Test func allSeriesAreForecastWithIntervalsAndNothingElseIsWritten() throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("fit sales.csv --model auto-theta --predict next.csv --level 80,95")
    #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
    #expect(run.errors.contains("no rows are kept back for scores, and no model is kept"))
    #expect(run.errors.contains("wrote next.csv: 12 rows for each of 3 series"))
    let lines = try workspace.lines("next.csv")
    #expect(lines[0] == "unique_id,ds,y,y-lo-95,y-lo-80,y-hi-80,y-hi-95" && lines.count == 37)
    #expect(lines[1].hasPrefix("a,2022-05-01,") && lines[36].hasPrefix("c,2023-04-01,"))
    #expect(workspace.names.sorted() == ["next.csv", "sales.csv"])
  }

  @Test(arguments: ["croston", "sba", "tsb", "adida", "imapa"])
  func intermittentDemandIsBoundedByQuantilesOfTheRows(model: String) throws {
    let workspace = try Self.workspace()
    let run = try workspace.run("fit sales.csv --model \(model) --predict next.csv --level 80,95")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count { $0.contains("states no distribution") } == 1)
    for line in try workspace.lines("next.csv").dropFirst() {
      let numbers = line.split(separator: ",").dropFirst(2).compactMap { Double($0) }
      try #require(numbers.count == 5, "\(line)")
      let ascending = [numbers[1], numbers[2], numbers[0], numbers[3], numbers[4]]
      #expect(ascending == ascending.sorted() && numbers[1] < numbers[4], "\(line)")
    }
  }

  /// Without enough residuals a model that is kept has the bounds that one without a file has, and so have those of a backtest.
  @Test(arguments: ["croston", "tsb", "imapa"])
  func demandHasTheSameBoundsInEveryCommand(model: String) throws {
    let workspace = try Workspace()
    let rows = (0..<43).map { "\(1950 + $0)-01-01,\($0 % 4 == 0 ? 3 + $0 % 5 : 0)\n" }
    try workspace.write("time,y\n" + rows.joined(), to: "longer.csv")
    try workspace.write("time,y\n" + rows.prefix(40).joined(), to: "d.csv")
    let fit = "fit d.csv --model \(model) --horizon 3 --quiet"
    let direct = try workspace.run("\(fit) --predict - --level 80,95")
    #expect(direct.status == 0, "\(direct.errors)")
    _ = try workspace.run("\(fit) --split 0.6/0/0.4")
    #expect(try workspace.run("predict model.safetensors d.csv --level 80,95").output == direct.output)
    let backtest = try workspace.run(
      "backtest longer.csv --model \(model) --horizon 3 --windows 1 --level 80,95 -o b.csv --quiet")
    #expect(backtest.status == 0, "\(backtest.errors)")
    // time, cutoff and truth before the forecast and its bounds.
    let found = try workspace.lines("b.csv").dropFirst().map { $0.split(separator: ",").dropFirst(3) }
    let expected = direct.output.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").dropFirst()
    }
    #expect(found.map(Array.init) == expected.map(Array.init))
  }

  @Test func itIsTheForecastOfAModelThatWasFittedToAllRows() throws {
    let workspace = try Self.workspace()
    // Six rows more: what is fitted to the first 40 rows is scored on those that follow.
    try workspace.write(Self.text(["a"], rows: 46), to: "longer.csv")
    try workspace.write(Self.text(["a"]), to: "first.csv")
    let fit = try workspace.run(
      "fit longer.csv --model holt --horizon 6 --split last:0/6 --series-column unique_id --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let predicted = try workspace.run("predict model.safetensors first.csv").output
    _ = try workspace.run(
      "fit first.csv --model holt --horizon 6 --series-column unique_id --predict direct.csv --quiet")
    #expect(try workspace.text("direct.csv") == predicted)
  }

  @Test(arguments: ["last-value", "drift", "holt", "theta", "dotm", "arima:0,1,1"])
  func rowsWithoutAValueAtTheEndAreStepsOfTheForecast(model: String) throws {
    let workspace = try Workspace()
    try workspace.write(Self.text(["a"]), to: "known.csv")
    try workspace.write(Self.text(["a"]) + "a,2022-05-01,\na,2022-06-01,\n", to: "open.csv")
    func numbers(_ name: String, horizon: Int) throws -> [[Double]] {
      let options = "--series-column unique_id --predict \(name)-next.csv --level 80,95 --quiet"
      let run = try workspace.run("fit \(name).csv --model \(model) --horizon \(horizon) \(options)")
      #expect(run.status == 0, "\(run.errors)")
      return try workspace.lines("\(name)-next.csv").dropFirst().map { line in
        line.split(separator: ",").dropFirst(2).compactMap { Double($0) }
      }
    }
    let after = try numbers("known", horizon: 5).dropFirst(2)
    let open = try numbers("open", horizon: 3)
    #expect(open.count == 3 && after.count == 3)
    for (one, other) in zip(after, open) {
      #expect(one.count == 5 && other.count == 5)
      for (a, b) in zip(one, other) { #expect((a - b).magnitude < 1e-6 * a.magnitude, "\(one), \(other)") }
    }
  }

  @Test func anUpperBoundMayBeInfinite() throws {
    let workspace = try Workspace()
    let rows = (0..<24).map { "2019-01-\($0 < 9 ? "0" : "")\($0 + 1),\($0.isMultiple(of: 2) ? 5 : 20)\n" }
    try workspace.write("date,y\n" + rows.joined(), to: "jumps.csv")
    let run = try workspace.run(
      "fit jumps.csv --model arima:0,1,0 --set boxCox=-1 --horizon 2 --predict next.csv --level 80 --quiet")
    #expect(run.status == 0, "\(run.errors)")
    let lines = try workspace.lines("next.csv").dropFirst()
    #expect(lines.count == 2)
    for line in lines {
      let cells = line.split(separator: ",")
      let (mean, lower) = (Double(cells[1]) ?? 0, Double(cells[2]) ?? 0)
      // 1 / 20 less 1.28 deviations of the changes of 1 / y, which are 0.15, is below zero.
      #expect((mean - 20).magnitude < 1e-6 && lower > 0 && lower < 5 && cells[3] == "inf", "\(line)")
    }
  }

  @Test func pipesAndWideFilesWork() throws {
    let workspace = try Self.workspace()
    _ = try workspace.run("fit sales.csv --model theta --predict next.csv --quiet")
    let piped = try workspace.shell("cat sales.csv | forecast fit - --model theta --predict - --quiet")
    #expect(try piped.output == workspace.text("next.csv"), "\(piped.errors)")
    let wide = Self.text(["a"]).split(separator: "\n").map {
      $0.split(separator: ",").dropFirst().joined(separator: ",")
    }
    try workspace.write(wide.joined(separator: "\n") + "\n", to: "wide.csv")
    let run = try workspace.run("fit wide.csv --model theta --predict wide-next.csv --json --quiet")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try workspace.lines("wide-next.csv").count == 13)
    let json = try run.json
    #expect(try json.member("series").integer() == 1 && json.member("horizon").integer() == 12)
    #expect(try json.member("fallbacks").integer() == 0 && json.member("model").string() == "theta")
  }

  @Test func seriesThatCannotBeFittedAreSaid() throws {
    let workspace = try Self.workspace()
    try workspace.write(Self.text(["a", "b"]) + "c,2021-01-01,5\nc,2021-02-01,7\n", to: "short.csv")
    let run = try workspace.run("fit short.csv --model hw-additive --predict next.csv --json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.errors.contains("hw-additive could not be fitted to 1 of 3 series; their last value is repeated"))
    #expect(try run.json.member("fallbacks").integer() == 1)
    #expect(try workspace.lines("next.csv")[25].hasPrefix("c,2021-03-01,7"))
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let workspace = try Self.workspace()
    expectFailure(
      try workspace.run("fit sales.csv --model theta --predict n.csv --output m.safetensors"), 64, "--output",
      "--predict")
    expectFailure(
      try workspace.run("fit sales.csv --model theta --predict n.csv --split 0.7/0.1/0.2"), 64, "--split")
    expectFailure(
      try workspace.run("fit sales.csv --model samformer --predict n.csv"), 64, "leave out --predict")
    expectFailure(try workspace.run("fit sales.csv --model theta --predict sales.csv"), 64, "same file")
    expectFailure(try workspace.run("fit sales.csv --model theta --predict no/n.csv"), 73, "no/n.csv")
    #expect(try workspace.run("fit sales.csv --model theta --level 95").status == 64)
    #expect(workspace.names == ["sales.csv"])
  }

  @Test func aPipeMustBeSortedBySeries() throws {
    let workspace = try Workspace()
    // Larger than a block of text, so that the first series have been given when the one at the end comes.
    let ids = (0..<4000).map { "series-\($0)" }
    try workspace.write(Self.text(ids) + "series-0,2022-05-01,1\n", to: "mixed.csv")
    let piped = try workspace.shell(
      "cat mixed.csv | forecast fit - --model theta --predict n.csv --horizon 1 --quiet")
    expectFailure(piped, 65, "-:160002", "series-0", "sort the rows by series")
    #expect(workspace.names == ["mixed.csv"])
  }
}
