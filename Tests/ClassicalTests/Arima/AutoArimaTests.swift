import Arima
import Classical
import LocalModels
import Testing

@Suite struct AutoArimaTests {
  private func seasonalSales(_ count: Int, seed: UInt64) -> [Double] {
    var random = TestRandom(seed: seed)
    var level = 100.0
    return (0..<count).map { row in
      level += 0.3 + random.normal()
      return level + 12 * sine(2 * .pi * Double(row % 12) / 12) + 2 * random.normal()
    }
  }

  @Test func aSeasonalTrendingSeriesIsDifferencedAndForecastsFollowTheSeason() throws {
    let y = seasonalSales(108, seed: 21)
    let fitted = try AutoArimaModel().fit(LocalSeries(values: Array(y[..<96]), season: 12))
    let arima = try #require(fitted as? FittedArima)
    #expect(arima.order.seasonalDifferences == 1)
    let forecast = fitted.forecast(horizon: 12, levels: [0.95])
    let errors = (0..<12).map { abs(forecast.mean[$0] - y[96 + $0]) }
    #expect(errors.reduce(0, +) / 12 < 5)
  }

  /// Seasons of more than 24 rows are taken out first: what is left is searched as it is asked for.
  @Test func allOrdersAreTriedBehindALongSeason() throws {
    let all = AutoArimaModel(StepwiseArima(isStepwise: false))
    let differing = try (UInt64(1)...8).filter { seed in
      let series = LocalSeries(values: seasonalSales(70, seed: seed), season: 30)
      return try all.fit(series).name != AutoArimaModel().fit(series).name
    }
    #expect(!differing.isEmpty)
  }

  @Test(arguments: [1e-9, 0.01, 37, 1e12]) func theChoiceDoesNotDependOnTheScale(scale: Double) throws {
    let y = seasonalSales(60, seed: 22)
    let plain = try AutoArimaModel().fit(LocalSeries(values: y, season: 12))
    let scaled = try AutoArimaModel().fit(LocalSeries(values: y.map { $0 * scale }, season: 12))
    #expect(scaled.name == plain.name)
    let a = plain.forecast(horizon: 8, levels: [0.9])
    let b = scaled.forecast(horizon: 8, levels: [0.9])
    for k in 0..<8 {
      #expect(abs(b.mean[k] / scale - a.mean[k]) < 1e-4)
      #expect(abs(b.upper[0][k] / scale - a.upper[0][k]) < 1e-3)
    }
  }

  @Test func aShiftedSeriesHasShiftedForecasts() throws {
    let y = seasonalSales(60, seed: 23)
    for order in [
      ArimaOrder(1, 0, 1, hasConstant: true), ArimaOrder(0, 1, 1), ArimaOrder(1, 1, 0, hasConstant: true),
    ] {
      let plain = try ArimaModel(order).fit(LocalSeries(values: y)).forecast(horizon: 5, levels: [])
      let shifted = try ArimaModel(order).fit(LocalSeries(values: y.map { $0 + 5000 }))
        .forecast(horizon: 5, levels: [])
      for k in 0..<5 { #expect(abs(shifted.mean[k] - 5000 - plain.mean[k]) < 1e-3) }
    }
  }

  @Test func aStraightLineGoesOn() throws {
    let line = (0..<30).map { 5 + 0.25 * Double($0) }
    let fitted = try AutoArimaModel().fit(LocalSeries(values: line))
    #expect(fitted.name == "ARIMA(0,1,0) with drift")
    let mean = fitted.forecast(horizon: 4, levels: [0.95]).mean
    for k in 0..<4 { #expect(abs(mean[k] - 5 - 0.25 * Double(30 + k)) < 1e-9) }
  }

  @Test func aRepeatedSeasonGoesOn() throws {
    let y = (0..<48).map { Double([3, 8, 1, 5][$0 % 4]) }
    let fitted = try AutoArimaModel().fit(LocalSeries(values: y, season: 4))
    let mean = fitted.forecast(horizon: 8, levels: [0.95]).mean
    for k in 0..<8 { #expect(abs(mean[k] - Double([3, 8, 1, 5][k % 4])) < 1e-6) }
  }

  @Test func aNamedModelSaysHowManyRowsItNeeds() {
    let order = ArimaOrder(2, 1, 2, seasonal: (1, 1, 1), period: 4)
    #expect(throws: LocalFitError.tooFewRows(model: order.name, needed: 13, has: 9)) {
      try ArimaModel(order).fit(LocalSeries(values: [1, 5, 2, 4, 8, 3, 9, 1, 7], season: 4))
    }
  }

  @Test func missingRowsAreAccepted() throws {
    var y = seasonalSales(72, seed: 24)
    for row in [0, 5, 6, 40, 71] { y[row] = .nan }
    let forecast = try AutoArimaModel().fit(LocalSeries(values: y, season: 12))
      .forecast(horizon: 12, levels: [0.8])
    #expect(forecast.mean.allSatisfy { $0.isFinite })
    for row in stride(from: 3, to: 72, by: 4) { y[row] = .nan }
    let sparse = try AutoArimaModel().fit(LocalSeries(values: y, season: 12))
      .forecast(horizon: 12, levels: [0.8])
    #expect(sparse.mean.allSatisfy { $0.isFinite })
  }

  /// Series N2994 of M3: short of its minimum the best model has a root too near the unit circle, at the minimum it has not.
  @Test func anEstimateIsTakenToItsMinimumBeforeItIsRejected() throws {
    let y: [Double] = [
      3521, 3517, 3503, 3510, 3493, 3492, 3470, 3475, 3458, 3435, 3418, 3426, 3423, 3404, 3396, 3406,
      3357, 3330, 3367, 3354, 3308, 3499, 3490, 3589, 3617, 3629, 3718, 3649, 3584, 3560, 3597, 3486,
      3446, 3431, 3414, 3388, 3348, 3314, 3319, 3265, 3234, 3199, 3206, 3183, 3131, 3105, 3096, 3087,
      3074, 3030, 3004, 2971, 2959, 2918, 2844, 2841, 2843, 2813, 2774, 2740, 2729, 2708, 2711,
    ]
    let series = LocalSeries(values: y)
    let named = try ArimaModel(ArimaOrder(3, 2, 3)).fit(series)
    let chosen = try AutoArimaModel().fit(series)
    let limit: Double = (named.parameters[named: "aicc"] ?? .nan) + 0.01
    #expect((chosen.parameters[named: "aicc"] ?? .infinity) < limit)
  }

  @Test func theApproximateSearchIsCloseToTheExactOne() throws {
    let y = seasonalSales(84, seed: 25)
    let series = LocalSeries(values: y, season: 12)
    let exact = try AutoArimaModel().fit(series)
    let approximate = try AutoArimaModel(StepwiseArima(isApproximate: true)).fit(series)
    let difference =
      (approximate.parameters[named: "aicc"] ?? .nan) - (exact.parameters[named: "aicc"] ?? .nan)
    #expect(difference < 15)
  }
}
