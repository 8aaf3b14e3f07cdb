import CKernels

/// A linear map over time for each channel, made ready for many windows.
public struct ChannelMaps: Sendable {
  private let maps: [StackedWeight]
  private let bias: Tensor
  private let lookback: Int
  private let horizon: Int

  /// - Parameters:
  ///   - weight: Shape `[channel, horizon, lookback]`.
  ///   - bias: Shape `[channel, horizon]`.
  public init(weight: Tensor, bias: Tensor) {
    precondition(
      weight.shape.count == 3 && bias.shape == Array(weight.shape.prefix(2)),
      "ChannelMaps: \(weight.shape), \(bias.shape)")
    (horizon, lookback, self.bias) = (weight.shape[1], weight.shape[2], bias)
    maps = (0..<weight.shape[0]).map { channel in
      StackedWeight(
        stacking: [weight.slices(channel..<channel + 1).reshaped(to: Array(weight.shape.suffix(2)))])
    }
  }

  /// `x Wᵀ + b` of each channel, without gradient.
  ///
  /// - Parameter x: Shape `[batch, channel, lookback]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    precondition(
      x.shape.count == 3 && Array(x.shape.suffix(2)) == [maps.count, lookback], "ChannelMaps: \(x.shape)")
    let batch = x.shape[0]
    MultiplyAddCounter.add(batch * maps.count * horizon * lookback)
    let y = Tensor(unfilled: [batch, maps.count, horizon])
    let (rowSize, historySize) = (maps.count * horizon, maps.count * lookback)
    inPieces(of: batch, grain: fk_tile_rows(), multiple: fk_tile_rows()) { windows in
      let to = unsafe y.destination + windows.lowerBound * rowSize
      unsafe fk_broadcast_rows(to, bias.pointer, windows.count, rowSize)
      for (channel, map) in maps.enumerated() {
        unsafe fk_product_panels(
          to + channel * horizon, rowSize,
          x.pointer + windows.lowerBound * historySize + channel * lookback, historySize, map.panels.pointer,
          1, windows.count, horizon, lookback)
      }
    }
    return y
  }
}
