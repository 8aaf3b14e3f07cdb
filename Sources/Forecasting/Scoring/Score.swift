import Tensors
import TimeSeries

/// Windows that are forecast together: enough rows for a full matrix product, few enough to stay in the cache.
private let rowsPerBlock = 256
/// Running sums that blocks are dealt to in turn; fixed, so that every machine adds in the same order.
private let laneCount = 8

/// The errors of `forecaster` over every one of `windows`, none dropped.
public func score<F: Forecaster, Role>(
  _ forecaster: F, on windows: Windows<Role>, workers: Workers
) -> ForecastErrors {
  let targetCount = windows.targetChannels.count
  let blockSize = max(1, rowsPerBlock / windows.channelCount)
  let blockCount = (windows.count + blockSize - 1) / blockSize
  let forecast = forecaster.forecasting(windows: windows.count)
  let lanes = workers.map(count: min(laneCount, max(1, blockCount))) { lane in
    var errors = ForecastErrors(channelCount: targetCount, horizon: windows.horizon)
    for block in stride(from: lane, to: blockCount, by: laneCount) {
      let (history, target) = windows.batch(
        block * blockSize..<min(windows.count, (block + 1) * blockSize))
      let forecast = selectingChannels(forecast(history), windows.targetChannels)
      unsafe forecast.withUnsafeValues { forecast in
        unsafe target.withUnsafeValues {
          unsafe errors.add(forecast: forecast, target: $0, windows: target.shape[0])
        }
      }
    }
    return errors
  }
  return lanes.dropFirst().reduce(into: lanes[0]) { $0.merge($1) }
}

extension ForecastErrors {
  /// The means in standardised units, where the scaler's deviations do not matter.
  var standardized: ForecastScore { score(deviations: Array(repeating: 1, count: channelCount)) }
}
