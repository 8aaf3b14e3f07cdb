import Forecasting
import Layers

/// The values of a TiDE that a user may set; the defaults are those published for the hourly transformer data and
/// horizons up to 192 (google-research/tide, scripts/etth1.sh).
public struct TiDEConfiguration: ForecasterConfiguration {
  /// Width of encoder and decoder.
  public var hiddenSize = 512
  /// Layers of encoder and decoder as the published code counts them: one block less; 1 for a linear map each.
  public var layerCount = 2
  /// Numbers that are decoded for each step.
  public var decoderSize = 32
  /// Inner width of the block that makes the forecast of a step.
  public var stepSize = 16
  /// Numbers that the covariates of a row are mapped to.
  public var featureSize = 4
  /// Share dropped while training.
  public var dropout: Float = 0.5
  /// Whether blocks normalise their results.
  public var usesLayerNorm = true
  /// What is taken out of each window.
  public var normalization = WindowNormalization.revin
  /// Which features of the calendar are covariates.
  public var calendar = CalendarChoice.auto

  /// The published values.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of encoder and decoder"),
    .integer(
      "layerCount", \.layerCount, in: 1...16,
      "layers of encoder and decoder, one more than residual blocks; 1: linear maps"),
    .integer("decoderSize", \.decoderSize, in: 1...1024, "numbers decoded for each step of the forecast"),
    .integer("stepSize", \.stepSize, in: 1...8192, "inner width of the block that forecasts a step"),
    .integer(
      "featureSize", \.featureSize, in: 1...1024, "numbers that the covariates of a row are mapped to"),
    .number("dropout", \.dropout, in: 0...0.95, "share dropped while training"),
    .boolean("usesLayerNorm", \.usesLayerNorm, "residual blocks normalise their results"),
    .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    .choice(
      "calendar", \.calendar, "calendar features that are covariates: auto (those of the data), none, h, t, …"
    ),
  ]

  /// Inner width of the block that maps the covariates of a row, in the published code.
  static let projectionSize = 64

  /// A residual block of this inner width.
  func block(_ hiddenSize: Int) -> ResidualBlock.Form {
    ResidualBlock.Form(hiddenSize: hiddenSize, dropout: dropout, hasNorm: usesLayerNorm)
  }
}
