/// The errors of one model on one series.
public struct CompetitionScore: Sendable, Equatable {
  /// The mean of 200|y − ŷ|/(|y| + |ŷ|), 0 … 200.
  public let smape: Double
  /// The mean absolute error in units of that of the seasonal naive forecast of the training rows; nil where that is 0.
  public let mase: Double?
  /// How many values were inside the 95 % interval; nil where the model states none.
  public let insideCount: Int?
  /// How many values were forecast.
  public let rowCount: Int
  /// Whether the model could not be fitted and the last value was repeated.
  public let isFallback: Bool

  /// Scores a forecast.
  ///
  /// - Parameters:
  ///   - mean: As many values as `series` has test rows.
  ///   - bounds: The 95 % interval, if there is one.
  public init(
    _ series: CompetitionSeries, mean: [Double], bounds: (lower: [Double], upper: [Double])?,
    isFallback: Bool = false
  ) {
    var (relative, absolute) = (0.0, 0.0)
    for (actual, forecast) in zip(series.test, mean) {
      let error = (actual - forecast).magnitude
      if error > 0 { relative += 200 * error / (actual.magnitude + forecast.magnitude) }
      absolute += error
    }
    rowCount = series.test.count
    smape = relative / Double(rowCount)
    let scale = Self.scale(series)
    mase = scale > 0 ? absolute / Double(rowCount) / scale : nil
    insideCount = bounds.map { bounds in
      series.test.indices.count { bounds.lower[$0] <= series.test[$0] && series.test[$0] <= bounds.upper[$0] }
    }
    self.isFallback = isFallback
  }

  /// The mean absolute difference of training rows a season apart; of neighbours where there is no whole season before the last row.
  private static func scale(_ series: CompetitionSeries) -> Double {
    let rows = series.training
    let lag = rows.count > series.season ? series.season : 1
    guard rows.count > lag else { return 0 }
    return (lag..<rows.count).reduce(0) { $0 + (rows[$1] - rows[$1 - lag]).magnitude }
      / Double(rows.count - lag)
  }
}
