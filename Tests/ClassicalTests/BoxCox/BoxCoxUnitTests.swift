import Arima
import Classical
import LocalModels
import Smoothing
import Testing

/// Transformed values have a zero that depends on the unit of measurement, and all but lose their digits where that is far from their size.
@Suite struct BoxCoxUnitTests {
  static let sales = SampleSeries.values(count: 48, level: 20, slope: 0.4, season: [6, -2, 1, -5], noise: 2)

  /// A model of transformed values, by name.
  private static func model(_ name: String, _ power: BoxCoxModel.Power) -> BoxCoxModel {
    switch name {
    case "ets": BoxCoxModel(ETS(), power: power)
    case "theta": BoxCoxModel(Theta(.dotm), power: power)
    case "stlf-ets": BoxCoxModel(SeasonalTrendModel(.ets), power: power)
    default: BoxCoxModel(AutoArimaModel(), power: power)
    }
  }

  /// (√y − 1)/½ of 10⁻¹² has four digits less than y, 1 − 1/y of 10¹² differs from 1 by nothing that can be told.
  @Test(
    arguments: ["ets", "stlf-ets", "arima", "theta"],
    [.fixed(0.5), .fixed(1), .fixed(2), .fixed(-1), .fixed(0), .guerrero] as [BoxCoxModel.Power])
  func unitsDoNotMatter(name: String, power: BoxCoxModel.Power) throws {
    let model = Self.model(name, power)
    func forecast(_ factor: Double) throws -> IntervalForecast {
      let values = Self.sales.map { $0 * factor }
      let fitted = try model.fit(LocalSeries(values: values, season: 4))
      return fitted.forecast(horizon: 6, levels: [0.9])
    }
    let plain = try forecast(1)
    for factor in [0x1p40, 0x1p-40, 1.0 / 16] {
      let other = try forecast(factor)
      for (a, b) in zip(plain.mean + plain.upper[0], other.mean + other.upper[0]) where b.isFinite {
        #expect(abs(b / factor / a - 1) < 1e-4, "\(name) \(power) \(factor): \(a), \(b / factor)")
      }
    }
  }

  /// R's `ets` with `lambda` looks at additive forms alone: errors that are a share of a logarithm would be others in other units.
  @Test(arguments: [1.0, 1000, 1e-3]) func formsOfTransformedValuesAreAdditive(factor: Double) throws {
    let values = Self.sales.map { $0 * $0 * factor }
    let series = LocalSeries(values: values, season: 4)
    for model in [Self.model("ets", .fixed(0)), Self.model("stlf-ets", .fixed(0))] {
      let fitted = try model.fit(series)
      #expect(fitted.name.contains("ETS(A,"), "\(fitted.name)")
    }
    let named = BoxCoxModel(ETS(.named(ETSForm(error: .multiplicative))), power: .fixed(0.5))
    #expect(try named.fit(LocalSeries(values: Self.sales.map { $0 * 10 })).name == "ETS(M,N,N)")
  }

  @Test func theUnitOfATransformIsStored() throws {
    let values = Self.sales.map { $0 * 1e-12 }
    let model = Self.model("arima", .fixed(1))
    var fitted = try model.fit(LocalSeries(values: values, season: 4))
    fitted.update(with: 25e-12)
    var restored = try LocalModelCatalog.restored(from: fitted.state)
    #expect(restored.forecast(horizon: 5, levels: [0.8]) == fitted.forecast(horizon: 5, levels: [0.8]))
    let state = fitted.state
    restored = try LocalModelCatalog.restored(from: state)
    #expect(restored.state == state)
    for wrong in [[], [0], [-.infinity], [1, 1]] as [[Double]] {
      let entries = state.entries.map { $0.name == "unit" ? .init(name: "unit", values: wrong) : $0 }
      let broken = LocalModelState(kind: state.kind, name: state.name, notes: [], entries: entries)
      #expect(throws: LocalFitError.malformedState(model: state.name, array: "unit")) {
        try LocalModelCatalog.restored(from: broken)
      }
    }
  }
}
