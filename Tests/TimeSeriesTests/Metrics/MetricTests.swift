import Testing
import TimeSeries

/// The metrics against figures of utilsforecast 0.2.17 (mae, mse, rmse, bias, mape, smape, nd, mase, rmsse, coverage, mqloss,
/// scaled_crps) and NumPy 2.4.6 (width, msis, crps) on the numbers below; percentages are theirs times 100 or 200.
@Suite struct MetricTests {
  private static let truths = [10.5, 0, -3.25, 7, 12, 0.5]
  private static let forecasts = [9, 0.5, -2, 7, 15.5, -0.25]
  private static let lower = [8.0, -1, -3, 5, 13, -2], upper = [11.0, 2, 0, 9, 18, 1]
  private static let training = [1, 4, 2.5, 6, 3, 5.5, 2, 7.5]

  private static var sums: ErrorSums {
    var sums = ErrorSums()
    for (truth, forecast) in zip(truths, forecasts) { sums.add(truth: truth, forecast: forecast) }
    return sums
  }

  @Test(arguments: [
    (Metric.mae, 1.25), (.mse, 2.8125), (.rmse, 1.6770509831248424), (.bias, 0.5), (.mape, 46.38278388278388),
    (.smape, 81.40970140970141), (.wape, 22.55639097744361), (.mase, 0.9090909090909091),
    (.rmsse, 1.1338934190276817),
  ]) func metricsOfPointsAreThoseOfUtilsforecast(metric: Metric, expected: Double) {
    let scale = NaiveScale(Self.training.span, season: 4)
    #expect((Self.sums.value(of: metric, scale: scale) - expected).magnitude < 1e-12 * expected)
  }

  @Test func withoutASeasonTheScaleIsThatOfNeighbours() {
    let scale = NaiveScale(Self.training.span, season: 1)
    #expect((Self.sums.value(of: .mase, scale: scale) - 0.3888888888888889).magnitude < 1e-14)
    #expect((Self.sums.value(of: .rmsse, scale: scale) - 0.4922475924854202).magnitude < 1e-14)
    // A series that is no longer than its season.
    #expect(NaiveScale(Self.training.span, season: 8) == scale)
  }

  @Test func metricsOfIntervalsAndQuantilesAreThose() {
    var sums = IntervalSums(level: 0.8)
    var quantiles = QuantileSums()
    let score = RankedProbabilityScore([0.1, 0.5, 0.9])
    for row in Self.truths.indices {
      sums.add(truth: Self.truths[row], lower: Self.lower[row], upper: Self.upper[row])
      quantiles.add(
        truth: Self.truths[row], quantiles: [Self.lower[row], Self.forecasts[row], Self.upper[row]], score)
    }
    let scale = NaiveScale(Self.training.span, season: 4)
    #expect((sums.value(of: .coverage, scale: scale) - 2.0 / 3).magnitude < 1e-15)
    #expect(sums.value(of: .width, scale: scale) == 3.5)
    #expect((sums.value(of: .msis, scale: scale) - 4.0606060606060606).magnitude < 1e-13)
    #expect((quantiles.value(of: .pinball) - 0.3944444444444444).magnitude < 1e-14)
    #expect((quantiles.value(of: .crps) - 0.7791666666666667).magnitude < 1e-14)
  }

  /// The check values of the specification.
  @Test func metricsHaveTheCheckValuesOfTheSpecification() {
    var sums = ErrorSums()
    for (truth, forecast) in [(10.0, 12.0), (20, 18), (30, 33)] { sums.add(truth: truth, forecast: forecast) }
    let rows = [1.0, 3, 2, 5]
    let scale = NaiveScale(rows.span, season: 1)
    #expect((sums.value(of: .smape, scale: scale) - 12.74398).magnitude < 1e-5)
    #expect((sums.value(of: .mase, scale: scale) - 7.0 / 6).magnitude < 1e-14)
    #expect((sums.value(of: .rmsse, scale: scale) - 1.1019).magnitude < 1e-4)
    let pinball = RankedProbabilityScore.pinball(truth: 10, quantile: 12, probability: 0.9)
    #expect((pinball - 0.2).magnitude < 1e-15)
    let deciles = [
      -1.2815515655446004, -0.8416212335729143, -0.5244005127080407, -0.2533471031357997, 0,
      0.2533471031357997, 0.5244005127080407, 0.8416212335729143, 1.2815515655446004,
    ]
    let score = RankedProbabilityScore((1...9).map { Double($0) / 10 }).score(truth: 0.3, quantiles: deciles)
    #expect((score.crps - 0.290429).magnitude < 1e-6)
  }

  @Test func zerosDoNotMakeErrorsInfinite() {
    var sums = ErrorSums()
    let flat = [3.0, 3, 3]
    let scale = NaiveScale(flat.span, season: 1)
    #expect(Metric.ofPoints.allSatisfy { sums.value(of: $0, scale: scale).isNaN })
    sums.add(truth: 0, forecast: 0)
    #expect(sums.value(of: .smape, scale: scale) == 0)
    #expect(sums.value(of: .mape, scale: scale).isNaN)
    #expect(sums.value(of: .wape, scale: scale).isNaN)
    #expect(sums.value(of: .mase, scale: scale).isNaN && sums.value(of: .rmsse, scale: scale).isNaN)
    sums.add(truth: 0, forecast: 1)
    #expect(sums.value(of: .smape, scale: scale) == 100)
    sums.add(truth: .nan, forecast: 7)
    #expect(sums.count == 2 && sums.missingCount == 0)
    sums.add(truth: 2, forecast: .nan)
    #expect(sums.count == 2 && sums.missingCount == 1)
  }

  @Test func missingTrainingRowsAreNoPairs() {
    let rows = [1, .nan, 4, 6, .nan, 9.0]
    let scale = NaiveScale(rows.span, season: 1)
    #expect(scale.absolute == 2 && scale.squared == 4)
    let one = [1.0]
    #expect(NaiveScale(one.span, season: 1).absolute == 0)
  }

  @Test func theOverallWeightedAverageNeedsAReference() {
    #expect(Metric.overallWeightedAverage(of: (10, 1), reference: (20, 2)) == 0.5)
    #expect(Metric.overallWeightedAverage(of: (10, 1), reference: (0, 2)).isNaN)
  }

  @Test func partsOfSumsAddUp() {
    var (left, right) = (ErrorSums(), ErrorSums())
    for row in Self.truths.indices {
      let (truth, forecast) = (Self.truths[row], Self.forecasts[row])
      if row < 2 {
        left.add(truth: truth, forecast: forecast)
      } else {
        right.add(truth: truth, forecast: forecast)
      }
    }
    left.merge(right)
    let scale = NaiveScale(Self.training.span, season: 1)
    for metric in Metric.ofPoints {
      let expected = Self.sums.value(of: metric, scale: scale)
      #expect((left.value(of: metric, scale: scale) - expected).magnitude < 1e-12 * expected.magnitude)
    }
  }

  @Test func everyMetricHasANameOfItsOwn() {
    #expect(Set(Metric.allCases.map(\.key)).count == Metric.allCases.count)
    #expect(Metric.coverage.key(level: 0.95) == "coverage_95")
    #expect(Metric.msis.key(level: 0.975) == "msis_97.5")
    #expect(Metric.ofFits.map(\.key) == ["mse_norm", "mae_norm", "mse", "mae", "mase"])
    #expect(Metric.ofFits.map(\.rawValue) == [0, 1, 2, 3, 4])
    let values = MetricValues { Double($0.rawValue) }
    #expect(values == values && values[.mase] == 4 && values[.crps].isNaN)
  }
}
