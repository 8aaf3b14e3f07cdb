import Forecasting
import Layers

/// The values of a SAMformer that a user may set; all but the published ones make the variants it is explained by.
public struct SAMformerConfiguration: ForecasterConfiguration {
  /// Width of queries and keys, and of the values in the low-rank form.
  public var hiddenSize = 16
  /// The paper's form or that of the published PyTorch class.
  public var valuePath = ChannelAttention.ValuePath.lowRank
  /// Whether windows are normalised before and denormalised after.
  public var usesRevIN = true
  /// Cosines and sines together in the outputs of a FAN layer before the projections; 0 for no such layer.
  public var periodicFraction: Float = 0
  /// What attends to what.
  public var attention = WindowAttention.Form.channel
  /// Whether attention is trained; otherwise it stays as it was drawn (the paper's Random Transformer).
  public var trainsAttention = true
  /// Whether weights of the attention are scaled by their spectral norms (σReparam).
  public var sigmaReparam = false
  /// Attention heads, a divisor of the width.
  public var headCount = 1
  /// Attention layers before the head.
  public var layerCount = 1
  /// What the feed-forward part after each attention is; the published network has none.
  public var feedForward: FeedForwardPart?
  /// Inner width of a plain feed-forward part; other kinds are as wide as makes the same number of parameters.
  public var feedForwardSize = 64

  /// The published values.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .integer("hiddenSize", \.hiddenSize, in: 1...4096, "width of queries and keys (and low-rank values)"),
    .choice(
      "valuePath", \.valuePath, "low-rank: the paper's W_V W_O; full: the PyTorch class's square W_V"),
    .boolean("usesRevIN", \.usesRevIN, "normalise each window before and denormalise after"),
    .number(
      "periodicFraction", \.periodicFraction, in: 0...0.99,
      "share of sines and cosines in a FAN layer before the projections (FANformer: 0.25); 0 for no such layer"
    ),
    .choice(
      "attention", \.attention,
      "what attends: channels, steps of time, each channel to itself, or each to all equally"
    ).addedLater(),
    .boolean(
      "trainsAttention", \.trainsAttention,
      "train the attention; false leaves it as drawn (Random Transformer)"
    ).addedLater(),
    .boolean("sigmaReparam", \.sigmaReparam, "scale attention weights by their spectral norms (σReparam)")
      .addedLater(),
    .integer("headCount", \.headCount, in: 1...256, "attention heads, a divisor of hiddenSize").addedLater(),
    .integer("layerCount", \.layerCount, in: 1...32, "attention layers before the head").addedLater(),
    .feedForward(\.feedForward),
    .integer("feedForwardSize", \.feedForwardSize, in: 1...16384, "inner width of the feed-forward parts")
      .addedLater(),
  ]

  /// The attention of a layer.
  var settings: WindowAttention.Settings {
    var settings = WindowAttention.Settings()
    (settings.form, settings.hiddenSize, settings.valuePath) = (attention, hiddenSize, valuePath)
    (settings.headCount, settings.usesSpectralScale) = (headCount, sigmaReparam)
    return settings
  }
}
