import TimeSeries

/// The training rows of each series, divided once more: members are fitted to the first two thirds and tried on the last one.
///
/// For series whose validation windows are too few to choose on, and which have rows to spare: a daily file of three years has
/// seven windows of two weeks in its validation rows, and 18 more in the last third of its training rows.
package struct EarlierRows: Sendable {
  /// Windows that lie in the first two thirds.
  package let training: TrainingWindows
  /// Windows whose targets lie in the last one.
  package let held: ValidationWindows

  /// The rows that are left to learn from: these, and four seasons.
  private static let fewestRows = 100, fewestSeasons = 4

  /// - Returns: Nil where no series has rows to spare.
  package init?(_ data: TrainingData, season: Int) {
    let (horizon, lookback) = (data.training.horizon, data.training.lookback)
    let series = Dictionary(grouping: data.training.segments, by: \.series).sorted { $0.key < $1.key }
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
    training = data.training.beginning(in: cuts.map { ($0.series, $0.first..<$0.cut - horizon + 1) })
    held = data.validation.beginning(in: cuts.map { ($0.series, $0.cut..<$0.end - horizon + 1) })
    if training.isEmpty || held.isEmpty { return nil }
  }
}
