import Arima
import Classical
import LocalModels
import Testing

/// Laws that hold for every automatic model of the folder, on random series of every kind.
@Suite struct LocalModelPropertyTests {
  /// The kinds of series that users bring.
  enum Kind: String, CaseIterable {
    case walk, positive, zeros, constant, negative, huge, tiny, outlier, intermittent, step, line, alternating
  }

  static let models: [any LocalModel] = [
    AutoArimaModel(), AutoArimaModel(StepwiseArima(isApproximate: true)), SeasonalTrendModel(.ets),
    SeasonalTrendModel(.arima),
  ]

  static func values(_ kind: Kind, count: Int, _ random: inout TestRandom) -> [Double] {
    var level = 10.0
    return (0..<count).map { row in
      level += random.normal()
      switch kind {
      case .walk: return level
      case .positive: return exponential(0.1 * level)
      case .zeros: return 0
      case .constant: return 4.2
      case .negative: return -1000 + level
      case .huge: return 1e12 + level
      case .tiny: return 1e-12 * level
      case .outlier: return row == count / 2 ? 1e6 : level
      case .intermittent: return random.uniform() < 0.7 ? 0 : (3 * random.uniform()).rounded(.up)
      case .step: return row < count / 2 ? 1 : 5
      case .line: return 3 * Double(row) - 7
      case .alternating: return row.isMultiple(of: 2) ? 1 : -1
      }
    }
  }

  @Test(arguments: Kind.allCases) func randomSeriesGiveFiniteForecasts(kind: Kind) throws {
    let seed: UInt64 = 2024
    var random = TestRandom(seed: seed)
    for count in [1, 2, 3, 4, 5, 6, 7, 9, 12, 14, 20, 27, 61] {
      for season in [1, 4, 12] {
        let y = Self.values(kind, count: count, &random)
        for model in Self.models {
          let label = "\(model.name) on \(count) rows of \(kind), season \(season), seed \(seed)"
          let fitted = try model.fit(LocalSeries(values: y, season: season))
          let forecast = fitted.forecast(horizon: 7, levels: [0.8, 0.95])
          #expect(forecast.mean.allSatisfy { $0.isFinite }, "\(label): \(forecast.mean)")
          for bound in forecast.lower + forecast.upper {
            #expect(bound.allSatisfy { $0.isFinite }, "\(label): \(bound)")
          }
          var moved = fitted
          moved.update(with: y[0])
          moved.update(with: .nan)
          #expect(moved.forecast(horizon: 3, levels: []).mean.allSatisfy { $0.isFinite }, "\(label)")
          let restored = try LocalModelCatalog.restored(from: fitted.state)
          #expect(restored.forecast(horizon: 7, levels: [0.8, 0.95]) == forecast, "\(label)")
        }
      }
    }
  }

  @Test func randomGapsGiveFiniteForecasts() throws {
    let seed: UInt64 = 7
    var random = TestRandom(seed: seed)
    for count in [6, 9, 15, 30, 60] {
      for kind in [Kind.walk, .positive, .line, .intermittent] {
        var y = Self.values(kind, count: count, &random)
        for _ in 0..<(count / 4) { y[random.integer(below: count)] = .nan }
        let fitted = try AutoArimaModel().fit(LocalSeries(values: y, season: 4))
        let forecast = fitted.forecast(horizon: 5, levels: [0.9])
        #expect(forecast.mean.allSatisfy { $0.isFinite }, "\(kind) of \(count) rows, seed \(seed)")
        #expect(forecast.upper[0].allSatisfy { $0.isFinite }, "\(kind) of \(count) rows, seed \(seed)")
      }
    }
  }

  @Test func theSameSeriesGivesTheSameBits() throws {
    var random = TestRandom(seed: 3)
    let y = Self.values(.walk, count: 50, &random)
    for model in Self.models {
      let first = try model.fit(LocalSeries(values: y, season: 4)).forecast(horizon: 4, levels: [0.5])
      let again = try model.fit(LocalSeries(values: y, season: 4)).forecast(horizon: 4, levels: [0.5])
      #expect(first == again)
    }
  }
}
