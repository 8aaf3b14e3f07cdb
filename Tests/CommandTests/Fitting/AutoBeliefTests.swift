import Persistence
import TestSupport
import Testing
import TimeSeries

/// What `auto` believes in where validation tells little.
@Suite struct AutoBeliefTests {
  /// A file of visits, with a row for each number of steps.
  private static func file(_ visits: [Double], everyHours hours: Int128, from first: Int = 0) -> String {
    let rows = visits.indices.map { row -> String in
      let stamp = Timestamp(year: 2020).advanced(
        byNanoseconds: 3_600_000_000_000 * hours * Int128(first + row))
      return "\(stamp),\(visits[row])"
    }
    return (["date,visits"] + rows).joined(separator: "\n") + "\n"
  }

  /// Days with a week and noise.
  private static func days(_ count: Int) -> [Double] {
    var generator = TestGenerator("days", seed: 4)
    return (0..<count).map { 100 + 9 * Double($0 % 7) + 3 * generator.normal() }
  }

  private static func weights(_ fit: JSONReader) throws -> [String: Double] {
    try fit.member("candidates").elements().reduce(into: [:]) { weights, row in
      guard let weight = try row.optionalMember("weight")?.number(), weight > 0 else { return }
      weights[try row.member("model").string()] = weight
    }
  }

