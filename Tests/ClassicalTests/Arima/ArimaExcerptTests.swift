import Arima
import Classical
import LocalModels
import Testing

extension ArimaExcerpt.Series: CustomTestStringConvertible {
  var testDescription: String { id }

  var rows: [Double] { values.split { " \n".contains($0) }.compactMap { Double($0) } }

  var deviation: Double {
    let mean = rows.reduce(0, +) / Double(rows.count)
    return (rows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows.count)).squareRoot()
  }

  /// The largest difference from a reference, beside the mean size of its values or the deviation of the rows.
  func error(of a: [Double], from b: [Double]) -> Double {
    let size = b.reduce(0) { $0 + $1.magnitude } / Double(b.count)
    return zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) } / max(size, deviation)
  }
}

@Suite struct ArimaExcerptTests {
  @Test(arguments: ArimaExcerpt.all) func modelsReachTheReferences(series: ArimaExcerpt.Series) throws {
    for expected in series.models {
      let model = try LocalModelCatalog.model(named: expected.name)
      let fitted = try model.fit(LocalSeries(values: series.rows, season: series.season))
      let aicc = try #require(fitted.parameters[named: "aicc"])
      // A search may end at a neighbour of the references' choice.
      let slack = model.isAutomatic && expected.name.hasPrefix("auto") ? 2 : 0.05
      #expect(aicc <= max(expected.aicc, expected.reference) + slack, "\(expected.name)")
      guard abs(aicc - expected.aicc) < 0.005 else { continue }
      let forecast = fitted.forecast(horizon: expected.mean.count, levels: [0.95])
      #expect(series.error(of: forecast.mean, from: expected.mean) < 0.01, "\(expected.name)")
      #expect(series.error(of: forecast.upper[0], from: expected.upper95) < 0.02, "\(expected.name)")
    }
  }

  @Test(arguments: ArimaExcerpt.all) func testsAndSeasonsAgree(series: ArimaExcerpt.Series) throws {
    let statistic = try #require(StationarityTest.statistic(series.rows))
    #expect(abs(statistic - series.kpss) < 1e-8)
    if let golden = series.strength {
      let strength = try #require(SeasonalStrength.value(series.rows, season: series.season))
      #expect(abs(strength - golden) < 1e-8)
    }
    guard !series.periodicSeason.isEmpty else { return }
    let options = STLOptions(seasonalWindow: .periodic)
    let parts = try #require(
      STLDecomposition(series.rows, season: series.season, options: options))
    for (value, golden) in zip(parts.seasonal, series.periodicSeason) {
      #expect(abs(value - golden) < 1e-7 * series.deviation + 1e-9)
    }
  }
}
