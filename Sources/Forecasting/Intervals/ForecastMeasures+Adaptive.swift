import Conformal
import Tensors

extension ForecastMeasures {
  /// How intervals would have done that learn as time goes on, level by level: they begin with the errors of other windows, which came
  /// before, and each is made of what was known on the row before its forecast.
  ///
  /// Each series, channel and step is followed by itself.
  ///
  /// - Parameters:
  ///   - earlier: With residuals of the windows before; nil for none.
  ///   - rate: How fast intervals learn.
  /// - Returns: Empty where no residuals were kept.
  public func adaptiveScores(
    after earlier: ForecastMeasures?, levels: [Double], rate: Double = AdaptiveScore.usualRate,
    workers: Workers
  ) -> [AdaptiveScore] {
    guard let sample = residualSample else { return [] }
    let own = Dictionary(grouping: sample.inOrder, by: \.series)
    let before = Dictionary(grouping: earlier?.residualSample?.inOrder ?? [], by: \.series)
    let (channelCount, horizon) = (sample.channelCount, sample.horizon)
    let series = own.keys.sorted()
    let cellCount = channelCount * horizon
    return levels.compactMap { level in
      let sums = workers.map(count: series.count * cellCount) { index in
        let (number, cell) = (series[index / cellCount], index % cellCount)
        let outcomes = (own[number] ?? []).filter { !$0.residuals[cell].isNaN }.map {
          AdaptiveScore.Outcome(origin: $0.row, error: Double($0.residuals[cell]))
        }
        let known = (before[number] ?? []).map { Double($0.residuals[cell]) }.filter { !$0.isNaN }
        var sums = AdaptiveScore.Sums()
        sums.follow(outcomes, step: cell % horizon, known: known, level: level, rate: rate)
        return sums
      }
      let total = sums.reduce(into: AdaptiveScore.Sums()) { $0.merge($1) }
      return total.count == 0 ? nil : AdaptiveScore(level: level, total)
    }
  }
}
