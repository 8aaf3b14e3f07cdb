import Tensors

/// `head(x)` after layers `x + attention(fan(x))`, where there is more to an attention than ``ChannelAttentionHead`` multiplies
/// out: a FAN layer before the projections (FANformer, Dong et al. 2025, https://arxiv.org/abs/2502.21309), several layers or
/// heads, or other tokens than channels.
public struct AttentionStack: Module {
  private var layers: [WindowAttention]
  private var fans: [FANLayer]
  private var head: Linear

  /// - Parameter fans: One for each layer, as wide as its tokens, or none.
  public init(_ layers: [WindowAttention], _ fans: [FANLayer], _ head: Linear) {
    precondition(fans.isEmpty || fans.count == layers.count, "AttentionStack: \(fans.count) FAN layers")
    (self.layers, self.fans, self.head) = (layers.map { $0.prepared() }, fans, head)
  }

  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    var x = x
    for index in layers.indices { x = x + layers[index](x, through: fan(index)) }
    return head(x)
  }

  /// The weights of each layer; see ``WindowAttention/attentionWeights(_:through:)``.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  public func attentionWeights(_ x: Tensor) -> [Tensor] {
    var x = x
    return layers.indices.map { index in
      let weights = layers[index].attentionWeights(x, through: fan(index))
      x = x + layers[index](x, through: fan(index))
      return weights
    }
  }

  private func fan(_ index: Int) -> FANLayer? { fans.isEmpty ? nil : fans[index] }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&fans, named: "fans")
    visitor.visit(&layers, named: "layers")
    visitor.visit(&head, named: "head")
  }
}
