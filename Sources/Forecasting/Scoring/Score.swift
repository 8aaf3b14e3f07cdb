import Tensors
import TimeSeries
import Training

/// Windows that are forecast together: enough rows for a full matrix product, few enough to stay in the cache.
private let rowsPerBlock = 256

/// Windows whose stated intervals are measured: some methods simulate thousands of paths for each.
private let mostStated = 1024

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
  try measure(predictor, on: windows, workers: workers, unless: isInterrupted).errors
}

/// The errors of `predictor` over every one of `windows`, as ``score(_:on:workers:unless:)`` gives them, and more that the
/// same forecasts tell.
///
/// - Parameters:
///   - intervals: Intervals whose coverage is measured; nil for none.
///   - keepsResiduals: Whether intervals are to be made of the residuals.
///   - measuresStated: Whether intervals of 80 and 95 % that the forecaster states itself are measured where there are no others; of many
///     windows some, evenly spread.
/// - Throws: `TrainingError.interrupted`.
public func measure<Role>(
  _ predictor: some Predictor, on windows: Windows<Role>, intervals: ForecastIntervals? = nil,
  keepsResiduals: Bool = false, measuresStated: Bool = false, workers: Workers,
  unless isInterrupted: () -> Bool = { false }
) throws(TrainingError) -> ForecastMeasures {
  let stating = measuresStated && intervals == nil ? predictor as? any QuantilePredictor : nil
  var empty = ForecastMeasures(
    windows, intervals, keepsResiduals: keepsResiduals, statedLevels: stating == nil ? [] : [0.8, 0.95])
  empty.statedScore = stating.map { ($0 as? any LawStating)?.law.score ?? .tenths }
  let scored = empty.statedScore?.probabilities ?? []
  let statedStride = max(1, (windows.count + mostStated - 1) / mostStated)
  return try windows.measures(of: predictor, from: empty, workers: workers, unless: isInterrupted) {
    indices, measures in
    let stated = indices.filter { $0.isMultiple(of: statedStride) }
    if let stating, !stated.isEmpty {
      let probabilities = LevelBounds.probabilities(measures.statedLevels) + scored
      measures.add(
        stating.quantiles(of: windows.histories(stated), at: probabilities), of: windows, stated)
    }
  }
}

/// Measures of the windows alone whose residuals intervals are made of: of many windows some, evenly spread.
///
/// - Parameter isInterrupted: Asked several times a second, on the calling thread, whether to end without a result.
/// - Throws: `TrainingError.interrupted`.
public func measureResiduals<Role>(
  _ predictor: some Predictor, on windows: Windows<Role>, workers: Workers,
  unless isInterrupted: () -> Bool = { false }
) throws(TrainingError) -> ForecastMeasures {
  let empty = ForecastMeasures(windows, nil, keepsResiduals: true)
  return try windows.measures(
    of: predictor, from: empty, every: empty.residualSample?.stride ?? 1, workers: workers,
    unless: isInterrupted
  ) { _, _ in }
}

extension Windows {
  /// Measures forecasts of the windows whose index is a multiple of `stride`.
  ///
  /// - Parameter addMore: Adds what else there is to say about some windows.
  fileprivate func measures(
    of predictor: some Predictor, from empty: ForecastMeasures, every stride: Int = 1, workers: Workers,
    unless isInterrupted: () -> Bool,
    _ addMore: @Sendable (_ indices: [Int], _ measures: inout ForecastMeasures) -> Void
  ) throws(TrainingError) -> ForecastMeasures {
    let blockSize = max(1, rowsPerBlock / channelCount) * stride
    let forecast = predictor.predicting(windows: count)
    let sums = try workers.sums(
      over: (count + blockSize - 1) / blockSize, from: empty, unless: isInterrupted
    ) { block, measures in
      let end = min(count, (block + 1) * blockSize)
      let indices = Array(Swift.stride(from: block * blockSize, to: end, by: stride))
      let batch = histories(indices)
      measures.add(forecast(batch), batch, of: self, indices)
      addMore(indices, &measures)
    }
    return sums.dropFirst().reduce(into: sums[0]) { $0.merge($1) }
  }

  /// The series and deviations of windows; none for a panel of one series.
  func scales(of indices: [Int]) -> [ForecastErrors.WindowScale] {
    guard data.panel.series.count > 1 else { return [] }
    return indices.map { index in
      let series = position(ofWindow: index).series
      return ForecastErrors.WindowScale(
        series: series, deviations: targetColumns.map { data.scalers[series].deviations[$0] },
        naiveErrors: naiveErrors.isEmpty ? [] : naiveErrors[series])
    }
  }
}
