import Forecasting
import LocalModels
import Smoothing

/// The method of Teunter, Syntetos and Babai for intermittent demand: smoothed size times the smoothed probability of demand.
public struct TSB: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "tsb", summary: "smoothed size of demand times its smoothed probability",
    source: "Teunter et al. 2011, https://doi.org/10.1016/j.ejor.2011.05.018")

  /// The values that a user may set.
  public struct Configuration: ForecasterConfiguration {
    /// How fast the size follows.
    public var sizeAlpha: Float = 0.1
    /// How fast the probability follows.
    public var probabilityAlpha: Float = 0.1

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .number("sizeAlpha", \.sizeAlpha, in: 0.001...1, "smoothing of the size of demand"),
      .number(
        "probabilityAlpha", \.probabilityAlpha, in: 0.001...1, "smoothing of the probability of demand"),
    ]
  }

  /// No law: intervals are quantiles of the rows.
  public static let statesLaw = false

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// No season.
  public static func seasons(_ configuration: Configuration, for task: ForecastTask) -> [Int] { [1] }

  /// The method; a setting of 0.1 means the double nearest to it.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    IntermittentDemand(
      .tsb(
        sizeAlpha: Double("\(configuration.sizeAlpha)") ?? 0.1,
        probabilityAlpha: Double("\(configuration.probabilityAlpha)") ?? 0.1))
  }
}
