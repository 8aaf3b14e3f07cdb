import TestSupport
import Testing

/// What holds of a network that has learnt quantiles, whatever they are.
@Suite struct LearntLawTests {
  private static let fit = "--model nlinear --lookback 14 --epochs 1 --loss quantile"
  private static let law = "\(fit) --quantiles 0.25,0.5,0.75"

  @Test func noQuantileDependsOnWhichOthersAreAskedFor() throws {
    let workspace = try Workspace()
    try workspace.fit(DayTable().text, Self.law)
    let alone = try workspace.forecast("--level 50 --quantiles 0.5")
    let whole = try workspace.forecast("--level 50,80 --quantiles 0.5")
    for column in alone.header.dropFirst() {
      #expect(try alone.column(column) == whole.column(column), "\(column)")
    }
    for name in DayTable.columns {
      #expect(try whole.column("\(name)-q-0.5") == whole.column(name))
      let lower = try zip(whole.column("\(name)-lo-80"), whole.column("\(name)-lo-50"))
      let upper = try zip(whole.column("\(name)-hi-50"), whole.column("\(name)-hi-80"))
      #expect(lower.allSatisfy { $0 <= $1 } && upper.allSatisfy { $0 <= $1 }, "\(name)")
    }
    let run = try workspace.run("predict model.safetensors t.csv --level 50,80")
    #expect(run.errors.contains("beyond its outermost quantiles those of residuals"))
    expectFailure(try workspace.run("predict --level 50,99.9"), 64, "the highest is --level")
  }

  @Test func aBacktestHasTheSameBounds() throws {
    let workspace = try Workspace()
    try workspace.write(DayTable().text, to: "t.csv")
    let backtest = "backtest t.csv \(Self.law) --horizon 4 --windows 2 --quiet"
    for (levels, name) in [("50", "alone.csv"), ("50,80", "whole.csv")] {
      #expect(try workspace.run("\(backtest) --level \(levels) -o \(name)").status == 0)
    }
    let (alone, whole) = try (
      ForecastLines(workspace.text("alone.csv")), ForecastLines(workspace.text("whole.csv"))
    )
    #expect(try alone.column("nlinear-lo-50") == whole.column("nlinear-lo-50"))
    let bounds = try zip(whole.column("nlinear-hi-50"), whole.column("nlinear-hi-80"))
    #expect(bounds.allSatisfy { $0 <= $1 })
  }

  /// The forecast would be a bound: 0.9 of the time nothing comes above it.
  @Test(arguments: ["--quantiles 0.1,0.9", "--quantiles 0.9"])
  func quantilesWithoutTheForecastAreRefused(_ quantiles: String) throws {
    let workspace = try Workspace()
    try workspace.write(DayTable().text, to: "t.csv")
    let run = try workspace.run("fit t.csv --horizon 4 --quiet \(Self.fit) \(quantiles)")
    expectFailure(run, 64, "since 0.5 is the forecast itself")
    let advice = try #require(run.errors.split(separator: "; use ").last?.split(separator: ", since").first)
    let whole = "fit t.csv --horizon 4 --quiet \(Self.fit) --quantiles \(advice)"
    #expect(try workspace.run(whole).status == 0, "\(advice)")
    let fit = "fit t.csv --horizon 4 --quiet --model nlinear --lookback 14 --epochs 1"
    let twice = try workspace.run("\(fit) --loss quantile:0.1,0.5 --quantiles 0.1,0.5")
    expectFailure(twice, 64, "names its quantiles itself; leave out --quantiles")
  }
}
