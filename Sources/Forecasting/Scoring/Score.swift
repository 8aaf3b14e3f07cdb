import Tensors
import TimeSeries
import Training

/// Windows that are forecast together: enough rows for a full matrix product, few enough to stay in the cache.
private let rowsPerBlock = 256

/// The errors of `predictor` over every one of `windows`, none dropped.
///
/// Truths are those of the data, in double precision; only forecasts of neural forecasters come from single precision.
/// Missing truths are left out.
///
/// - Parameter isInterrupted: Asked several times a second, on the calling thread, whether to end without a result.
/// - Throws: `TrainingError.interrupted`.
public func score<Role>(
  _ predictor: some Predictor, on windows: Windows<Role>, workers: Workers,
  unless isInterrupted: () -> Bool = { false }
) throws(TrainingError) -> ForecastErrors {
  let blockSize = max(1, rowsPerBlock / windows.channelCount)
  let blockCount = (windows.count + blockSize - 1) / blockSize
  let forecast = predictor.predicting(windows: windows.count)
  let sums = try workers.sums(
    over: blockCount,
    from: ForecastErrors(
      channelCount: windows.targetCount, horizon: windows.horizon,
      seriesCount: windows.data.panel.series.count), unless: isInterrupted
  ) { block, errors in
    let indices = block * blockSize..<min(windows.count, (block + 1) * blockSize)
    errors.add(forecast(windows.histories(indices)), of: windows, indices)
  }
  return sums.dropFirst().reduce(into: sums[0]) { $0.merge($1) }
}

extension ForecastErrors {
  /// Adds the errors of forecasts of the windows at `indices`.
  fileprivate mutating func add<Role>(
    _ forecast: Forecast, of windows: Windows<Role>, _ indices: Range<Int>
  ) {
    var differences: [Double] = []
    var isMissing: [Bool] = []
    differences.reserveCapacity(indices.count * windows.targetCount * windows.horizon)
    for (position, window) in indices.enumerated() {
      for target in 0..<windows.targetCount {
        windows.withTarget(target, ofWindow: window) { truth, mean, deviation in
          if !windows.isComplete { isMissing += truth.indices.map { truth[$0].isNaN } }
          forecast.appendErrors(
            window: position, channel: windows.targetChannels[target], truth: truth, mean: mean,
            deviation: deviation, to: &differences)
        }
      }
    }
    for index in isMissing.indices where isMissing[index] { differences[index] = 0 }
    add(differences.span, windows: indices.count, missing: isMissing, scales: windows.scales(of: indices))
  }
}

extension Windows {
  /// The series and deviations of windows; none for a panel of one series.
  fileprivate func scales(of indices: Range<Int>) -> [ForecastErrors.WindowScale] {
    guard data.panel.series.count > 1 else { return [] }
    return indices.map { index in
      let series = position(ofWindow: index).series
      return ForecastErrors.WindowScale(
        series: series, deviations: targetColumns.map { data.scalers[series].deviations[$0] })
    }
  }
}
