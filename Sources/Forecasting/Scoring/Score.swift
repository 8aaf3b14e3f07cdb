import Tensors
import TimeSeries

/// Windows that are forecast together: enough rows for a full matrix product, few enough to stay in the cache.
private let rowsPerBlock = 256
/// Running sums that blocks are dealt to in turn; fixed, so that every machine adds in the same order.
private let laneCount = 8

/// The errors of `predictor` over every one of `windows`, none dropped.
///
/// Truths are those of the data, in double precision; only forecasts of neural forecasters come from single precision.
public func score<Role>(
  _ predictor: some Predictor, on windows: Windows<Role>, workers: Workers
) -> ForecastErrors {
  let blockSize = max(1, rowsPerBlock / windows.channelCount)
  let blockCount = (windows.count + blockSize - 1) / blockSize
  let forecast = predictor.predicting(windows: windows.count)
  let lanes = workers.map(count: min(laneCount, max(1, blockCount))) { lane in
    var errors = ForecastErrors(channelCount: windows.targetCount, horizon: windows.horizon)
    for block in stride(from: lane, to: blockCount, by: laneCount) {
      let indices = block * blockSize..<min(windows.count, (block + 1) * blockSize)
      errors.add(forecast(windows.histories(indices)), of: windows, indices)
    }
    return errors
  }
  return lanes.dropFirst().reduce(into: lanes[0]) { $0.merge($1) }
}

extension ForecastErrors {
  /// Adds the errors of forecasts of the windows at `indices`.
  fileprivate mutating func add<Role>(
    _ forecast: Forecast, of windows: Windows<Role>, _ indices: Range<Int>
  ) {
    var differences: [Double] = []
    differences.reserveCapacity(indices.count * windows.targetCount * windows.horizon)
    for (position, window) in indices.enumerated() {
      for target in 0..<windows.targetCount {
        windows.withTarget(target, ofWindow: window) { truth, mean, deviation in
          forecast.appendErrors(
            window: position, channel: windows.targetChannels[target], truth: truth, mean: mean,
            deviation: deviation, to: &differences)
        }
      }
    }
    add(differences.span, windows: indices.count)
  }
}
