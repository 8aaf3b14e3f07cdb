import TimeSeries

/// A forecaster that chooses among others.
public protocol Choosing {
  /// What was tried, in the order in which it was.
  var candidates: [CandidateScore] { get }
  /// Why the forecast is made of those that have a weight; nil before the fit.
  var reason: ChoiceReason? { get }
}

/// Why a choice among forecasters came out as it did.
public enum ChoiceReason: String, Sendable {
  /// There are no rows to choose on, and what does well for most series was taken.
  case tooFewRows = "too-few-rows"
  /// A few windows have moved the weights a little away from what does well for most series.
  case fewWindows = "few-windows"
  /// There are few validation windows, and the weights were found on later training rows too, forecast after fits to those before them.
  case earlierRows = "earlier-rows"
  /// One alone does best on windows that did not choose it.
  case single
  /// A combination does best on windows that did not find its weights.
  case combination
  /// There was one candidate only.
  case only
}

/// One of the forecasters that a model was chosen or combined from.
public struct CandidateScore: Sendable {
  /// Name of the forecaster.
  public let name: String
  /// Errors over the validation windows; nil if there are none, or it was left out.
  public let validation: ForecastScore?
  /// Its mean weight in the forecast; nil if it was left out.
  public var weight: Double?
  /// Wall-clock time of its fit.
  public let seconds: Double
  /// Why it was left out, or what limited it.
  public let note: String?

  /// - Parameters:
  ///   - validation: Nil if there are no validation windows, or it was left out.
  ///   - weight: Its mean weight in the forecast.
  ///   - note: Why it was left out, or what limited it.
  public init(
    name: String, validation: ForecastScore?, weight: Double? = nil, seconds: Double, note: String? = nil
  ) {
    (self.name, self.validation, self.weight) = (name, validation, weight)
    (self.seconds, self.note) = (seconds, note)
  }
}
