import Glibc
import Persistence
import Testing

private enum RealData {
  static let folder = getenv("FORECAST_DATA_DIR").map { String(cString: $0) }
}

/// Tests on the benchmark files themselves, in the folder that FORECAST_DATA_DIR names.
@Suite(.enabled(if: RealData.folder != nil, "FORECAST_DATA_DIR is not set"))
struct RealDataTests {
  private func path(_ file: String) throws -> String { try #require(RealData.folder) + "/" + file }

  /// Errors of the last value, as the literature has them for "Repeat" (window counts of the published splits).
  @Test(arguments: [
    ("ETTh1.csv", 2785, 1.294, 0.713), ("exchange_rate.csv", 1422, 0.081, 0.196),
    ("weather.csv", 10_444, 0.259, 0.254),
  ])
  func theLastValueHasItsPublishedErrors(_ file: String, _ windows: Int, _ mse: Double, _ mae: Double) throws
  {
    let run = try Workspace().run(
      "fit \(path(file)) --model last-value --lookback 96 --horizon 96 --json --quiet --no-baselines")
    let test = try run.json.member("test")
    #expect(try test.member("windows").integer() == windows)
    #expect(abs(try test.member("mse_norm").number() - mse) < 0.0005)
    #expect(abs(try test.member("mae_norm").number() - mae) < 0.0005)
  }

  @Test(arguments: [(192, 2689), (336, 2545), (720, 2161)])
  func longHorizonsHaveTheirPublishedWindows(_ horizon: Int, _ windows: Int) throws {
    let run = try Workspace().run(
      "fit \(path("ETTh1.csv")) --model last-value --horizon \(horizon) --json --quiet --no-baselines")
    #expect(try run.json.member("lookback").integer() == 512)
    #expect(try run.json.member("test").member("windows").integer() == windows)
    #expect(try run.json.member("validation").member("windows").integer() == windows)
  }

  @Test func weatherFitsAndItsGapAndDuplicateAreNamed() throws {
    let run = try Workspace().run(
      "fit \(path("weather.csv")) --model samformer --lookback 48 --horizon 12 --epochs 1 --batch-size 512 --rho 0 --json --no-baselines"
    )
    #expect(run.status == 0, "\(run.errors)")
    let warnings = run.errorLines.filter { $0.hasPrefix("warning: ") }
    #expect(warnings.contains { $0.contains("appears twice") && $0.contains(": line ") })
    #expect(warnings.contains { $0.contains("missing between") && $0.contains(": line ") })
    #expect(try run.json.member("test").member("mse_norm").number() < 0.5)
  }

  @Test func exchangeRatesAreContinuedInTheirOwnWayOfWritingDates() throws {
    let workspace = try Workspace()
    #expect(try workspace.run("fit \(path("exchange_rate.csv")) \(Workspace.small) --quiet").status == 0)
    let lines = try workspace.run("predict").output.split(separator: "\n")
    #expect(lines[1].hasPrefix("2010/10/11 0:00,"))
    #expect(lines[12].hasPrefix("2010/10/22 0:00,"))
  }
}
