/// The mean errors of one model over the series of one frequency.
public struct CompetitionResult: Sendable, Equatable {
  /// The model.
  public let model: String
  /// `yearly`, `quarterly`, `monthly`, `other` or `all`.
  public let frequency: String
  /// How many series there are.
  public let seriesCount: Int
  /// How many of them the model could not be fitted to.
  public let fallbackCount: Int
  /// Mean symmetric percentage error, each series with the same weight.
  public let smape: Double
  /// Mean scaled error over the series that have a scale.
  public let mase: Double
  /// The mean of both in units of naive2's (M4's measure).
  public let owa: Double
  /// The mean over series of the share of values inside the 95 % intervals; nil where the model states none.
  public let coverage95: Double?

  /// The results of a model by frequency, those over all series last.
  ///
  /// - Parameters:
  ///   - scores: One for each of `series`.
  ///   - reference: The scores of naive2.
  public static func results(
    of model: String, _ scores: [CompetitionScore], reference: [CompetitionScore],
    series: [CompetitionSeries]
  ) -> [CompetitionResult] {
    let present = Set(series.map(\.frequency))
    let known = Competition.frequencies.filter { present.contains($0) }
    let others = present.subtracting(known).sorted()
    return (known + others + [Competition.everything]).map { frequency in
      let rows = series.indices.filter {
        frequency == Competition.everything || series[$0].frequency == frequency
      }
      return CompetitionResult(
        model: model, frequency: frequency, rows.map { scores[$0] }, reference: rows.map { reference[$0] })
    }
  }

  private init(
    model: String, frequency: String, _ scores: [CompetitionScore], reference: [CompetitionScore]
  ) {
    (self.model, self.frequency) = (model, frequency)
    seriesCount = scores.count
    fallbackCount = scores.count { $0.isFallback }
    (smape, mase) = Self.means(scores)
    let (naiveSMAPE, naiveMASE) = Self.means(reference)
    owa = 0.5 * (smape / naiveSMAPE + mase / naiveMASE)
    let covered = scores.compactMap { score in
      score.insideCount.map { Double($0) / Double(score.rowCount) }
    }
    coverage95 = covered.isEmpty ? nil : covered.reduce(0, +) / Double(covered.count)
  }

  private static func means(_ scores: [CompetitionScore]) -> (smape: Double, mase: Double) {
    let scaled = scores.compactMap(\.mase)
    return (
      scores.reduce(0) { $0 + $1.smape } / Double(scores.count),
      scaled.reduce(0, +) / Double(scaled.count)
    )
  }
}
