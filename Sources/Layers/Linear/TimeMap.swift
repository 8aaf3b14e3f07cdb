import Tensors

/// A linear map from the history of each channel to its future, the same for all channels or one for each.
public struct TimeMap: Module {
  /// Shape `[horizon, lookback]`, or `[channel, horizon, lookback]` with a map for each channel.
  public var weight: Tensor
  /// Shape `[horizon]`, or `[channel, horizon]`.
  public var bias: Tensor

  /// A map with given parameters.
  public init(weight: Tensor, bias: Tensor) {
    precondition(weight.shape.dropLast() == bias.shape[...], "TimeMap: \(weight.shape), \(bias.shape)")
    (self.weight, self.bias) = (weight, bias)
  }

  /// Draws weight and bias as PyTorch's linear layers do.
  ///
  /// - Parameter channelCount: How many maps there are; nil for one that all channels share.
  public init(lookback: Int, horizon: Int, channelCount: Int?, using generator: inout SeededGenerator) {
    let channels = channelCount.map { [$0] } ?? []
    let initialization = Initialization.uniformByFanIn(lookback)
    weight = initialization.tensor(shape: channels + [horizon, lookback], using: &generator)
    bias = initialization.tensor(shape: channels + [horizon], using: &generator)
  }

  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    weight.shape.count == 2
      ? linear(x, weight: weight, bias: bias) : channelLinear(x, weight: weight, bias: bias)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
    visitor.visit(&bias, named: "bias")
  }
}
