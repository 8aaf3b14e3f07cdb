import Classical
import LocalModels
import Persistence
import Smoothing
import Testing

/// The models of this folder against the golden folder that FORECAST_CLASSICAL_DIR names, and against a few of its numbers everywhere.
@Suite struct LocalModelGoldenTests {
  /// Beginnings of the names that are looked at.
  ///
  /// Of `theta`, only series above zero are compared: R divides by a multiplicative season where the specification has an additive one
  /// and, where an index is zero, multiplies forecasts of the unadjusted rows.
  static let names = [
    "naive", "snaive", "drift", "ses", "holt", "hw-", "ETS(", "auto-ets", "theta", "stm", "otm", "dstm",
    "dotm",
    "auto-theta", "ces-", "auto-ces", "croston", "sba", "tsb", "adida", "imapa",
  ]

  @Test(
    .enabled(
      if: GoldenFolder.fromEnvironment != nil, "FORECAST_CLASSICAL_DIR names no folder of golden numbers"),
    arguments: names)
  func theGoldenFolderAgrees(beginning: String) throws {
    let folder = try #require(GoldenFolder.fromEnvironment)
    for entry in try folder.entries() {
      let mean = entry.series.values.reduce(0, +) / Double(entry.series.count)
      let squares = entry.series.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(entry.series.count)).squareRoot()
      for (name, model) in entry.models where name.hasPrefix(beginning) {
        for (answered, key) in [(name, "expected"), (name + "@R", "at_R")] {
          if name == "theta", !entry.series.isPositive { continue }
          let label = "\(entry.id) \(answered)"
          let comparesBounds =
            !Self.isFlat.contains(label) && !Self.isNoise(model) && !Self.hasOtherVariance.contains(label)
          guard let expected = model[key], expected != .null,
            let answer = try GoldenAnswer(answered, in: entry, hasBounds: comparesBounds)
          else { continue }
          let judge = GoldenJudge(
            model: model, deviation: deviation, isExact: key == "at_R",
            comparesMeans: !Self.isFlat.contains(label), comparesBounds: comparesBounds)
          #expect(judge.complaint(answer) == nil, "\(label)")
        }
      }
    }
  }

  /// Our optimum is better than the golden one, by less than counts as better, and in a direction in which forecasts move.
  private static let isFlat: Set<String> = [
    "seattle_rain holt-damped", "souvenirs ETS(A,A,A)", "souvenirs ETS(M,Ad,A)", "souvenirs ETS(M,Ad,M)",
    "souvenirs hw-additive",
  ]

  /// Where R's variance is not Σe²/(n − 2): it has a method of its own for six rows, and n − 4 = 9 on one series for no reason found.
  private static let hasOtherVariance: Set<String> = ["phones_namer theta", "iowa_renewables theta"]

  /// Simulated golden bounds of forms with a multiplicative trend: 20,000 paths of a distribution with heavy tails are no yardstick.
  private static func isNoise(_ model: JSONValue) -> Bool {
    guard case .string(let text)? = model["expected"]?["intervals"] else { return false }
    return text.contains("simulated")
  }

  @Test func aFewGoldenNumbersAgree() throws {
    for (series, expectations) in LocalModelExcerpt.all {
      for expected in expectations where expected.model != "theta" || series.rows.allSatisfy({ $0 > 0 }) {
        let model = try LocalModelCatalog.model(named: expected.model)
        let fitted = try model.fit(LocalSeries(values: series.rows, season: series.season))
        let label = "\(series.id) \(expected.model)"
        for (name, golden) in [("aicc", expected.aicc), ("mse", expected.mse)] {
          guard let golden else { continue }
          let own = try #require(fitted.parameters[named: name])
          let tolerance = name == "aicc" ? 0.05 : 1e-4 * golden
          let isGood = own <= max(golden, expected.reference ?? golden) + tolerance
          #expect(isGood, "\(label): \(name) \(own)")
        }
        let forecast = fitted.forecast(horizon: 3, levels: [0.95])
        if !expected.mean.isEmpty {
          #expect(
            series.error(of: forecast.mean, from: expected.mean) <= expected.tolerance, "\(label): the mean")
        }
        if !expected.upper95.isEmpty, forecast.hasBounds {
          #expect(
            series.error(of: forecast.upper[0], from: expected.upper95) <= 2 * expected.tolerance,
            "\(label): the bound")
        }
      }
    }
  }
}
