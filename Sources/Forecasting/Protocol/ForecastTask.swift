import TimeSeries
import Training

/// The facts of a forecasting problem, as far as a forecaster needs them.
public struct ForecastTask: Sendable, Equatable {
  /// Number of past rows a forecast is made from.
  public let lookback: Int
  /// Number of future rows that are forecast.
  public let horizon: Int
  /// Number of channels in the history: targets, and columns whose past alone is known.
  public let channelCount: Int
  /// Which of the channels are scored and reported; all of them unless only one target was asked for.
  public let targetChannels: [Int]
  /// Number of columns known ahead, besides the features of the calendar.
  public let futureCount: Int
  /// Number of columns that have one value for each series.
  public let fixedCount: Int
  /// The step between rows; nil where it is unknown.
  public let frequency: Frequency?
  /// What is stated about each target; nil for one value.
  public private(set) var law: OutputLaw?

  /// - Precondition: Lookback, horizon and the number of channels are 1 or more, the counts of other columns 0 or more.
  /// - Parameters:
  ///   - targetChannels: Indices below `channelCount`, in the order they are reported.
  ///   - futureCount: Columns known ahead, besides the features of the calendar.
  ///   - fixedCount: Columns that have one value for each series.
  ///   - frequency: The step between rows; nil where it is unknown.
  public init(
    lookback: Int, horizon: Int, channelCount: Int, targetChannels: [Int]? = nil, futureCount: Int = 0,
    fixedCount: Int = 0, frequency: Frequency? = nil
  ) {
    precondition(
      lookback > 0 && horizon > 0 && channelCount > 0 && futureCount >= 0 && fixedCount >= 0,
      "ForecastTask: sizes must be positive, counts of covariates not negative")
    self.lookback = lookback
    self.horizon = horizon
    self.channelCount = channelCount
    self.targetChannels = targetChannels ?? Array(0..<channelCount)
    (self.futureCount, self.fixedCount) = (futureCount, fixedCount)
    self.frequency = frequency
  }

  /// Numbers that say all of a window's covariates, besides the features of the calendar, in one row.
  public var covariateSize: Int { futureCount * (lookback + horizon) + fixedCount }

  /// Covariates of a row of a window, besides the features of the calendar.
  public var covariateCount: Int { futureCount + fixedCount }

  /// The roles that columns have beside the targets.
  public var covariates: Set<ColumnRole> {
    var roles: Set<ColumnRole> = targetChannels.count < channelCount ? [.past] : []
    if futureCount > 0 { roles.insert(.future) }
    if fixedCount > 0 { roles.insert(.fixed) }
    return roles
  }

  /// The same problem with a law of each target to be stated; with one value for nil.
  public func stating(_ law: OutputLaw?) -> ForecastTask {
    var task = self
    task.law = law
    return task
  }

  /// The same problem without the columns of some roles, `future` or `fixed`.
  public func hiding(_ roles: Set<ColumnRole>) -> ForecastTask {
    ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: channelCount, targetChannels: targetChannels,
      futureCount: roles.contains(.future) ? 0 : futureCount,
      fixedCount: roles.contains(.fixed) ? 0 : fixedCount, frequency: frequency
    ).stating(law)
  }
}
