import Tensors

extension Linear {
  /// The map of the rows of `x` with `shared` beside each row of a window: `activation([x ‖ shared] Wᵀ + b)`, dropped.
  ///
  /// What is shared goes through its part of the map once a window instead of once a channel.
  ///
  /// - Parameter x: Shape `[batch, channel, m]`.
  /// - Parameter shared: Shape `[batch, n]`, with `m + n` the width of what goes in; nil for none.
  /// - Returns: Shape `[batch, channel, outputSize]`.
  public func callAsFunction(
    _ x: Tensor, sharing shared: Tensor?, activation: Activation = .identity, dropout mask: DropoutMask? = nil
  ) -> Tensor {
    self(x, sharing: shared, finish: RowFinish(activation: activation, dropout: mask))
  }

  /// The same with anything that may follow the map.
  func callAsFunction(_ x: Tensor, sharing shared: Tensor?, finish: RowFinish) -> Tensor {
    guard let shared else { return linear(x, weight: weight, bias: bias, finish: finish) }
    let width = x.size(ofAxis: -1)
    let own = linear(x, weight: weight.columns(0..<width), bias: bias)  // [batch, channel, outputSize]
    let common = linear(shared, weight: weight.columns(width..<inputSize), bias: nil)  // [batch, outputSize]
    return finished(own + repeatedForChannels(common, count: x.shape[1]), by: finish)
  }
}

/// The same row for every channel: `[batch, size]` to `[batch, count, size]`.
public func repeatedForChannels(_ x: Tensor, count: Int) -> Tensor {
  selectingChannels(x.reshaped(to: [x.shape[0], 1, x.shape[1]]), Array(repeating: 0, count: count))
}
