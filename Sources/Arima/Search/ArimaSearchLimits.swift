/// The largest orders that a search for an ARIMA model tries.
struct ArimaSearchLimits: Sendable {
  let autoregressive: Int
  let movingAverage: Int
  let seasonalAutoregressive: Int
  let seasonalMovingAverage: Int
  let admitsConstant: Bool

  /// Limits for a series of `count` rows: p, q ≤ min(5, ⌊n/3⌋), P, Q ≤ min(2, ⌊n/(3m)⌋), and p, q < m beside seasonal terms.
  init(count: Int, period: Int, differences: Int, seasonalDifferences: Int) {
    let isSeasonal = period > 1
    let seasonal = isSeasonal ? min(2, count / (3 * period)) : 0
    seasonalAutoregressive = seasonal
    seasonalMovingAverage = seasonal
    let plain = min(5, count / 3)
    autoregressive = seasonal > 0 ? min(plain, period - 1) : plain
    movingAverage = autoregressive
    admitsConstant = differences + seasonalDifferences <= 1
  }

  func contains(_ order: ArimaOrder) -> Bool {
    0...autoregressive ~= order.autoregressive && 0...movingAverage ~= order.movingAverage
      && 0...seasonalAutoregressive ~= order.seasonalAutoregressive
      && 0...seasonalMovingAverage ~= order.seasonalMovingAverage
      && (admitsConstant || !order.hasConstant)
  }
}
