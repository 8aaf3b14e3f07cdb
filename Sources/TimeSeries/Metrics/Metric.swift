import Text

/// A measure of the errors of forecasts; the table below holds all there is to know about each.
///
/// A metric is a sum over errors that is taken in double precision as they come and divided once, at the end.
///
/// ```swift
/// let test = try score(forecaster, on: windows.test, workers: workers).standardized
/// print("\(Metric.mseNorm.key): \(test[.mseNorm])")
/// ```
public enum Metric: Int, Sendable, CaseIterable {
  /// Mean squared error in standardised units: the literature's MSE.
  case mseNorm
  /// Mean absolute error in standardised units.
  case maeNorm
  /// Mean squared error in data units.
  case mse
  /// Mean absolute error in data units.
  case mae
  /// Mean absolute error in units of that of the seasonal naive forecast one step ahead over the training rows
  /// (Hyndman and Koehler 2006, https://doi.org/10.1016/j.ijforecast.2006.03.001); none where that is 0.
  ///
  /// Of several columns or series a fit takes the mean over all truths, each scaled by the error of its own column, so that one with more
  /// truths weighs more; a backtest and a competition take the mean of the metrics of series, each with the same weight.
  case mase
  /// Root of the mean squared error, data units.
  case rmse
  /// Mean of forecast minus truth, data units: above zero where forecasts are too high.
  case bias
  /// Mean of `100 |e| / |y|` over the rows whose truth is not 0.
  case mape
  /// Mean of `200 |e| / (|y| + |ŷ|)`, 0 … 200; a forecast of 0 for a truth of 0 adds 0.
  case smape
  /// `100 Σ|e| / Σ|y|`; none where all truths are 0.
  case wape
  /// Root of the mean squared error in units of that of the seasonal naive forecast over the training rows
  /// (M5, https://doi.org/10.1016/j.ijforecast.2021.11.013); none where that is 0.
  case rmsse
  /// The share of truths within the interval, bounds included.
  case coverage
  /// The mean width of the interval, data units.
  case width
  /// The mean of `u − l + (2/a)(l − y)₊ + (2/a)(y − u)₊` for a level of `1 − a`, in units of the seasonal naive error
  /// (M4, https://doi.org/10.1016/j.ijforecast.2019.04.014).
  case msis
  /// The mean of `max(τ(y − q), (τ − 1)(y − q))` over truths and over the probabilities `τ` of the quantiles, data units.
  case pinball
  /// The continuous ranked probability score from quantiles, data units: see ``RankedProbabilityScore``.
  case crps
  /// The mean of sMAPE and MASE, each in units of that of naive2 (M4).
  case owa

  /// What there is to know about a metric.
  public struct Definition: Sendable {
    /// The name in tables, in JSON and in CSV files.
    public let key: String
    /// The unit it is measured in.
    public let unit: Unit
    /// What of it a fit sums up over windows; nil for metrics that fits do not report.
    let term: ErrorTerm?

    init(key: String, unit: Unit, term: ErrorTerm? = nil) {
      (self.key, self.unit, self.term) = (key, unit, term)
    }
  }

  /// The unit of a metric.
  public enum Unit: Sendable {
    /// Deviations of the training rows.
    case standardized
    /// Those of the data, or their square.
    case data
    /// The error of the seasonal naive forecast.
    case naiveError
    /// Percent.
    case percent
    /// A share between 0 and 1.
    case share
    /// The errors of another forecast.
    case reference
  }

  /// Name, unit and sum: a new metric is a case above and a line here.
  public var definition: Definition {
    switch self {
    case .mseNorm: Definition(key: "mse_norm", unit: .standardized, term: .squared)
    case .maeNorm: Definition(key: "mae_norm", unit: .standardized, term: .absolute)
    case .mse: Definition(key: "mse", unit: .data, term: .squared)
    case .mae: Definition(key: "mae", unit: .data, term: .absolute)
    case .mase: Definition(key: "mase", unit: .naiveError, term: .absolute)
    case .rmse: Definition(key: "rmse", unit: .data)
    case .bias: Definition(key: "bias", unit: .data)
    case .mape: Definition(key: "mape", unit: .percent)
    case .smape: Definition(key: "smape", unit: .percent)
    case .wape: Definition(key: "wape", unit: .percent)
    case .rmsse: Definition(key: "rmsse", unit: .naiveError)
    case .coverage: Definition(key: "coverage", unit: .share)
    case .width: Definition(key: "width", unit: .data)
    case .msis: Definition(key: "msis", unit: .naiveError)
    case .pinball: Definition(key: "pinball", unit: .data)
    case .crps: Definition(key: "crps", unit: .data)
    case .owa: Definition(key: "owa", unit: .reference)
    }
  }

  /// The metrics of a fit, which follow from sums over standardised errors.
  public static let ofFits = allCases.filter { $0.definition.term != nil }
  /// The metrics of points in units that do not depend on how a fit scaled its rows.
  public static let ofPoints: [Metric] = [
    .mae, .rmse, .mse, .bias, .mape, .smape, .wape, .mase, .rmsse,
  ]
  /// The metrics of intervals of one level.
  public static let ofIntervals: [Metric] = [.coverage, .width, .msis]

  /// The name in tables, in JSON and in CSV files.
  public var key: String { definition.key }

  /// The name of a metric of intervals of a level: `coverage_95`.
  public func key(level: Double) -> String { "\(key)_\(TextFormatting.level(level))" }
}

/// What one error adds to a sum.
enum ErrorTerm: Int, Sendable, CaseIterable {
  /// The square of the error.
  case squared
  /// Its size.
  case absolute

  /// By what power of a factor the term grows when all errors grow by the factor.
  private var degree: Int { self == .squared ? 2 : 1 }

  /// What turns a sum over standardised errors into one over errors in data units.
  func scale(deviation: Double) -> Double {
    (0..<degree).reduce(1) { scale, _ in scale * deviation.magnitude }
  }

  /// What an error adds.
  func value(_ error: Double) -> Double { self == .squared ? error * error : error.magnitude }

  /// Adds the terms of `errors` to `sums`, one by one.
  func accumulate(_ errors: Span<Double>, into sums: inout MutableSpan<Double>) {
    switch self {
    case .squared: for index in errors.indices { sums[index] += errors[index] * errors[index] }
    case .absolute: for index in errors.indices { sums[index] += errors[index].magnitude }
    }
  }
}
