import Forecasting
import Layers

/// The values of an encoder-decoder Transformer that a user may set; the defaults are the published ones.
///
/// Published tables hold both forms of normalisation: none (table 6 of Dong et al. 2024) and instance (table 12), which
/// is much better and therefore the default.
public struct TransformerConfiguration: ForecasterConfiguration {
  /// Width of tokens.
  public var hiddenSize = 512
  /// Attention heads; they share the width.
  public var headCount = 8
  /// Inner width of the feed-forward parts.
  public var feedForwardSize = 2048
  /// Layers of the encoder.
  public var encoderLayerCount = 2
  /// Layers of the decoder.
  public var decoderLayerCount = 1
  /// Known rows that the decoder begins with; 0 for half of the lookback.
  public var labelLength = 0
  /// Share of dropped elements.
  public var dropout: Float = 0.1
  /// What is taken out of each window.
  public var normalization = WindowNormalization.instance
  /// Whether layers normalise before attention and feed-forward parts instead of after.
  public var isPreNorm = false
  /// The features of the calendar.
  public var calendar = CalendarChoice.auto

  /// The published values.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of tokens"),
    .integer("headCount", \.headCount, in: 1...256, "attention heads, a divisor of hiddenSize"),
    .integer(
      "feedForwardSize", \.feedForwardSize, in: 1...65536, "inner width of the feed-forward parts"),
    .integer("encoderLayerCount", \.encoderLayerCount, in: 1...64, "layers of the encoder"),
    .integer("decoderLayerCount", \.decoderLayerCount, in: 1...64, "layers of the decoder"),
    .integer(
      "labelLength", \.labelLength, in: 0...65536,
      "last known rows that the decoder begins with; 0 for half of the lookback"),
    .number("dropout", \.dropout, in: 0...0.99, "share of elements dropped while training"),
    .choice("normalization", \.normalization, "what is taken out of each window and put back"),
    .boolean("isPreNorm", \.isPreNorm, "layer norm before attention and feed-forward, not after"),
    .choice(
      "calendar", \.calendar,
      "features of the calendar: of the data's frequency, none, or as for m, w, d, h, t (minutes), s data"),
  ]

  /// Rows of the decoder's known part.
  func labelLength(for task: ForecastTask) -> Int {
    labelLength == 0 ? max(1, task.lookback / 2) : labelLength
  }

  /// - Throws: `ConfigurationError` for values that do not fit each other or the task.
  func check(for task: ForecastTask) throws(ConfigurationError) {
    guard hiddenSize.isMultiple(of: headCount) else {
      throw .invalidValue(
        key: "headCount", value: "\(headCount)", accepted: "a divisor of hiddenSize \(hiddenSize)")
    }
    guard labelLength <= task.lookback else {
      throw .invalidValue(
        key: "labelLength", value: "\(labelLength)", accepted: "at most the lookback, \(task.lookback)")
    }
  }
}
