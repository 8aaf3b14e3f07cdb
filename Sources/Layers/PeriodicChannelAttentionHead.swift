import Tensors

/// `head(x + attention(fan(x)))`: a FAN layer before the projections of queries, keys and values, as in FANformer's
/// attention (Dong et al. 2025, https://arxiv.org/abs/2502.21309), with SAMformer's tokens.
///
/// The projections and the head read different tensors here, so nothing is multiplied out.
public struct PeriodicChannelAttentionHead: Module {
  private var fan: FANLayer
  private var attention: ChannelAttention
  private var head: Linear

  /// - Parameter fan: Of the width of the history in and out.
  public init(_ fan: FANLayer, _ attention: ChannelAttention, _ head: Linear) {
    (self.fan, self.attention, self.head) = (fan, attention, head)
  }

  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    head(x + attention(fan(x)))
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&fan, named: "fan")
    visitor.visit(&attention, named: "attention")
    visitor.visit(&head, named: "head")
  }
}
