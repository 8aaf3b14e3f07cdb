import Forecasting
import TimeSeries

extension TrainingData {
  /// What is left to learn from in the search for earlier rows: these, and four seasons.
  private static var fewestRows: Int { 100 }
  private static var fewestSeasons: Int { 4 }

  /// The training rows of each series, divided once more: windows of the first two thirds to fit to, and in place of validation windows
  /// those whose targets lie in the last one.
  ///
  /// For series whose validation windows are too few to choose on, and which have rows to spare: a daily file of three years has
  /// seven windows of two weeks in its validation rows, and 18 more in the last third of its training rows.
  ///
  /// - Returns: Nil where no series has rows to spare.
  package func ofEarlierRows(season: Int) -> TrainingData? {
    let (horizon, lookback) = (training.horizon, training.lookback)
    let series = Dictionary(grouping: training.segments, by: \.series).sorted { $0.key < $1.key }
    let cuts = series.compactMap { number, segments -> (series: Int, first: Int, cut: Int, end: Int)? in
      guard let first = segments.map(\.firstTargets.lowerBound).min(),
        let last = segments.map(\.firstTargets.upperBound).max()
      else { return nil }
      let (start, end) = (max(0, first - lookback), last + horizon - 1)
      let cut = end - (end - start) / 3
      guard end - cut >= 2 * horizon, cut - start >= max(Self.fewestRows, Self.fewestSeasons * season),
        cut - horizon >= first
      else { return nil }
      return (number, first, cut, end)
    }
    guard !cuts.isEmpty else { return nil }
    let earlier = TrainingData(
      training: training.beginning(in: cuts.map { ($0.series, $0.first..<$0.cut - horizon + 1) }),
      validation: validation.beginning(in: cuts.map { ($0.series, $0.cut..<$0.end - horizon + 1) }))
    return earlier.training.isEmpty || earlier.validation.isEmpty ? nil : earlier
  }
}
