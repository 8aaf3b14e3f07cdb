import Tensors

/// Splits rows into a trend, their moving average, and what is left, the seasonal part.
///
/// Wu et al. 2021, https://arxiv.org/abs/2106.13008, §3.1; ends are padded with the first and the last value.
public struct SeriesDecomposition: Sendable {
  /// How many neighbours are averaged; odd.
  public let width: Int

  /// - Parameter width: How many neighbours are averaged; odd.
  public init(width: Int) {
    precondition(width > 0 && !width.isMultiple(of: 2), "SeriesDecomposition: width \(width) is not odd")
    self.width = width
  }

  /// - Parameter x: Shape `[..., time]`.
  /// - Returns: Two tensors of that shape which add up to `x`.
  public func callAsFunction(_ x: Tensor) -> (seasonal: Tensor, trend: Tensor) {
    let trend = movingAverage(x, width: width)
    return (x - trend, trend)
  }

  /// The one map that does to whole rows what `seasonal` does to their seasonal part and `trend` to their trend, added.
  ///
  /// `S (x − M x) + T M x = (S + (T − S) M) x` for the moving average M: one product instead of two, and nothing is
  /// decomposed.
  public func combining(seasonal: TimeMap, trend: TimeMap) -> TimeMap {
    TimeMap(
      weight: seasonal.weight + spreadingAverage(trend.weight - seasonal.weight, width: width),
      bias: seasonal.bias + trend.bias)
  }
}
