/// What an automatic choice of exponential smoothing asks of a trend that follows the last rows of a short series.
///
/// In a short series the likelihood often prefers β near α for a few units of AICc, and the forecast then continues the last step.
/// A form with β > `largestRate`·α is chosen only if its AICc is lower by more than `gain` than that of the best form with a slower
/// trend (a gain of ten leaves "essentially no support" for the other: Burnham and Anderson 2002, section 2.6). R has no such rule;
/// statsforecast 2.1 has a harder one, β ≤ 0.2/m in every series.
///
/// The values were chosen on M1 and Tourism, not on M3; see `experiments/competitions`.
public struct ETSTrendCaution: Sendable, Equatable {
  /// The largest β/α of a slow trend.
  public var largestRate: Double
  /// By how much a faster trend has to lower AICc.
  public var gain: Double
  /// From so many rows on, AICc alone decides.
  public var longSeries: Int

  /// Makes a rule.
  public init(largestRate: Double = 0.1, gain: Double = 10, longSeries: Int = 60) {
    self.largestRate = largestRate
    self.gain = gain
    self.longSeries = longSeries
  }

  /// What is added to the AICc of a form with these coefficients.
  func handicap(_ coefficients: ETSCoefficients) -> Double {
    coefficients.beta > largestRate * coefficients.alpha * (1 + 1e-9) ? gain : 0
  }
}
