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

  /// What a metric is made of.
  public struct Definition: Sendable {
    /// The name in tables, in JSON and in CSV files.
    public let key: String
    /// The unit it is measured in.
    public let unit: Unit
    /// What is summed up.
    let term: ErrorTerm
  }

  /// The unit of a metric.
  public enum Unit: Sendable {
    /// Deviations of the training rows.
    case standardized
    /// Those of the data, or their square.
    case data
  }

  /// Name, unit and sum: a new metric is a case above and a line here.
  public var definition: Definition {
    switch self {
    case .mseNorm: Definition(key: "mse_norm", unit: .standardized, term: .squared)
    case .maeNorm: Definition(key: "mae_norm", unit: .standardized, term: .absolute)
    case .mse: Definition(key: "mse", unit: .data, term: .squared)
    case .mae: Definition(key: "mae", unit: .data, term: .absolute)
    }
  }

  /// The name in tables, in JSON and in CSV files.
  public var key: String { definition.key }
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
