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
    let cuts = training.seriesRows.compactMap {
      series, rows -> (series: Int, first: Int, cut: Int, end: Int)? in
      let (first, end) = (rows.lowerBound + lookback, rows.upperBound)
      let cut = end - rows.count / 3
      guard end - cut >= 2 * horizon, cut - horizon >= first,
        cut - rows.lowerBound >= max(Self.fewestRows, Self.fewestSeasons * season)
      else { return nil }
      return (series, first, cut, end)
    }
    guard !cuts.isEmpty else { return nil }
    let earlier = TrainingData(
      training: training.beginning(in: cuts.map { ($0.series, $0.first..<$0.cut - horizon + 1) }),
      validation: validation.beginning(in: cuts.map { ($0.series, $0.cut..<$0.end - horizon + 1) }))
    return earlier.training.isEmpty || earlier.validation.isEmpty ? nil : earlier
  }
}
