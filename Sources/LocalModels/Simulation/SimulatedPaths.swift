import Platform

/// Simulated futures of a model, and the quantiles of each step.
package struct SimulatedPaths {
  /// One array a step, sorted.
  private let steps: [[Double]]

  /// Simulates `count` paths: `path` fills a row with the values of one, given a standard normal number for each step.
  ///
  /// The numbers of a step are the quantiles of the normal distribution at equal distances, in random order (Latin hypercube sampling): the
  /// distribution of each step's error is then exact, and quantiles of the paths are far steadier than with independent draws.
  package init(count: Int, horizon: Int, seed: UInt64 = 1, _ path: ([Double], inout [Double]) -> Void) {
    var generator = SplitMix64(seed: seed)
    let half = (0..<((count + 1) / 2)).map {
      NormalDistribution.quantile((Double($0) + 0.5) / Double(count))
    }
    let quantiles = (0..<count).map { $0 < half.count ? half[$0] : -half[count - 1 - $0] }
    let draws = (0..<horizon).map { _ in quantiles.shuffled(using: &generator) }
    var steps = [[Double]](repeating: [], count: horizon)
    for step in 0..<horizon { steps[step].reserveCapacity(count) }
    var normals = [Double](repeating: 0, count: horizon)
    var row = normals
    for index in 0..<count {
      for step in 0..<horizon { normals[step] = draws[step][index] }
      path(normals, &row)
      for step in 0..<horizon where row[step].isFinite { steps[step].append(row[step]) }
    }
    self.steps = steps.map { $0.sorted() }
  }

  /// The forecast with the given means and the simulated quantiles as bounds; the variance is that of the paths.
  package func forecast(mean: [Double], levels: [IntervalLevel]) -> IntervalForecast {
    let variance = steps.indices.map { step in
      let values = steps[step]
      return values.isEmpty ? 0 : SampleMoments(values).sampleVariance
    }
    func bounds(_ probability: Double) -> [Double] {
      steps.indices.map { SampleQuantile.type8(steps[$0], probability) ?? mean[$0] }
    }
    return IntervalForecast(
      mean: mean, variance: variance, levels: levels, lower: levels.map { bounds($0.tails.lower) },
      upper: levels.map { bounds($0.tails.upper) })
  }
}
