import Forecasting
import Layers

/// The values of a FANformer that a user may set. The layers are those of the paper; it has no forecaster, so the
/// sizes are our own.
public struct FANformerConfiguration: ForecasterConfiguration {
  /// What a token stands for.
  public var tokens = Tokens.channels
  /// What stands before the projections of the attention.
  public var attentionInput = AttentionInput.fan
  /// Cosines and sines together in the output of a FAN layer.
  public var periodicFraction: Float = 0.25
  /// Width of tokens.
  public var hiddenSize = 128
  /// Attention heads; they share the width.
  public var headCount = 8
  /// Inner width of the gated feed-forward parts.
  public var feedForwardSize = 256
  /// Layers.
  public var layerCount = 2
  /// Whether a step of time sees no later one.
  public var isCausal = false
  /// Share of dropped elements.
  public var dropout: Float = 0.1
  /// What is taken out of each window.
  public var normalization = WindowNormalization.instance

  /// What a token stands for.
  public enum Tokens: String, Sendable, CaseIterable {
    /// The history of a channel.
    case channels
    /// All channels at a step of time, with rotary positions.
    case time
  }

  /// What stands before the projections of the attention.
  public enum AttentionInput: String, Sendable, CaseIterable {
    /// A FAN layer without activation: FANformer (ATF).
    case fan
    /// A linear map: the paper's control ATL.
    case linear
    /// A linear map with GELU: the paper's control ATM.
    case gelu
    /// Nothing: an ordinary Transformer.
    case none
  }

  /// Our own values.
  public init() {}

  /// Every value, described.
  public static let fields: [ConfigurationField<Self>] = [
    .choice("tokens", \.tokens, "what a token stands for: a channel's history, or a step of time"),
    .choice(
      "attentionInput", \.attentionInput,
      "what stands before the attention's projections: fan is FANformer, the others its controls"),
    .number(
      "periodicFraction", \.periodicFraction, in: 0.001...0.999,
      "share of cosines and sines together in the output of the FAN layers"),
    .integer("hiddenSize", \.hiddenSize, in: 1...8192, "width of tokens"),
    .integer("headCount", \.headCount, in: 1...256, "attention heads, a divisor of hiddenSize"),
    .integer(
      "feedForwardSize", \.feedForwardSize, in: 1...65536, "inner width of the gated feed-forward parts"),
    .integer("layerCount", \.layerCount, in: 1...64, "layers"),
    .boolean("isCausal", \.isCausal, "a step of time sees no later one; with tokens=time only"),
    .number("dropout", \.dropout, in: 0...0.99, "share of elements dropped while training"),
    .choice("normalization", \.normalization, "what is taken out of each window and put back"),
  ]

  /// - Throws: `ConfigurationError` for values that do not fit each other.
  func check() throws(ConfigurationError) {
    guard tokens == .time || !isCausal else {
      throw .invalidValue(
        key: "isCausal", value: "true", accepted: "false, or tokens=time: channels have no order")
    }
  }

  /// The attention of the layers.
  var attention: MultiHeadAttention.Form {
    let before: DenseLayer.Form? =
      switch attentionInput {
      case .fan: .fanformer(periodicFraction: periodicFraction)
      case .linear: .linear(.identity)
      case .gelu: .linear(.gelu)
      case .none: nil
      }
    return MultiHeadAttention.Form(
      headCount: headCount, isCausal: isCausal, dropout: dropout, hasRotaryPositions: tokens == .time,
      hasBias: false, before: before)
  }
}
