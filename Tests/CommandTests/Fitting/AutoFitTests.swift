import Persistence
import TestSupport
import Testing
import TimeSeries

@Suite struct AutoFitTests {
  private static let options = "fit f.csv --horizon 12 --lookback 48"
  /// One column: the search for ARIMA models takes seconds for each.
  private static let oneColumn = options + " --features S"

  @Test func everyCandidateIsShownWithItsWeight() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(Self.oneColumn + " --json --log fit.jsonl")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("auto: chooses and combines forecasters, lookback 48, horizon 12"))
    let json = try run.json
    #expect(try json.member("model").string() == "auto")
    let candidates = try json.member("candidates").elements()
    let names = try candidates.map { try $0.member("model").string() }
    #expect(names.contains("last-value") && names.contains("scum") && names.contains("linear-closed-form"))
    let weights = try candidates.compactMap { try $0.optionalMember("weight")?.number() }
    #expect(abs(weights.reduce(0, +) - 1) < 1e-9 && weights.allSatisfy { $0 >= 0 })
    #expect(run.errors.contains(", of \(weights.count) tried"), "\(run.errors)")
    let errors = try candidates.compactMap {
      try $0.optionalMember("validation")?.member("mse_norm").number()
    }
    let (best, worst) = try (#require(errors.min()), #require(errors.max()))
    let error = try json.member("validation").member("mse_norm").number()
    // A choice by some blocks of windows may do a little worse on all of them than the best single one.
    #expect(error < best + 0.1 * (worst - best), "\(error), \(errors)")
    #expect(
      try json.member("baselines").object().keys == ["last-value", "seasonal-naive", "linear-closed-form"])

    #expect(try workspace.run("inspect --json").json.member("config").member("model").string() == "auto")
    #expect(try workspace.run("predict").output.split(separator: "\n").count == 13)
    let events = try workspace.lines("fit.jsonl").map { try JSONReader(JSONValue(parsing: $0)) }
    let tried = try events.filter { try $0.member("event").string() == "tried" }
    #expect(try tried.map { try $0.member("settings").string() }.allSatisfy(names.contains))
  }

  /// A counter goes on by one a row, and columns that have come to rest stay: each has a member that knows, and the sum of their errors
  /// asked for a little of both. Of 60 columns one weighs less than what a member must count for in the mean.
  @Test(arguments: [1, 59]) func aColumnIsForecastByTheMemberThatIsClearlyBetterThere(others: Int) throws {
    let workspace = try Workspace()
    let names = (0..<others).map { ",sales\($0)" }.joined()
    let rows = (0..<120).map { row in
      let values = (0..<others).map { ",\(100 + $0 + 10 * min(row, 60))" }.joined()
      return "\(SampleDate.day(row)),\(row + 1)\(values)\n"
    }
    try workspace.write("date,t\(names)\n" + rows.joined(), to: "d.csv")
    let fit = "fit d.csv --set members=last-value+drift --horizon 3 --no-baselines --quiet"
    let run = try workspace.run(fit)
    try #require(run.status == 0, "\(run.errors)")
    let lines = try workspace.run("predict").output.split(separator: "\n").dropFirst()
    #expect(lines.count == 3)
    for (step, line) in lines.enumerated() {
      let cells = line.split(separator: ",").dropFirst().compactMap { Double($0) }
      let expected = [121 + Double(step)] + (0..<others).map { 700 + Double($0) }
      let distances: [Double] = zip(cells, expected).map { abs($0 - $1) }
      #expect(cells.count == 1 + others && distances.allSatisfy { $0 < 1e-3 }, "\(line)")
    }
  }

  @Test func theTableSaysWhatWasChosenAndWhy() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run(Self.oneColumn + " --quiet")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(
      lines[0].split(separator: " ") == ["validation", "mse_norm", "mae_norm", "weight", "fitted", "in"])
    #expect(lines.contains { $0.hasPrefix("linear-stack ") } && lines.contains { $0.hasPrefix("scum ") })
    #expect(
      lines.contains(
        "last-value, seasonal-naive, mean, linear-closed-form: linear-stack weighs such forecasts on more windows"
      ))
    #expect(
      lines.contains { $0.hasPrefix("few validation windows: tried on the last third") }, "\(run.output)")
    #expect(lines.contains { $0.hasPrefix("test, last-value ") })
  }

  @Test func theSameSeedChoosesTheSameWithAnyNumberOfThreads() throws {
    let workspace = try Workspace.withData()
    let digests = try [1, 3].map { threads in
      try workspace.run(
        Self.options + " --set members=linear-stack+ets+ces+mean --json --quiet --threads \(threads)"
      ).json.member("weights_sha256").string()
    }
    #expect(Set(digests).count == 1, "\(digests)")
  }

  /// The forecast of a stored combination is the weighted sum of its members'.
  @Test func namedMembersAreCombinedAndStored() throws {
    let workspace = try Workspace.withData()
    let fit = try workspace.run(
      Self.options + " --set members=last-value+mean --no-refit --json --quiet --no-baselines")
    #expect(fit.status == 0, "\(fit.errors)")
    let candidates = try fit.json.member("candidates").elements()
    #expect(try candidates.map { try $0.member("model").string() } == ["last-value", "mean"])
    let again = try workspace.run("evaluate --json").json
    #expect(try again.member("test").value == fit.json.member("test").value)
  }

  @Test func aRefitModelIsScoredAsItsFitWas() throws {
    let workspace = try Workspace.withData()
    let fit = try workspace.run("fit f.csv --model mean --horizon 12 --lookback 48 --json")
    #expect(try fit.json.member("refit").boolean())
    #expect(fit.errors.contains("fitted again on all rows; the scores are those before"))
    let again = try workspace.run("evaluate --json")
    #expect(!again.errors.contains("too small"))
    #expect(try again.json.member("test").member("mse").value == fit.json.member("test").member("mse").value)
    let kept = try workspace.run("fit f.csv --model mean --horizon 12 --lookback 48 --json --no-refit")
    #expect(try !kept.json.member("refit").boolean())
    #expect(try !workspace.run("evaluate --json").errors.contains("too small"))
  }

  /// A network is trained again on all rows only if that is asked for, for as many epochs as its best weights took.
  @Test func aNetworkIsTrainedAgainOnAllRowsOnRequest() throws {
    let workspace = try Workspace.withData()
    let usual = try workspace.run("fit f.csv \(Workspace.small) --json --output usual.safetensors")
    #expect(try !usual.json.member("refit").boolean())
    let fit = try workspace.run("fit f.csv \(Workspace.small) --refit --json")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("refit").boolean())
    #expect(try fit.json.member("test").value == usual.json.member("test").value)
    #expect(try workspace.run("evaluate --json").errors.contains("errors on them are too small"))
    let (first, second) = (
      try workspace.run("predict usual.safetensors").output, try workspace.run("predict").output
    )
    #expect(first != second)
  }

  /// A period that no usual season has: the exact map sees it at once, the local models never.
  @Test func fewWindowsAreEnoughForAGainThatIsNoChance() throws {
    let workspace = try Workspace()
    try workspace.write(SampleFile.hourly(rows: 600, columns: ["a", "b", "c"]), to: "waves.csv")
    let fit = try workspace.run("fit waves.csv --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let json = try fit.json
    #expect(try json.member("choice").string() == "few-windows")
    let candidates = try json.member("candidates").elements()
    let map = try #require(candidates.first { (try? $0.member("model").string()) == "linear-closed-form" })
    #expect(try map.member("weight").number() > 0.8)
    let error = try json.member("validation").member("mse_norm").number()
    #expect(
      try error < 0.1
        * candidates.compactMap {
          try $0.member("model").string() == "scum"
            ? try $0.member("validation").member("mse_norm").number() : nil
        }[0])
  }

  /// Rows of visits with a week and noise.
  private static func days(_ count: Int, _ noise: TestGenerator) -> [String] {
    var generator = noise
    return (0..<count).map { index in
      let noise = Double.random(in: -5...5, using: &generator)
      let day = Timestamp(year: 2020).advanced(byNanoseconds: 86_400_000_000_000 * Int128(index))
      return "\(day),\(100 + Double(index % 7) * 9 + noise)"
    }
  }

  /// A slip of the pen and three days without data, written as zeros, move no forecast.
  @Test func oddRowsAreLeftOutOfLocalFitsAndNamed() throws {
    let workspace = try Workspace()
    let odd = [80: 0.0, 81: 0, 82: 0, 116: 1360]
    let rows = Self.days(120, TestGenerator("days", seed: 6)).enumerated().map { row, text in
      odd[row].map { "\(text.prefix { $0 != "," }),\($0)" } ?? text
    }
    try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: "odd.csv")
    let fit = try workspace.run("fit odd.csv --json")
    #expect(fit.status == 0, "\(fit.errors)")
    let line = fit.errors.split(separator: "\n").last { $0.contains("left out of the fits of local members") }
    #expect(line?.contains("far from all rows around: visits 0 of 2020-03-21") == true, "\(fit.errors)")
    #expect(line?.contains("and 2 more rows, visits 1360 of 2020-04-26") == true, "\(fit.errors)")
    let forecast = try workspace.run("predict").output.split(separator: "\n").dropFirst().map { row in
      Double(row.split(separator: ",")[1]) ?? .nan
    }
    #expect(forecast.count == 14 && forecast.allSatisfy { 90...165 ~= $0 }, "\(forecast)")
  }

  /// Members that look back at a value of the test rows, which the others leave out, count no more when all rows are known.
  @Test(arguments: [180, 197]) func membersThatSeeOddRowsDoNotCount(row odd: Int) throws {
    let workspace = try Workspace()
    let rows = Self.days(200, TestGenerator("days", seed: 6)).enumerated().map { row, text in
      row == odd ? "\(text.prefix { $0 != "," }),13600" : text
    }
    try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: "odd.csv")
    let fit = try workspace.run("fit odd.csv")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("far from all rows around: visits 13600 of 2020-"), "\(fit.errors)")
    #expect(fit.output.contains("looks back at values that are left out") == (odd == 180), "\(fit.output)")
    let forecast = try workspace.run("predict").output.split(separator: "\n").dropFirst().map { row in
      Double(row.split(separator: ",")[1]) ?? .nan
    }
    #expect(forecast.count == 14 && forecast.allSatisfy { 80...175 ~= $0 }, "\(forecast)")
  }

  /// Visits that rise for good, before the test rows or among them, are forecast at their new level, within intervals of the noise.
  @Test(arguments: [140, 180, 192]) func aLastingChangeOfLevelIsForecast(row first: Int) throws {
    let workspace = try Workspace()
    let rows = Self.days(200, TestGenerator("days", seed: 6)).enumerated().map { row, text -> String in
      let cells = text.split(separator: ",")
      return "\(cells[0]),\((Double(cells[1]) ?? 0) + (row < first ? 0 : 80))"
    }
    try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: "shift.csv")
    let fit = try workspace.run("fit shift.csv")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(fit.errors.contains("which has changed for good: visits before 2020-"), "\(fit.errors)")
    let forecast = try workspace.run("predict").output.split(separator: "\n").dropFirst().map { row in
      Double(row.split(separator: ",")[1]) ?? .nan
    }
    // Days are 100 to 154 and 80 more, in noise of up to 5.
    #expect(forecast.count == 14 && forecast.allSatisfy { 170...244 ~= $0 }, "\(forecast)")
    let bounds = try workspace.run("predict --level 95").output.split(separator: "\n").dropFirst().map {
      row in
      row.split(separator: ",").dropFirst(2).map { Double($0) ?? .nan }
    }
    #expect(bounds.count == 14 && bounds.allSatisfy { $0.count == 2 && $0[1] - $0[0] < 40 }, "\(bounds)")
  }

  /// A change that a column known ahead explains misleads no model that sees the column.
  @Test func aColumnKnownAheadMayExplainAChange() throws {
    let workspace = try Workspace()
    let rows = Self.days(200, TestGenerator("days", seed: 6)).enumerated().map { row, text -> String in
      let (cells, isOpen) = (text.split(separator: ","), row >= 140)
      return "\(cells[0]),\((Double(cells[1]) ?? 0) + (isOpen ? 80 : 0)),\(isOpen ? 1 : 0)"
    }
    try workspace.write((["date,visits,open"] + rows).joined(separator: "\n") + "\n", to: "shift.csv")
    let refused = "linear-closed-form: looks back at rows before a lasting change of level"
    let blind = try workspace.run("fit shift.csv --target visits --past open")
    #expect(blind.status == 0 && blind.output.contains(refused), "\(blind.output)\(blind.errors)")
    let seeing = try workspace.run("fit shift.csv --target visits --future open")
    #expect(seeing.status == 0 && !seeing.output.contains(refused), "\(seeing.output)\(seeing.errors)")
    // It stands in for members before there are any.
    #expect(!seeing.errors.contains("last-value does not look at"), "\(seeing.errors)")
  }

  /// Where nothing can be chosen the one model that is taken sees no such columns.
  @Test func columnsThatNoMemberLooksAtAreSaid() throws {
    let workspace = try Workspace()
    let rows = Self.days(20, TestGenerator("days", seed: 6)).enumerated().map { "\($1),\($0 % 3)" }
    try workspace.write((["date,visits,campaign"] + rows).joined(separator: "\n") + "\n", to: "days.csv")
    let fit = try workspace.run("fit days.csv --target visits --future campaign --json")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("choice").string() == "too-few-rows")
    #expect(fit.errors.contains("scum does not look at columns known ahead"), "\(fit.errors)")
  }

  /// A file of days whose visits a campaign raises by four fifths.
  private static func campaigns(_ count: Int) -> String {
    var generator = TestGenerator("campaign", seed: 7)
    let rows = days(count, TestGenerator("days", seed: 5)).map { row -> String in
      let cells = row.split(separator: ",")
      let campaign = Int.random(in: 0..<4, using: &generator) == 0
      let visits = (Double(cells[1]) ?? 0) * (campaign ? 1.8 : 1)
      return "\(cells[0]),\(visits),\(campaign ? 1 : 0)"
    }
    return (["date,visits,campaign"] + rows).joined(separator: "\n") + "\n"
  }

  /// Sales that a campaign, told ahead, raises by four fifths: the medians and means of models that do not see it are not all that counts.
  @Test(arguments: [(days: 250, horizon: 14), (days: 4_000, horizon: 7)])
  func columnsKnownAheadCount(_ days: Int, _ horizon: Int) throws {
    let workspace = try Workspace()
    try workspace.write(Self.campaigns(days), to: "days.csv")
    let fit = try workspace.run(
      "fit days.csv --target visits --future campaign --horizon \(horizon) --budget 2s --no-refit --json --quiet"
    )
    #expect(fit.status == 0, "\(fit.errors)")
    let weights = try fit.json.member("candidates").elements().reduce(into: [String: Double]()) {
      weights, row in
      weights[try row.member("model").string()] = try? row.member("weight").number()
    }
    let seeing = ["arima", "dynamic-regression", "linear-closed-form"].compactMap { weights[$0] }.reduce(0, +)
    #expect(seeing > 0.6, "\(weights)")
    let (test, season) = (
      try fit.json.member("test"), try fit.json.member("baselines").member("seasonal-naive")
    )
    #expect(try test.member("mse").number() < 0.5 * season.member("mse").number())
  }

  /// Weekends of 28 rows a week, of which the usual season of four rows knows nothing: what sees them counts most.
  @Test func theLongSeasonThatRowsShowCounts() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("week", seed: 3)
    let rows = (0..<420).map { row -> String in
      let noise = Double.random(in: -5...5, using: &generator)
      let stamp = Timestamp(year: 2020).advanced(byNanoseconds: 21_600_000_000_000 * Int128(row))
      let (noon, weekend): (Double, Double) = (row % 4 == 2 ? 10 : 0, row / 4 % 7 > 4 ? 15 : 0)
      let visits = 100 + noon - weekend + noise
      return "\(stamp),\(visits)"
    }
    try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: "week.csv")
    let fit = try workspace.run("fit week.csv --horizon 28 --no-refit --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let seeing = try fit.json.member("candidates").elements().reduce(0.0) { sum, row in
      let sees = ["stlf-ets", "stlf-arima", "linear-closed-form"].contains(try row.member("model").string())
      return sum + (sees ? (try row.optionalMember("weight")?.number()) ?? 0 : 0)
    }
    #expect(seeing > 0.6, "\(fit.errors)")
    let (test, season) = (
      try fit.json.member("test"), try fit.json.member("baselines").member("seasonal-naive")
    )
    #expect(try test.member("mse").number() < 0.5 * season.member("mse").number())
  }

  /// A second has room for `scum` or for `arima`, not for both: columns known ahead are seen by `arima` alone. Where there are
  /// none, `arima` costs nothing: `scum` has fitted it.
  @Test func whatSeesColumnsKnownAheadIsPaidForFirst() throws {
    let workspace = try Workspace()
    try workspace.write(Self.campaigns(2_830), to: "days.csv")
    func tried(_ options: String) throws -> [String] {
      let fit = try workspace.run(
        "fit days.csv --target visits --horizon 7 --budget 1s --no-refit --json --quiet " + options)
      #expect(fit.status == 0, "\(fit.errors)")
      return try fit.json.member("candidates").elements().filter {
        try $0.optionalMember("validation") != nil
      }.map { try $0.member("model").string() }
    }
    let (seen, ignored) = (try tried("--future campaign"), try tried("--ignore campaign"))
    #expect(seen.contains("arima") && !seen.contains("scum"), "\(seen)")
    #expect(Set(ignored).isSuperset(of: ["scum", "arima", "ets", "ces", "dotm"]), "\(ignored)")
    #expect(!ignored.contains("auto-theta"), "\(ignored)")
  }

  /// Two weeks ahead, the validation rows of 900 days are worth six windows; the last third of the training rows is worth fourteen more.
  @Test func laterTrainingRowsTellToo() throws {
    let workspace = try Workspace()
    let rows = Self.days(900, TestGenerator("days", seed: 4))
    func write(_ rows: [String], to name: String) throws {
      try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: name)
    }
    try write(rows, to: "days.csv")
    let fit = try workspace.run("fit days.csv --json --no-refit --threads 1")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("choice").string() == "earlier-rows")
    let digest = try fit.json.member("weights_sha256").string()
    // Test rows are the last fifth: nothing that is chosen or learnt depends on them, nor on the number of threads.
    try write(
      rows.enumerated().map { $0 < 720 ? $1 : String($1.split(separator: ",")[0]) + ",\($0)" },
      to: "others.csv")
    let other = try workspace.run("fit others.csv --no-refit --threads 3 --quiet")
    #expect(other.output.contains("the last third of the training rows too"), "\(other.errors)")
    #expect(try workspace.run("inspect --json").json.member("weights_sha256").string() == digest)
  }

  /// The validation windows of 1,400 days overlap, and are worth few: too few to make better intervals than the members' laws without those of
  /// later training rows.
  @Test func errorsOfLaterTrainingRowsMakeIntervals() throws {
    let workspace = try Workspace()
    let rows = Self.days(1400, TestGenerator("intervals of days", seed: 1))
    try workspace.write((["date,visits"] + rows).joined(separator: "\n") + "\n", to: "days.csv")
    let fit = try workspace.run("fit days.csv --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("choice").string() == "earlier-rows")
    let coverage = try fit.json.member("test").member("coverage_95").number()
    #expect(coverage > 0.85)
    let forecast = try workspace.run("predict --level 95")
    #expect(!forecast.errors.contains("too few residuals"), "\(forecast.errors)")
  }

  @Test func thirtySixMonthsAreEnough() throws {
    let workspace = try Workspace()
    let rows = (0..<36).map { month in
      "\(SampleDate(months: month, after: 2020).iso),\(100 + month + month % 12 * 5)"
    }
    try workspace.write((["month,sales"] + rows).joined(separator: "\n") + "\n", to: "sales.csv")
    let fit = try workspace.run("fit sales.csv --json")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("choice").string() == "too-few-rows")
    let lines = try workspace.run("predict").output.split(separator: "\n")
    #expect(lines.count == 8 && lines[1].hasPrefix("2023-01-01,"))
  }

  @Test func optionsOfOneModelAreRefused() throws {
    let workspace = try Workspace.withData()
    for option in ["--epochs 3", "--initial-weights w.safetensors"] {
      expectFailure(try workspace.run(Self.options + " " + option), 64, "belong to one model; name it")
    }
    expectFailure(
      try workspace.run(Self.options + " --set hiddenSize=8"), 64, "'hiddenSize' is not a setting")
    expectFailure(
      try workspace.run(Self.options + " --budget soon"), 64, "use a time such as 30s, 1m or 2h")
    expectFailure(
      try workspace.run(Self.options + " --model ets --budget 1m"), 64, "--budget is for --model auto")
    expectFailure(
      try workspace.run(Self.options + " --set members=ets+auto"), 64, "names such as ets+theta")
    #expect(!workspace.exists("model.safetensors"))
  }
}
