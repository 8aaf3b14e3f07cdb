import Persistence
import TestSupport
import Testing

/// What must hold between runs of the program, whatever the numbers are.
@Suite struct RelationTests {
  /// A local model, an exact map and a network.
  static let fits = [
    "--model holt-damped", "--model linear-closed-form --lookback 14",
    "--model nlinear --lookback 14 --epochs 1",
  ]

  @Test(arguments: fits) func aPartOfAForecastIsAPartOfTheWhole(fit: String) throws {
    let workspace = try Workspace()
    try workspace.fit(DayTable().text, fit)
    let whole = try workspace.forecast("--level 50,80")
    let short = try workspace.forecast("--level 50,80 --horizon 2")
    #expect(short.rows == Array(whole.rows.prefix(2)))
    let quantiles = try workspace.forecast("--quantiles 0.1,0.9")
    for level in ["50", "80"] {
      let alone = try workspace.forecast("--level \(level)")
      for column in alone.header.dropFirst() {
        #expect(try alone.column(column) == whole.column(column), "\(column)")
      }
    }
    for name in DayTable.columns {
      let (lower, upper) = try (whole.column("\(name)-lo-80"), whole.column("\(name)-hi-80"))
      #expect(try quantiles.column("\(name)-q-0.1") == lower)
      #expect(try quantiles.column("\(name)-q-0.9") == upper)
      let inner = try zip(whole.column("\(name)-lo-50"), whole.column("\(name)-hi-50"))
      for (bounds, middle) in zip(zip(lower, upper), inner) {
        let isNested: Bool = bounds.0 <= middle.0 && middle.0 < middle.1 && middle.1 <= bounds.1
        #expect(isNested, "\(name): \(middle) within \(bounds)")
      }
    }
  }

  @Test(arguments: fits) func aForecastKnowsNothingOfLaterRows(fit: String) throws {
    let workspace = try Workspace()
    try workspace.fit(DayTable().text, fit)
    let origin = DayTable.day(99).iso
    let expected = try workspace.forecast("--level 80 --at \(origin)")
    try workspace.write(DayTable(count: 100).text, to: "cut.csv")
    #expect(try workspace.forecast("--level 80", file: "cut.csv") == expected)
    try workspace.write(DayTable(changed: 100).text, to: "changed.csv")
    #expect(try workspace.forecast("--level 80 --at \(origin)", file: "changed.csv") == expected)
  }

  @Test(arguments: fits) func testRowsTeachNothing(fit: String) throws {
    let workspace = try Workspace()
    let runs = try [DayTable(), DayTable(changed: 96)].map { table in
      try workspace.fit(table.text, "\(fit) --no-refit --json").json
    }
    for key in ["weights_sha256", "validation"] {
      #expect(try runs[0].member(key).value == runs[1].member(key).value, "\(key)")
    }
    #expect(try runs[0].member("test").value != runs[1].member("test").value)
  }

  @Test(arguments: fits) func unitsDoNotMatter(fit: String) throws {
    let workspace = try Workspace()
    let runs = try [1.0, 8.0].map { factor in
      let run = try workspace.fit(DayTable(factor: factor).text, "\(fit) --json")
      let forecast = try workspace.forecast("--level 80")
      let numbers = try forecast.header.dropFirst().flatMap { try forecast.column($0) }
      return (numbers: numbers.map { $0 / factor }, test: try run.json.member("test"))
    }
    #expect(largestDistance(runs[0].numbers, runs[1].numbers) < 1e-5)
    for key in ["mse_norm", "mae_norm", "mase"] {
      let (one, other) = try (runs[0].test.member(key).number(), runs[1].test.member(key).number())
      #expect((one - other).magnitude <= 1e-6 * one, "\(key): \(one), \(other)")
    }
  }

  /// Models of a backtest know nothing of each other, and a refit at a cutoff is a fit to the rows up to it.
  @Test func aBacktestIsFitsAndPredictions() throws {
    let workspace = try Workspace()
    try workspace.write(DayTable().text, to: "t.csv")
    let options = "--horizon 4 --windows 3 --stride 5 --refit --quiet"
    func backtest(_ models: String) throws -> ForecastLines {
      let run = try workspace.run("backtest t.csv --model \(models) \(options) -o o.csv")
      try #require(run.status == 0, "\(run.errors)")
      return ForecastLines(try workspace.text("o.csv"))
    }
    let (models, both) = (["holt-damped", "ses"], try backtest("holt-damped,ses"))
    #expect(both.rows.count == 2 * 3 * 4)
    for model in models {
      let found = try both.column(model)
      #expect(try backtest(model).column(model) == found)
      var expected: [[Double]] = [[], []]
      for cutoff in [105, 110, 115] {
        try workspace.fit(DayTable(count: cutoff + 1).text, "--model \(model)", file: "cut.csv")
        let forecast = try workspace.forecast(file: "cut.csv")
        for (index, name) in DayTable.columns.enumerated() { expected[index] += try forecast.column(name) }
      }
      #expect(largestDistance(found, expected[0] + expected[1]) < 1e-9, "\(model)")
    }
  }
}
