import Classical
import Forecasting
import LocalModels
import Smoothing

/// Exponential smoothing in state space form: one of the 30 forms of error, trend and season, or the stable one with the smallest AICc.
///
/// All coefficients and starting states of a channel are estimated together by maximum likelihood on its training rows.
public struct ExponentialSmoothing: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "ets",
    summary: "exponential smoothing: error, trend and season chosen by AICc, or as in ets:M,Ad,M",
    source: "Hyndman et al. 2008, https://doi.org/10.1007/978-3-540-71918-2")

  /// The values that a user may set.
  public struct Configuration: SeasonalConfiguration {
    /// The form; nil to have it chosen.
    public var form: ETSForm?
    /// Rows of the season; 0: as the frequency says, 1: none.
    public var season = 0
    /// The transform before the fit.
    public var boxCox = PowerTransform.none

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .text(
        "form", \.form, "auto | A,N,N … M,Md,M",
        "error, trend and season: A additive, M multiplicative, N none, d damped; auto: by AICc",
        write: { $0.map { String($0.name.dropFirst(4).dropLast()) } ?? "auto" },
        read: { text in text == "auto" ? .some(nil) : ETSForm(text).map { .some($0) } }),
      .season(\.season), .boxCox(\.boxCox),
    ]
  }

  /// `ets:M,Ad,M` is a form.
  public static var variantKey: String? { "form" }

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    configuration.boxCox.model(ETS(configuration.form.map { .named($0) } ?? .automatic))
  }
}
