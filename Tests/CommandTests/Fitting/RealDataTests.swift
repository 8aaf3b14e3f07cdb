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

  /// The usual lookback takes no window away; of test windows `BaselineFiguresTests` counts those of every horizon.
  @Test func aLongHorizonHasItsPublishedWindows() throws {
    let run = try Workspace().run(
      "fit \(path("ETTh1.csv")) --model last-value --horizon 720 --json --quiet --no-baselines")
    #expect(try run.json.member("lookback").integer() == 512)
    for part in ["validation", "test"] {
      #expect(try run.json.member(part).member("windows").integer() == 2161)
    }
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
