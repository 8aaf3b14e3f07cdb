import Forecasting
import LocalModels
import Smoothing

/// Complex exponential smoothing: level and a hidden potential smoothed by a complex number.
public struct ComplexExponentialSmoothing: LocalForecaster {
  /// Name, summary and source.
  public static let card = ForecasterCard(
    name: "ces", summary: "complex exponential smoothing: kind of season chosen by AICc",
    source: "Svetunkov et al. 2022, https://doi.org/10.1002/nav.22074")

  /// How the season enters.
  public enum Kind: String, Sendable, CaseIterable {
    /// The one with the smallest AICc.
    case auto
    /// No season.
    case none = "N"
    /// Level and potential of each season apart.
    case seasonal = "S"
    /// An additive season with a real smoothing parameter.
    case partial = "P"
    /// A season with a complex smoothing parameter.
    case full = "F"
  }

  /// The values that a user may set.
  public struct Configuration: SeasonalConfiguration {
    /// How the season enters.
    public var form = Kind.auto
    /// Rows of the season; 0: as the frequency says, 1: none.
    public var season = 0

    /// The defaults.
    public init() {}

    /// Every value, described.
    public static let fields: [ConfigurationField<Self>] = [
      .choice("form", \.form, "season: N none, S in level and potential, P real, F complex; auto: by AICc"),
      .season(\.season),
    ]
  }

  /// `ces:P` is a form.
  public static var variantKey: String? { "form" }

  /// What was fitted.
  public var fits: LocalFits

  /// Makes the forecaster of what was or will be fitted.
  public init(fits: LocalFits) {
    self.fits = fits
  }

  /// The local model that is fitted to each series.
  public static func model(_ configuration: Configuration, seasons: [Int]) -> any LocalModel {
    switch configuration.form {
    case .auto: ComplexSmoothing(.automatic)
    case .none: ComplexSmoothing(.simple)
    case .seasonal: ComplexSmoothing(.seasonal)
    case .partial: ComplexSmoothing(.partial)
    case .full: ComplexSmoothing(.full)
    }
  }
}
