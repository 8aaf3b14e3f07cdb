/// A forecaster that states what comes with which probability, and not a point alone.
///
/// Local models do, from the variance of their errors or from simulated paths.
public protocol QuantilePredictor: Predictor {
  /// What values stay below with some probabilities.
  ///
  /// - Parameter probabilities: Between 0 and 1, such as 0.025 and 0.975 for the bounds of a 95 % interval.
  /// - Returns: One output for each probability, in the units of the forecast; not numbers where no law is stated.
  func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast
  /// Whether quantiles are those of a law, and not of rows in its place.
  var statesLaw: Bool { get }
}

extension QuantilePredictor {
  /// True.
  public var statesLaw: Bool { true }
}
