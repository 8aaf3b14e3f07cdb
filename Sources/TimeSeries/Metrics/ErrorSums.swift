/// Sums over the errors of points in data units, taken as they come and divided once, at the end.
///
/// ```swift
/// let training = Array(sales[..<48])
/// var sums = ErrorSums()
/// for row in 48..<60 { sums.add(truth: sales[row], forecast: sales[row - 12]) }
/// print(sums.value(of: .mase, scale: NaiveScale(training.span, season: 12)))
/// ```
///
/// All of them should be of one series: scaled and relative errors of several are averaged, not added up.
public struct ErrorSums: Sendable, Equatable {
  /// Errors added so far.
  public private(set) var count = 0
  /// Truths without a forecast.
  public private(set) var missingCount = 0
  private var signed = 0.0, absolute = 0.0, squared = 0.0
  /// `|e| / |y|`, over truths that are not 0.
  private var relative = 0.0, relativeCount = 0
  /// `|e| / (|y| + |ŷ|)`.
  private var symmetric = 0.0
  /// `|y|`.
  private var actual = 0.0

  /// No errors yet.
  public init() {}

  /// Adds the error of a forecast; a truth that is not a number adds nothing.
  public mutating func add(truth: Double, forecast: Double) {
    guard !truth.isNaN else { return }
    guard !forecast.isNaN else { return missingCount += 1 }
    let error = forecast - truth
    count += 1
    signed += error
    absolute += error.magnitude
    squared += error * error
    actual += truth.magnitude
    if truth != 0 { (relative, relativeCount) = (relative + (error / truth).magnitude, relativeCount + 1) }
    if error != 0 { symmetric += error.magnitude / (truth.magnitude + forecast.magnitude) }
  }

  /// Adds what another accumulator has seen.
  public mutating func merge(_ other: ErrorSums) {
    count += other.count
    missingCount += other.missingCount
    signed += other.signed
    absolute += other.absolute
    squared += other.squared
    relative += other.relative
    relativeCount += other.relativeCount
    symmetric += other.symmetric
    actual += other.actual
  }

  /// A metric of points over everything added; not a number where it is not defined.
  ///
  /// - Parameter scale: The errors of the seasonal naive forecast over the training rows.
  public func value(of metric: Metric, scale: NaiveScale) -> Double {
    guard count > 0 else { return .nan }
    let count = Double(count)
    switch metric {
    case .mae: return absolute / count
    case .mse: return squared / count
    case .rmse: return (squared / count).squareRoot()
    case .bias: return signed / count
    case .mape: return relativeCount > 0 ? 100 * relative / Double(relativeCount) : .nan
    case .smape: return 200 * symmetric / count
    case .wape: return actual > 0 ? 100 * absolute / actual : .nan
    case .mase: return scale.absolute > 0 ? absolute / count / scale.absolute : .nan
    case .rmsse: return scale.squared > 0 ? (squared / count / scale.squared).squareRoot() : .nan
    case .mseNorm, .maeNorm, .coverage, .width, .msis, .pinball, .crps, .owa: return .nan
    }
  }
}

extension Metric {
  /// The overall weighted average of a model: the mean of its sMAPE and MASE in units of those of a reference, M4's naive2.
  ///
  /// Each is an average over series already; not a number where one of the reference is 0.
  public static func overallWeightedAverage(
    of model: (smape: Double, mase: Double), reference: (smape: Double, mase: Double)
  ) -> Double {
    guard reference.smape > 0, reference.mase > 0 else { return .nan }
    return 0.5 * (model.smape / reference.smape + model.mase / reference.mase)
  }
}
