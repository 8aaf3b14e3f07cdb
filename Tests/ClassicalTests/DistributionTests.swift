import LocalModels
import Testing

@Suite struct DistributionTests {
  @Test func normalQuantilesAreExact() {
    let known = [
      (0.5, 0.6744897501960817), (0.8, 1.2815515655446004), (0.9, 1.6448536269514722),
      (0.95, 1.959963984540054),
      (0.99, 2.5758293035489004),
    ]
    for (level, z) in known {
      #expect((NormalDistribution.quantile((1 + level) / 2) - z).magnitude < 1e-14)
      #expect((NormalDistribution.quantile((1 - level) / 2) + z).magnitude < 1e-14)
    }
    #expect((NormalDistribution.quantile(1e-12) + 7.034483825301131).magnitude < 1e-9)
  }

  /// `mean_method` of the golden units: half widths of y = 1, 2, 4, 7, 11.
  @Test func theIntervalOfTheMeanIsStudents() throws {
    let fitted = try HistoricalMean().fit(LocalSeries(values: [1, 2, 4, 7, 11]))
    let forecast = fitted.forecast(horizon: 1, levels: [0.8, 0.95])
    #expect(forecast.mean == [5])
    #expect((forecast.upper[0][0] - 5 - 6.822337230048911).magnitude < 1e-12)
    #expect((forecast.upper[1][0] - 5 - 12.35440079320322).magnitude < 1e-12)
  }

  /// `quantile_type8` of the golden units (R's `quantile(x, type = 8)`).
  @Test func sampleQuantilesAreOfTypeEight() {
    let sample: [Double] = [1, 1, 2, 3, 3, 4, 5, 5, 6, 9]
    for (p, q) in [(0.025, 1.0), (0.1, 1.0), (0.5, 3.5), (0.9, 7.9), (0.975, 9.0)] {
      #expect(((SampleQuantile.type8(sample, p) ?? .nan) - q).magnitude < 1e-12, "p = \(p)")
    }
    #expect(SampleQuantile.type8([], 0.5) == nil)
  }

  @Test func momentsOfASmallSampleByHand() {
    // Mean 3; deviations −2, −1, 0, 1, 2; Σ = 10.
    let moments = SampleMoments([1, 2, 3, 4, 5])
    #expect(moments.count == 5 && moments.mean == 3 && moments.squares == 10)
    #expect(moments.populationVariance == 2 && moments.sampleVariance == 2.5)
    #expect(SampleMoments([7]).sampleVariance == 0 && SampleMoments([Double]()).mean.isNaN)
  }

  @Test func simulatedPathsAreTheSameEveryTime() {
    func paths() -> IntervalForecast {
      SimulatedPaths(count: 500, horizon: 3) { normals, row in
        for step in 0..<3 { row[step] = normals[step] * Double(step + 1) }
      }.forecast(mean: [0, 0, 0], levels: [0.9])
    }
    let first = paths()
    #expect(first == paths())
    #expect((first.upper[0][1] / 2 - 1.6448536).magnitude < 0.03)
  }
}
