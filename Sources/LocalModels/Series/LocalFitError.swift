/// Why a local model cannot be fitted to a series, or not be restored.
public enum LocalFitError: Error, Equatable {
  /// The series has no row, or only missing values.
  case noValues
  /// The series has fewer rows than the model's coefficients need.
  case tooFewRows(model: String, needed: Int, has: Int)
  /// A value is infinite; rows count from 0.
  case infiniteValue(row: Int)
  /// A value is missing (not a number) where the model needs a complete series; rows count from 0.
  case missingValue(row: Int)
  /// A negative value in a model of demand; rows count from 0.
  case negativeDemand(row: Int, value: Double)
  /// A value that is not above zero in a model with a multiplicative part; rows count from 0.
  case notPositive(model: String, row: Int, value: Double)
  /// A seasonal model for a series without a season.
  case noSeason(model: String)
  /// Coefficients outside the model's bounds.
  case invalidCoefficient(model: String, name: String, value: Double)
  /// No model has this name.
  case unknownModel(String)
  /// A regressor does not have as many values as the series.
  case regressorLength(needed: Int, has: Int)
  /// A regressor is constant after differencing, or a combination of others; or rows that differencing needs are missing.
  case dependentRegressors(model: String)
  /// The level of an interval is not from 0 to below 1, or the probability of a quantile not between 0 and 1.
  case invalidLevel(Double)
  /// A stored state lacks an array, or has one of another length.
  case malformedState(model: String, array: String)
}

extension LocalFitError: CustomStringConvertible {
  /// What is wrong, and what would do.
  public var description: String { description(ofRow: { "row \($0) of the series" }) }

  /// What is wrong, and what would do, with a row called as its reader knows it.
  ///
  /// - Parameter name: What a row is called; rows count from 0.
  public func description(ofRow name: (Int) -> String) -> String {
    switch self {
    case .noValues: "the series has no values"
    case .tooFewRows(let model, let needed, let has):
      "\(model) needs at least \(needed) rows; the series has \(has)"
    case .infiniteValue(let row): "\(name(row)) is infinite; a finite number is needed"
    case .missingValue(let row): "\(name(row)) is missing; fill it first"
    case .negativeDemand(let row, let value):
      "\(name(row)) is \(value); demand cannot be negative"
    case .notPositive(let model, let row, let value):
      "\(model) has a multiplicative part and needs values above zero; \(name(row)) is \(value)"
    case .noSeason(let model): "\(model) needs a season of two or more rows; the series has none"
    case .invalidCoefficient(let model, let name, let value):
      "\(model) cannot have the coefficient \(name) = \(value)"
    case .unknownModel(let name): "there is no local model called '\(name)'"
    case .regressorLength(let needed, let has):
      "a regressor has \(has) values; it needs one for each of the \(needed) rows"
    case .dependentRegressors(let model):
      "\(model) cannot tell its regressors, constant or missing rows apart after differencing; leave out those that are constant or sums of others, or fill the missing rows"
    case .invalidLevel(let level):
      "\(level) is no level or probability; it lies between 0 and 1, such as 0.95 for 95 %"
    case .malformedState(let model, let array):
      "the stored state of \(model) lacks the array '\(array)' or has another length"
    }
  }
}