  /// Three years of weeks leave no rows to choose on, and smoothing models have no states for the year.
  @Test func theYearOfWeeksIsSeenWhereNothingCanBeChosen() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("weeks", seed: 3)
    let visits = (0..<157).map { 100 + Double(($0 % 52 - 26).magnitude) + 3 * generator.normal() }
    try workspace.write(Self.file(visits, everyHours: 168), to: "weeks.csv")
    let fit = try workspace.run("fit weeks.csv --json")
    #expect(fit.status == 0, "\(fit.errors)")
    let json = try fit.json
    #expect(try json.member("choice").string() == "too-few-rows")
    #expect(try Set(Self.weights(json).keys) == ["scum", "stlf-ets", "arima"])
    let (test, last) = (
      try json.member("test").member("mse").number(),
      try json.member("baselines").member("last-value").member("mse").number()
    )
    #expect(test < 0.15 * last)
    let table = try workspace.run("fit weeks.csv --quiet").output
    #expect(table.contains("too few rows to choose on: scum, arima and stlf-ets count alike"), "\(table)")
  }

  /// No model has a state for each of 1,440 minutes: `arima` takes as long on them as on other rows, and the budget has room for it.
  @Test func minutesAreNotTooLongForTheirSeason() throws {
    let workspace = try Workspace()
    var (generator, level) = (TestGenerator("minutes", seed: 5), 30.0)
    let loads = (0..<240).map { row -> Double in
      level += 0.1 * (30 - level) + generator.normal()
      return level + Double(row % 60) / 10
    }
    let rows = loads.indices.map {
      "\(Timestamp(year: 2024).advanced(byNanoseconds: 60_000_000_000 * Int128($0))),\(loads[$0])"
    }
    try workspace.write((["time,load"] + rows).joined(separator: "\n") + "\n", to: "minutes.csv")
    let fit = try workspace.run("fit minutes.csv --horizon 20 --budget 2s --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let fitted = try fit.json.member("candidates").elements().filter {
      try $0.optionalMember("weight")?.number() != nil
    }.map { try $0.member("model").string() }
    #expect(Set(fitted).isSuperset(of: ["scum", "arima"]), "\(fitted)")
  }

  /// A year and a half of months: models of a season ask for two.
  @Test func theFirstSeasonIsSeenBeforeTheSecondEnds() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("months", seed: 6)
    let sales = (0..<30).map { 100 + ($0 % 12 < 3 ? 60 : 0) + generator.normal() }
    func file(_ rows: Range<Int>) -> String {
      (["month,sales"] + rows.map { "\(SampleDate(months: $0, after: 2020).iso),\(sales[$0])" })
        .joined(separator: "\n")
    }
    try workspace.write(file(0..<18), to: "sales.csv")
    let fit = try workspace.run("fit sales.csv --horizon 8")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(
      fit.errors.contains(
        "scum is drawn to the last season (of two whole ones to their mean), moved by half of the change (share"
      ))
    func error(_ command: String) throws -> Double {
      let table = try workspace.run(command).output.split(separator: "\n").dropFirst()
      let values = table.compactMap { $0.split(separator: ",").last.flatMap { Double($0) } }
      return zip(values, sales[18...]).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 8
    }
    let own = try error("predict")
    let published = try error("fit sales.csv --model scum --horizon 8 --predict - --quiet")
    #expect(own < 0.3 * published, "\(own) \(published)")
  }

  /// A year and a half of days: too little for STL, and for what looks back a year.
  @Test func aYearIsLookedForInItsSecondYear() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("year", seed: 4)
    let visits = (0..<560).map { row -> Double in
      let part = Double(row % 365) / 365
      let wave = part < 0.5 ? part * (0.5 - part) : (part - 0.5) * (part - 1)
      return 200 + 9 * Double(row % 7) + 800 * wave + 12 * generator.normal()
    }
    try workspace.write(Self.file(visits, everyHours: 24), to: "days.csv")
    let fit = try workspace.run("fit days.csv --no-refit --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let tried = try fit.json.member("candidates").elements().map { try $0.member("model").string() }
    #expect(tried.contains("harmonic-arima"), "\(tried)")
    // Less than a year says nothing of it.
    try workspace.write(Self.file(Array(visits[..<500]), everyHours: 24), to: "days.csv")
    let short = try workspace.run("fit days.csv --no-refit --json --quiet")
    #expect(!short.output.contains("harmonic-arima"))
  }

  /// 64 training rows are fewer than two and a half seasons of 28, the 91 before the test are not.
  @Test func validationRowsShowALongSeasonToo() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("week", seed: 3)
    let visits = (0..<105).map { row -> Double in
      let (noon, weekend): (Double, Double) = (row % 4 == 2 ? 10 : 0, row / 4 % 7 > 4 ? 15 : 0)
      return 100 + noon - weekend + 2 * generator.normal()
    }
    try workspace.write(Self.file(visits, everyHours: 6), to: "week.csv")
    let fit = try workspace.run("fit week.csv --horizon 14 --no-refit --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let weights = try Self.weights(fit.json)
    #expect((weights["stlf-ets"] ?? 0) + (weights["stlf-arima"] ?? 0) > 0.5, "\(weights)")
  }

  @Test func fewResidualsOfOneStepAreFewWindows() throws {
    let workspace = try Workspace()
    try workspace.write(Self.file(Self.days(90), everyHours: 24), to: "days.csv")
    let fit = try workspace.run("fit days.csv --horizon 1 --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try fit.json.member("choice").string() == "few-windows")
  }

  /// Training and validation rows are all zero: all candidates do equally well on them.
  @Test func rowsWithoutAChangeChooseNothing() throws {
    let workspace = try Workspace()
    let visits = [Double](repeating: 0, count: 500) + Self.days(120)
    try workspace.write(Self.file(visits, everyHours: 24), to: "days.csv")
    let fit = try workspace.run("fit days.csv --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(try Self.weights(fit.json) == ["scum": 1])
  }

  /// What windows decide is not all there is: what was believed in keeps a share, the smaller the more of them there are.
  @Test func whatIsBelievedInKeepsAShare() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("share", seed: 1)
    var level = 200.0
    let visits = (0..<700).map { row -> Double in
      level += 0.3 * generator.normal()
      return level + [0, 9, 18, 5, -7, 30, 40][row % 7] + 6 * generator.normal()
    }
    try workspace.write(Self.file(visits, everyHours: 24), to: "days.csv")
    let fit = try workspace.run("fit days.csv --no-refit --json --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    let weights = try Self.weights(fit.json)
    #expect((weights["scum"] ?? 0) > 0.2 && weights.count > 1, "\(weights)")
  }

  /// What is not sold yet has zeros: local models of `auto` begin where the series does.
  @Test func rowsBeforeASeriesBeginsDoNotCount() throws {
    let workspace = try Workspace()
    func forecast(_ visits: [Double], from first: Int) throws -> String {
      try workspace.write(Self.file(visits, everyHours: 24, from: first), to: "days.csv")
      let fit = try workspace.run("fit days.csv --set members=ets --quiet")
      #expect(fit.status == 0, "\(fit.errors)")
      return try workspace.run("predict").output
    }
    let idle = [Double](repeating: 0, count: 500)
    let (whole, begun) = (
      try forecast(idle + Self.days(120), from: 0), try forecast(Self.days(120), from: 500)
    )
    #expect(whole == begun)
  }

  /// A row that a member cannot take is called by its stamp, also behind rows that do not count.
  @Test func aRowBehindAnIdleStartIsCalledByItsStamp() throws {
    let workspace = try Workspace()
    var sales = Self.days(60)
    sales[9] = -5
    let visits = [Double](repeating: 0, count: 40) + sales
    try workspace.write(Self.file(visits, everyHours: 24), to: "days.csv")
    let fit = try workspace.run("fit days.csv --set members=hw-multiplicative+ets --horizon 7 --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    // The 50th row from the first of January.
    #expect(fit.output.contains("needs values above zero; the row of 2020-02-19"), "\(fit.output)")
    #expect(fit.output.contains(" is -5.0"), "\(fit.output)")
  }

  /// A price that goes up and down by chance, by one on average: nothing is better than its last value, and no network is trained to see whether it is.
  @Test func aRandomWalkIsForecastByItsLastValue() throws {
    let workspace = try Workspace()
    var generator = TestGenerator("walk", seed: 2)
    var price = 500.0
    let prices = (0..<4000).map { _ in
      price += generator.normal()
      return price
    }
    try workspace.write(Self.file(prices, everyHours: 24), to: "prices.csv")
    let fit = try workspace.run("fit prices.csv --horizon 12")
    #expect(fit.status == 0, "\(fit.errors)")
    #expect(
      fit.output.contains("samformer: earlier rows do not show that anything is better than the last value"),
      "\(fit.output)")
    #expect(fit.errors.contains("linear-stack repeats the last value"), "\(fit.errors)")
    let forecast = try workspace.run("predict").output.split(separator: "\n").dropFirst()
    let steps = try forecast.map { try #require(Double($0.split(separator: ",")[1])) }
    #expect(steps.count == 12 && steps.allSatisfy { abs($0 - prices[3999]) < 0.5 }, "\(steps)")
  }
}
