import Tensors

/// `head(x)` after layers `x + attention(fan(x))`, each with a feed-forward part `x + F(x)` behind it or none, where there is more to an attention than ``ChannelAttentionHead`` multiplies
/// out: a FAN layer before the projections (FANformer, Dong et al. 2025, https://arxiv.org/abs/2502.21309), several layers or
/// heads, other tokens than channels, or feed-forward parts.
public struct AttentionStack: Module {
  private var layers: [WindowAttention]
  private var fans: [FANLayer]
  private var feedForwards: [FeedForward]
  private var head: Linear

  /// - Parameter fans: One for each layer, as wide as its tokens, or none.
  /// - Parameter feedForwards: One for each layer, as wide as a history, or none.
  public init(
    _ layers: [WindowAttention], _ fans: [FANLayer], _ feedForwards: [FeedForward], _ head: Linear
  ) {
    precondition(fans.isEmpty || fans.count == layers.count, "AttentionStack: \(fans.count) FAN layers")
    precondition(
      feedForwards.isEmpty || feedForwards.count == layers.count,
      "AttentionStack: \(feedForwards.count) feed-forward parts")
    (self.layers, self.fans) = (layers.map { $0.prepared() }, fans)
    (self.feedForwards, self.head) = (feedForwards, head)
  }

  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    var x = x
    for index in layers.indices { x = after(index, x, in: &pass) }
    return head(x)
  }

  /// What goes on to the next layer.
  private func after(_ index: Int, _ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    let mixed = x + layers[index](x, through: fan(index))
    return feedForwards.isEmpty ? mixed : feedForwards[index](mixed, adding: mixed, in: &pass)
  }

  /// The weights of each layer; see ``WindowAttention/attentionWeights(_:through:)``.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  public func attentionWeights(_ x: Tensor) -> [Tensor] {
    var (x, pass) = (x, ForwardPass.inference)
    return layers.indices.map { index in
      let weights = layers[index].attentionWeights(x, through: fan(index))
      x = after(index, x, in: &pass)
      return weights
    }
  }

  private func fan(_ index: Int) -> FANLayer? { fans.isEmpty ? nil : fans[index] }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&fans, named: "fans")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&feedForwards, named: "feedForwards")
    visitor.visit(&head, named: "head")
  }
}
