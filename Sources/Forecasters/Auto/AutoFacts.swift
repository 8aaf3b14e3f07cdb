import Forecasting
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
  /// Validation windows that do not overlap.
  let independentWindows: Double
  /// Rows of the season after the usual one, where most series show it.
  let longSeason: Int?
  /// Rows before the test of the longest series.
  let rowsBeforeTest: Int

  /// Series that are looked at.
  private static let sampleSize = 50

  init(_ data: TrainingData, _ task: ForecastTask) {
    let windows = data.training
    // The last windows of a series end where its training rows do.
    let ends = windows.segments.reduce(into: [:]) { ends, segment in
      ends[segment.series] = segment.firstTargets.upperBound + windows.horizon - 1
    }
    let rows = ends.values.sorted()
    seriesCount = ends.count
    self.rows = rows.isEmpty ? 0 : rows[rows.count / 2]
    windowCount = windows.count
    targetCount = task.targetChannels.count
    season = task.frequency?.defaultSeasonLength ?? 1
    independentWindows = Double(data.validation.count) / Double(task.horizon)
    rowsBeforeTest = max(Self.end(of: windows), Self.end(of: data.validation))
    let long = task.frequency.flatMap { LongSeason($0.seasonCandidates) }
    let kinds = ends.keys.sorted().prefix(Self.sampleSize).flatMap { series in
      windows.targetColumns.prefix(Self.sampleSize).map { column in
        windows.data.panel.withColumn(column, ofSeries: series) { all in
          let values = (0..<(ends[series] ?? 0)).map { all[$0] }
          return (
            isSeldom: Self.isSeldom(values.filter { !$0.isNaN }), isLong: long?.shows(in: values) ?? false
          )
        }
      }
    }
    isIntermittent = 2 * kinds.count { $0.isSeldom } > kinds.count
    longSeason = 2 * kinds.count { $0.isLong } > kinds.count ? long?.rows : nil
  }

  /// The row after the last one of the windows of any series.
  private static func end<Role>(of windows: Windows<Role>) -> Int {
    windows.segments.reduce(0) { max($0, $1.firstTargets.upperBound + windows.horizon - 1) }
  }

  /// Whether values are demand with many zeros.
  private static func isSeldom(_ values: [Double]) -> Bool {
    guard values.allSatisfy({ $0 >= 0 }), let kind = DemandKind(values) else { return false }
    return kind == .intermittent || kind == .lumpy
  }
}
