import Forecasting
import LocalForecasters
import Smoothing
import TimeSeries

/// What a choice of candidates depends on: how much data there is and of what kind.
struct AutoFacts {
  /// Series with training windows.
  let seriesCount: Int
  /// Training rows of the series in the middle.
  let rows: Int
  /// Training windows, of all series.
  let windowCount: Int
  let targetCount: Int
  /// Rows of the usual season; 1 for none.
  let season: Int
  /// Whether most series are demand that is often zero.
  let isIntermittent: Bool
  /// What the validation windows are worth; see ``independentWindows(_:horizon:)``.
  let independentWindows: Double
  /// Rows of the season after the usual one, where most series show it.
  let longSeason: Int?
  /// Rows of the season after the usual one that few waves describe (`LongSeason.isSmooth`), if most series have one of it to learn from, whether they show it
  /// or not.
  let smoothSeason: Int?
  /// Whether most series show a usual season that smoothing models have too many states for, as the year of weeks.
  let showsUnsmoothedSeason: Bool
  /// Whether most series have values that are left out for being far from all others, or a level that has changed for good (`OddRows`).
  let hasOddRows: Bool
  /// Whether most series have such a level.
  let hasShift: Bool
  /// Rows before the test of the longest series.
  let rowsBeforeTest: Int
  /// Whether cells are missing.
  let hasGaps: Bool

  /// Series that are looked at.
  private static let sampleSize = 50

  init(_ data: TrainingData, _ task: ForecastTask) {
    let windows = data.training
    let series = windows.seriesRows
    let counts = series.map(\.rows.upperBound).sorted()
    seriesCount = series.count
    rows = counts.isEmpty ? 0 : counts[counts.count / 2]
    windowCount = windows.count
    targetCount = task.targetChannels.count
    let season = task.frequency?.defaultSeasonLength ?? 1
    self.season = season
    independentWindows = Self.independentWindows(data.validation.count, horizon: task.horizon)
    rowsBeforeTest = (series + data.validation.seriesRows).map(\.rows.upperBound).max() ?? 0
    let long = task.frequency.flatMap { LongSeason($0.seasonCandidates) }
    smoothSeason = long.flatMap { [rows] in $0.isSmooth && rows >= $0.rows ? $0.rows : nil }
    let usual = LongSeason(unsmoothed: season)
    // Validation rows may show a season too: they are there to choose on, and test rows lie behind them.
    let ends = Dictionary(
      (series + data.validation.seriesRows).map { ($0.series, $0.rows.upperBound) }, uniquingKeysWith: max)
    let kinds = series.prefix(Self.sampleSize).flatMap { series, rows in
      windows.targetColumns.prefix(Self.sampleSize).map { column in
        windows.data.panel.withColumn(column, ofSeries: series) { span in
          let all = (0..<max(rows.upperBound, ends[series] ?? 0)).map { span[$0] }
          let odd =
            rows.upperBound <= AutoCandidates.longestForLocal ? OddRows(all, season: season) : .none
          let values = odd.usable(all)
          return (
            isSeldom: Self.isSeldom(values[..<rows.upperBound].filter { !$0.isNaN }),
            isLong: long?.shows(in: values) ?? false, isUsual: usual?.shows(in: values) ?? false,
            isOdd: odd.misleads, isMoved: odd.shift != nil, hasGaps: all.contains(where: \.isNaN)
          )
        }
      }
    }
    isIntermittent = 2 * kinds.count { $0.isSeldom } > kinds.count
    longSeason = 2 * kinds.count { $0.isLong } > kinds.count ? long?.rows : nil
    showsUnsmoothedSeason = 2 * kinds.count { $0.isUsual } > kinds.count
    hasOddRows = 2 * kinds.count { $0.isOdd } > kinds.count
    hasGaps = kinds.contains(where: \.hasGaps)
    hasShift = 2 * kinds.count { $0.isMoved } > kinds.count
  }

  /// How many windows that do not overlap a number of windows, one a row, are worth. A window of fewer than four steps counts as a part of
  /// one, since few residuals say little.
  static func independentWindows(_ count: Int, horizon: Int) -> Double {
    Double(count) / Double(max(horizon, 4))
  }

  /// Whether values are demand with many zeros.
  private static func isSeldom(_ values: [Double]) -> Bool {
    guard values.allSatisfy({ $0 >= 0 }), let kind = DemandKind(values) else { return false }
    return kind == .intermittent || kind == .lumpy
  }
}
