import Tensors

/// How the learning rate changes over the epochs, as a factor of its first value or an absolute floor.
public enum LearningRateSchedule: Sendable, Equatable {
  /// Always the first value.
  case constant
  /// Per epoch, for rates that are not below the floor already, `floor + (rate − floor)(1 + cos(π (e mod period) / period)) / 2`, starting anew each period.
  case cosineRestarts(period: Int, floor: Float)
  /// Halved each epoch from `firstHalvedEpoch` (counted from 1) on.
  case halving(firstHalvedEpoch: Int)
  /// Rises linearly over the first `warmUpEpochs`, then falls along half a cosine to `finalFraction` of the rate.
  case warmUpCosine(warmUpEpochs: Int, finalFraction: Float)

  /// The learning rate of `epoch`, counted from 0.
  public func rate(atEpoch epoch: Int, of epochCount: Int, first rate: Float) -> Float {
    switch self {
    case .constant:
      return rate
    case .cosineRestarts(let period, let floor):
      let floor = min(floor, rate)
      return floor + (rate - floor) * halfCosine(Float(epoch % period) / Float(period))
    case .halving(let firstHalved):
      return rate * power(0.5, max(0, epoch + 2 - firstHalved))
    case .warmUpCosine(let warmUp, let finalFraction):
      if epoch < warmUp { return rate * Float(epoch + 1) / Float(warmUp) }
      let progress = Float(epoch - warmUp) / Float(max(1, epochCount - warmUp))
      return rate * (finalFraction + (1 - finalFraction) * halfCosine(min(1, progress)))
    }
  }
}

/// Falls from 1 to 0 along a cosine as `progress` goes from 0 to 1.
private func halfCosine(_ progress: Float) -> Float {
  (1 + cosine(.pi * progress)) / 2
}

private func power(_ base: Float, _ exponent: Int) -> Float {
  (0..<exponent).reduce(1) { product, _ in product * base }
}
