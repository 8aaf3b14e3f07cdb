import Tensors

/// Attention within a window in the forms that explain what SAMformer's does: over channels, over steps of time, or with an
/// attention matrix that is not learnt.
///
/// `X + A V W_O` keeps the residual to the caller. With `temporal` tokens the projections are as wide as there are channels, and
/// A is `[lookback, lookback]`; with `identity` and `uniform` there are no queries and keys, and A is `I` or `1/D` (ablations of
/// Ilbert et al. 2024, https://arxiv.org/abs/2402.10198, §5).
public struct WindowAttention: Module {
  /// What attends to what.
  public enum Form: String, Sendable, CaseIterable {
    /// Channels attend to channels.
    case channel
    /// Steps of time attend to steps of time.
    case temporal
    /// Each channel attends to itself.
    case identity
    /// Each channel attends to all channels equally.
    case uniform
  }

  /// The values that decide the form of the attention.
  public struct Settings: Sendable {
    /// What attends to what.
    public var form = Form.channel
    /// Width of queries and keys of all heads together, and of the values in the low-rank form.
    public var hiddenSize = 16
    /// How the values are made.
    public var valuePath = ChannelAttention.ValuePath.lowRank
    /// Heads, a divisor of the width.
    public var headCount = 1
    /// Whether each weight matrix is scaled by its spectral norm (``SpectralScale``).
    public var usesSpectralScale = false

    /// SAMformer's.
    public init() {}
  }

  private let settings: Settings
  private var projections: ChannelAttention
  private var scales: SpectralScales?

  /// Draws the weights as ``ChannelAttention`` does, whatever the form.
  ///
  /// - Throws: `ConfigurationError` if heads do not divide the width, or are several where values are as wide as tokens.
  public init(
    lookback: Int, channelCount: Int, _ settings: Settings, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    try settings.check()
    self.settings = settings
    let width = settings.form == .temporal ? channelCount : lookback
    projections = ChannelAttention(
      lookback: width, hiddenSize: settings.hiddenSize, valuePath: settings.valuePath,
      hasScores: settings.form.isLearnt, using: &generator)
    scales =
      settings.usesSpectralScale
      ? SpectralScales(projections, width: width, settings) : nil
  }

  /// The attention without its residual.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Parameter fan: What tokens go through before the projections; as wide as a token.
  /// - Returns: The same shape.
  public func callAsFunction(_ x: Tensor, through fan: FANLayer? = nil) -> Tensor {
    let tokens = settings.form == .temporal ? x.transposed() : x
    let attended = attended(fan?(tokens) ?? tokens, by: scaled)
    return settings.form == .temporal ? attended.transposed() : attended
  }

  /// How much each token attends to each other one, `[batch, token, token]`, or `[batch, head, token, token]` where there are
  /// several heads; rows add up to 1.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  public func attentionWeights(_ x: Tensor, through fan: FANLayer? = nil) -> Tensor {
    let raw = settings.form == .temporal ? x.transposed() : x
    let (tokens, maps) = (fan?(raw) ?? raw, scaled)
    switch settings.form {
    case .identity, .uniform: return constantWeights(batch: x.shape[0], count: x.shape[1])
    case .channel, .temporal: break
    }
    guard settings.headCount > 1 else { return maps.attentionWeights(tokens) }
    let packed = sideBySide([maps.queries, maps.keys, maps.values], tokens)
    return softmax(residualScores(packed, headCount: settings.headCount, adding: nil))
  }

  private func attended(_ tokens: Tensor, by maps: ChannelAttention) -> Tensor {
    let mixed: Tensor
    switch settings.form {
    case .identity:
      mixed = maps.values(tokens)
    case .uniform:
      mixed = matmul(constantWeights(batch: tokens.shape[0], count: tokens.shape[1]), maps.values(tokens))
    case .channel where settings.headCount == 1, .temporal where settings.valuePath == .full:
      return maps(tokens)
    case .channel, .temporal:
      // Neither scores nor weights are stored: 512 steps have 262,144 in each window.
      let packed = sideBySide([maps.queries, maps.keys, maps.values], tokens)
      mixed = selfAttention(packed, AttentionHeads(count: settings.headCount))
    }
    return maps.output.map { $0(mixed) } ?? mixed
  }

  /// `I` or `1/D`, shape `[batch, channel, channel]`.
  private func constantWeights(batch: Int, count: Int) -> Tensor {
    let isIdentity = settings.form == .identity
    let matrix = (0..<count * count).map { index in
      isIdentity ? (index / count == index % count ? 1 : 0) : 1 / Float(count)
    }
    return Tensor(shape: [batch, count, count], values: (0..<batch).flatMap { _ in matrix })
  }

  /// Brings the directions of σReparam up to date with the weights.
  public mutating func finishStep() { scales?.follow(projections) }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    if settings.form.isLearnt {
      projections.visitParameters(&visitor)
    } else {
      visitor.visit(&projections.values, named: "compute_values")
      visitor.visit(&projections.output, named: "compute_output")
    }
    scales?.visitParameters(&visitor)
  }
}

