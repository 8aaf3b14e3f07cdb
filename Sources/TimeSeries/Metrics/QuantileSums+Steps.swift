extension QuantileSums {
  /// Adds the forecasts of the steps of a channel, with the bits of adding them one after another.
  ///
  /// - Parameters:
  ///   - truths: NaN where missing.
  ///   - quantiles: In units of `scale`, shape `[probability, step]`.
  package mutating func add(
    _ truths: Span<Float>, _ quantiles: Span<Float>, scale: Double, _ score: RankedProbabilityScore
  ) {
    var weighted = [Double](repeating: 0, count: truths.count)
    var losses = weighted
    var weightedSlots = weighted.mutableSpan
    var lossSlots = losses.mutableSpan
    for (index, probability) in score.probabilities.enumerated() {
      let own = quantiles.extracting(index * truths.count..<(index + 1) * truths.count)
      let weight = score.weights[index]
      for step in truths.indices {
        let loss = RankedProbabilityScore.pinball(
          truth: Double(truths[step]), quantile: Double(own[step]) * scale, probability: probability)
        weightedSlots[step] += weight * loss
        lossSlots[step] += loss
      }
    }
    for step in truths.indices {
      add(crps: weighted[step], pinball: losses[step] / Double(score.probabilities.count))
    }
  }
}
