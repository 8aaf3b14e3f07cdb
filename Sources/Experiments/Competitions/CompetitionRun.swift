import Classical
import LocalModels
import Tensors

/// Fits local models to the series of a competition, several series at a time with one thread each, and scores them.
///
/// ```swift
/// let series = CompetitionSeries(
///   id: "sales", frequency: "monthly", season: 12, training: Array(sales[..<48]), test: Array(sales[48...]))
/// let run = CompetitionRun(series: [series], workers: Workers(threadCount: 2))
/// let scores = try run.scores(of: "theta")
/// ```
///
/// The scores do not depend on the number of threads.
public struct CompetitionRun: Sendable {
  /// The series.
  public let series: [CompetitionSeries]
  /// The threads.
  public let workers: Workers

  /// Makes a run.
  public init(series: [CompetitionSeries], workers: Workers) {
    (self.series, self.workers) = (series, workers)
  }

  /// The scores of a model, one a series; fewer if it was told to stop.
  ///
  /// A series that the model cannot be fitted to is continued by its last value; the score says so.
  ///
  /// - Parameters:
  ///   - model: A name of `LocalModelCatalog`.
  ///   - observing: Told how many series are done, from time to time.
  ///   - until: Asked from time to time whether to stop.
  /// - Throws: `LocalFitError.unknownModel`.
  public func scores(
    of model: String, observing: (Int) -> Void = { _ in }, until: () -> Bool = { false }
  ) throws(LocalFitError) -> [CompetitionScore] {
    let method = try LocalModelCatalog.model(named: model)
    var scores: [CompetitionScore] = []
    scores.reserveCapacity(series.count)
    while scores.count < series.count, !until() {
      let first = scores.count
      let count = min(Self.portion * workers.threadCount, series.count - first)
      scores += workers.map(count: count) { Self.score(series[first + $0], method) }
      observing(scores.count)
    }
    return scores
  }

  /// Series of each thread between two looks at the clock.
  private static let portion = 64

  private static func score(_ series: CompetitionSeries, _ method: any LocalModel) -> CompetitionScore {
    let rows = LocalSeries(values: series.training, season: series.season)
    let horizon = series.test.count
    if let forecast = try? method.fit(rows).forecast(horizon: horizon, levels: [0.95]),
      forecast.mean.allSatisfy({ $0.isFinite })
    {
      return CompetitionScore(series, mean: forecast.mean, bounds: forecast.bounds(level: 0.95))
    }
    let last = [Double](repeating: series.training.last ?? 0, count: horizon)
    return CompetitionScore(series, mean: last, bounds: nil, isFallback: true)
  }
}
