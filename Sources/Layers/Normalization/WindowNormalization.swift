import Tensors

/// What is taken out of each window and channel before a forecaster sees it, and put back into its forecast.
///
/// A choice for configurations; `WindowNormalizer` does it.
public enum WindowNormalization: String, Sendable, CaseIterable {
  /// Nothing.
  case none
  /// Mean and `√(biased variance + 1e-5)`; derivatives with respect to the windows go through both, as in the code of
  /// models that have it (https://github.com/thuml/iTransformer).
  case instance
  /// As `instance`, with a learnt gain and offset of each channel (``RevIN``).
  case revin
  /// The last value (Zeng et al. 2023, https://arxiv.org/abs/2205.13504, "NLinear").
  case last
}

/// Normalises windows and denormalises forecasts in the way of a ``WindowNormalization``.
///
/// What was taken out is a constant of the derivative but for `instance`, and nothing is kept between the two calls.
public struct WindowNormalizer: Module {
  /// What is taken out.
  public let kind: WindowNormalization
  private var revIN: RevIN?

  /// - Parameter channelCount: Channels of the windows; only `revin` has parameters, two for each.
  public init(_ kind: WindowNormalization, channelCount: Int) {
    self.kind = kind
    revIN =
      switch kind {
      case .none, .last, .instance: nil
      case .revin: RevIN(channelCount: channelCount)
      }
  }

  /// - Parameters:
  ///   - x: Shape `[batch, channel, lookback]`.
  ///   - observed: 1 for values that means and deviations count and 0 for others, shape of `x`; nil if all count.
  /// - Returns: The normalised windows, same shape, and what was taken out of them, nil for nothing.
  public func normalize(
    _ x: Tensor, observed: Tensor? = nil
  ) -> (normalized: Tensor, statistics: RowStatistics?) {
    if let revIN { return revIN.normalize(x, observed: observed) }
    let statistics: RowStatistics? =
      switch kind {
      case .none, .revin: nil
      case .last: RowStatistics(lastOf: x.detached())
      case .instance: RowStatistics(through: x, observed: observed, epsilon: RevIN.epsilon)
      }
    return (statistics.map { normalized(x, by: $0, affine: nil) } ?? x, statistics)
  }

  /// - Parameter y: A forecast in normalised units, shape `[batch, channel, horizon]`.
  /// - Returns: The forecast in the units of the history that `statistics` came from.
  public func denormalize(_ y: Tensor, _ statistics: RowStatistics?) -> Tensor {
    guard let statistics else { return y }
    return revIN?.denormalize(y, statistics) ?? denormalized(y, by: statistics, affine: nil, tiny: 0)
  }

  /// The forecast of `x` by `forecast`, which sees normalised windows.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, channel, lookback]`.
  ///   - observed: 1 for values that means and deviations count and 0 for others, shape of `x`; nil if all count.
  ///   - forecast: Maps `[batch, channel, lookback]` to `[batch, channel, horizon]`.
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func callAsFunction(
    _ x: Tensor, observed: Tensor? = nil, _ forecast: (Tensor) -> Tensor
  ) -> Tensor {
    let (normalized, statistics) = normalize(x, observed: observed)
    return denormalize(forecast(normalized), statistics)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    revIN?.visitParameters(&visitor)
  }
}