extension WindowAttention {
  /// The projections with σReparam multiplied out.
  private var scaled: ChannelAttention { scales?.applied(to: projections) ?? projections }

  /// The same as plain attention over channels, which a head can be multiplied into; nil for other forms.
  public var asChannelAttention: ChannelAttention? { isChannelAttention ? scaled : nil }

  /// Whether it is plain attention over channels, with or without σReparam.
  public var isChannelAttention: Bool { settings.form == .channel && settings.headCount == 1 }

  /// What attends to what.
  public var form: Form { settings.form }

  /// The same with what depends on the parameters alone multiplied out.
  func prepared() -> WindowAttention {
    var result = self
    (result.projections, result.scales) = (scaled, nil)
    return result
  }
}

extension WindowAttention.Form {
  /// Whether there are queries and keys.
  public var isLearnt: Bool { self == .channel || self == .temporal }
}

extension WindowAttention.Settings {
  fileprivate func check() throws(ConfigurationError) {
    guard headCount > 0, hiddenSize.isMultiple(of: headCount) else {
      throw .invalidValue(
        key: "headCount", value: "\(headCount)", accepted: "a divisor of the width \(hiddenSize)")
    }
    guard headCount == 1 || valuePath == .lowRank && form.isLearnt else {
      throw .invalidValue(
        key: "headCount", value: "\(headCount)",
        accepted: "1 where attention is not learnt or values are not low-rank")
    }
  }
}

/// σReparam of the maps that an attention uses.
private struct SpectralScales: Module {
  private var queries: SpectralScale?
  private var keys: SpectralScale?
  private var values: SpectralScale
  private var output: SpectralScale?

  /// - Parameter width: Of the tokens.
  init(_ maps: ChannelAttention, width: Int, _ settings: WindowAttention.Settings) {
    func scale(_ map: Linear) -> SpectralScale { SpectralScale(of: map.weight, inputSize: width) }
    if settings.form.isLearnt { (queries, keys) = (scale(maps.queries), scale(maps.keys)) }
    values = scale(maps.values)
    output = maps.output.map { SpectralScale(of: $0.weight, inputSize: settings.hiddenSize) }
  }

  func applied(to maps: ChannelAttention) -> ChannelAttention {
    var result = maps
    if let queries { result.queries.weight = queries(maps.queries.weight) }
    if let keys { result.keys.weight = keys(maps.keys.weight) }
    result.values.weight = values(maps.values.weight)
    if let output, let map = maps.output { result.output?.weight = output(map.weight) }
    return result
  }

  mutating func follow(_ maps: ChannelAttention) {
    queries?.follow(maps.queries.weight)
    keys?.follow(maps.keys.weight)
    values.follow(maps.values.weight)
    if let map = maps.output { output?.follow(map.weight) }
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&queries, named: "compute_queries")
    visitor.visit(&keys, named: "compute_keys")
    visitor.visit(&values, named: "compute_values")
    visitor.visit(&output, named: "compute_output")
  }
}
