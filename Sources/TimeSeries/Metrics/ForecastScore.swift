/// The values of the metrics of a fit over the same errors; others have none.
public struct MetricValues: Sendable, Equatable {
  /// In the order of the metrics' table.
  private var values = [Double](repeating: .nan, count: Metric.ofFits.count)

  /// - Parameter value: The value of each metric; NaN where there is none.
  public init(_ value: (Metric) -> Double) {
    for (place, metric) in Metric.ofFits.enumerated() { values[place] = value(metric) }
  }

  /// The value of a metric; NaN where there is none.
  ///
  /// Those of a fit come first in the table.
  public subscript(metric: Metric) -> Double {
    metric.rawValue < values.count ? values[metric.rawValue] : .nan
  }
}

/// How well some windows were forecast.
public struct ForecastScore: Sendable, Equatable {
  /// Windows scored.
  public let windows: Int
  /// Over windows, steps and channels.
  public let total: MetricValues
  /// The same for each step of the horizon, the first step first.
  public let perStep: [MetricValues]
  /// The same for each series that has windows, in the order of the panel; empty for a panel of one.
  public let perSeries: [SeriesScore]

  /// A score as stored.
  public init(
    windows: Int, total: MetricValues, perStep: [MetricValues], perSeries: [SeriesScore] = []
  ) {
    (self.windows, self.total, self.perStep, self.perSeries) = (windows, total, perStep, perSeries)
  }

  /// The value of a metric over all errors.
  public subscript(metric: Metric) -> Double { total[metric] }
  /// Mean squared error over windows, steps and channels, in standardised units: the literature's MSE.
  public var mseNorm: Double { total[.mseNorm] }
  /// Mean absolute error in standardised units.
  public var maeNorm: Double { total[.maeNorm] }
}
