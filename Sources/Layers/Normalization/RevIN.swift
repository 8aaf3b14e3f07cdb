import Tensors

/// Reversible instance normalisation: takes mean and deviation out of each window and channel, and puts them back.
///
/// `x' = (x − μ) / σ · γ + β` with `σ = √(biased variance + ε)`; back: `y = (y' − β) / (γ + ε²) · σ + μ`.
/// μ and σ are constants of the derivative. Nothing is kept between the two calls: the statistics are returned.
/// Source: Kim et al. 2022, https://openreview.net/forum?id=cGDAkQo1C0p.
public struct RevIN: Module {
  /// Added to the variance, inside the root.
  public static let epsilon: Float = 1e-5

  private var gain: Tensor?
  private var offset: Tensor?
  private let subtractsLast: Bool

  /// - Parameter isAffine: Whether a gain γ (first 1) and an offset β (first 0) are learnt for each channel.
  /// - Parameter subtractsLast: Whether μ is the last value of the window instead of its mean.
  public init(channelCount: Int, isAffine: Bool = true, subtractsLast: Bool = false) {
    gain = isAffine ? Tensor(shape: [channelCount], filledWith: 1) : nil
    offset = isAffine ? Tensor(shape: [channelCount], filledWith: 0) : nil
    self.subtractsLast = subtractsLast
  }

  /// - Parameters:
  ///   - x: Shape `[batch, channel, lookback]`.
  ///   - observed: 1 for values that the statistics count and 0 for others, shape of `x`; nil if all count.
  /// - Returns: The normalised windows, same shape, and what was taken out of them.
  public func normalize(
    _ x: Tensor, observed: Tensor? = nil
  ) -> (normalized: Tensor, statistics: RowStatistics) {
    let statistics = RowStatistics(
      of: x.detached(), observed: observed, epsilon: Self.epsilon, subtractingLast: subtractsLast)
    return (normalized(x, by: statistics, affine: affine), statistics)
  }

  /// Normalises without gain and offset, for a map that applies gain and offset itself; see `scaling(_:)`.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, channel, lookback]`.
  ///   - observed: 1 for values that the statistics count and 0 for others, shape of `x`; nil if all count.
  /// - Returns: The normalised windows, same shape, and what was taken out of them.
  public func standardize(
    _ x: Tensor, observed: Tensor? = nil
  ) -> (standardized: Tensor, statistics: RowStatistics) {
    standardized(x, observed: observed, epsilon: Self.epsilon, subtractingLast: subtractsLast)
  }

  /// - Parameter y: A forecast in normalised units, shape `[batch, channel, horizon]`.
  /// - Returns: The forecast in the units of the history that `statistics` came from.
  public func denormalize(_ y: Tensor, _ statistics: RowStatistics) -> Tensor {
    let scaling = scaling(statistics)
    return denormalized(y, by: statistics, affine: scaling.affine, tiny: scaling.tiny)
  }

  /// The way back from what `standardize(_:)` makes, gain and offset included.
  public func scaling(_ statistics: RowStatistics) -> WindowScaling {
    WindowScaling(statistics, affine: affine, tiny: Self.epsilon * Self.epsilon)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&gain, named: "affine_weight")
    visitor.visit(&offset, named: "affine_bias")
  }

  /// Gain and offset of each channel, nil in the non-affine form.
  private var affine: ChannelAffine? {
    guard let gain, let offset else { return nil }
    return ChannelAffine(gain: gain, offset: offset)
  }
}
