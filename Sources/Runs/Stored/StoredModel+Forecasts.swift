import Forecasters
import Forecasting
import TimeSeries
import Training

extension StoredModel {
  /// Forecasts the rows after the last one of every series.
  ///
  /// Intervals are those of residuals as far as these reach, whatever else is asked for, and beyond those that the model states; of a law
  /// that the model has learnt the other way round.
  ///
  /// - Parameters:
  ///   - levels: Levels of intervals, in ascending order.
  ///   - quantiles: Probabilities of quantiles.
  /// - Returns: For each series in the order of the panel, nil for those shorter than the lookback; and how many rows are missing between
  ///   those that states have seen and the first of the panel.
  func forecasts(
    after panel: Panel, levels: [Double], quantiles: [Double] = []
  ) throws -> (series: [SeriesForecast?], missingRowCount: Int) {
    let (forecaster, features) = try opened(for: panel)
    let bounds = try AskedBounds(of: self, forecaster, numbers(of: panel), levels, quantiles)
    let data = try scaled(panel)
    let windows = try FutureWindows(after: data, shape: description.shape).hiding(hiddenRoles)
      .withCalendar(features)
    try windows.requireFutureValues()
    let targets = Array(zip(windows.targetChannels, windows.targetColumns))
    let forecast = forecaster.predicting(windows: windows.count)
    let blockSize = max(1, 256 / windows.channelCount)
    var forecasts = [SeriesForecast?](repeating: nil, count: panel.series.count)
    for start in stride(from: 0, to: windows.count, by: blockSize) {
      let count = min(windows.count - start, blockSize)
      let batch = windows.histories(start..<start + count)
      let block = ForecastBlock(forecast(batch), of: batch, bounds, channels: windows.targetChannels)
      for row in 0..<count {
        let series = windows.position(ofWindow: start + row).series
        forecasts[series] = block.forecast(ofRow: row, series: series, data.scalers[series], targets)
      }
    }
    try requireStated(forecasts, levels, quantiles)
    return (forecasts, forecaster.missingRowCount(before: panel))
  }

  /// The forecaster that continues series shorter than the lookback, by its name, and the model itself where it does so.
  ///
  /// - Throws: `ModelFileError` if the model cannot be opened.
  func shortSeriesRule(_ panel: Panel) throws -> (name: String, model: (any Forecaster)?) {
    let stored = description.series.isEmpty ? nil : description.series.fallback ?? ShortSeries.fallback
    let name = stored ?? ShortSeries.fallback(ofModel: description.model)
    return (name, name == description.model ? try opened(for: panel).forecaster : nil)
  }
}

/// The intervals and quantiles that are asked of a model, and what they are made of.
private struct AskedBounds {
  let levels: [Double]
  let quantiles: [Double]
  /// The bounds of the levels, then the quantiles.
  let probabilities: [Double]
  /// The forecaster, where it states them itself.
  let stating: (any QuantilePredictor)?
  /// What the forecaster has learnt to state; nil for nothing.
  let law: OutputLaw?
  /// The residuals of the series that are forecast.
  let intervals: ForecastIntervals?

  init(
    of model: StoredModel, _ forecaster: any Forecaster, _ numbers: [Int?], _ levels: [Double],
    _ quantiles: [Double]
  ) throws {
    (self.levels, self.quantiles) = (levels, quantiles)
    probabilities = LevelBounds.probabilities(levels) + quantiles
    stating = try model.stating(forecaster, levels, quantiles)
    law = (stating as? any LawStating)?.law
    intervals = model.file.intervals?.bound(to: numbers)
  }
}

/// The forecasts of a batch, one window a row, on their way into the units of the data.
private struct ForecastBlock {
  private let bounds: AskedBounds
  private let values: Forecast
  private let stated: Forecast?
  /// Of each window and target, where bounds are multiples of the deviation of a history.
  private let scales: [[Float]]
  private let batch: Batch

  init(_ values: Forecast, of batch: Batch, _ bounds: AskedBounds, channels: [Int]) {
    (self.values, self.bounds, self.batch) = (values, bounds, batch)
    scales =
      bounds.probabilities.isEmpty ? [] : bounds.intervals?.scales(of: batch, channels: channels) ?? []
    stated = bounds.stating?.quantiles(of: batch, at: bounds.law.nearest(to: bounds.probabilities))
  }

  /// The forecast of a series in data units.
  func forecast(
    ofRow row: Int, series: Int, _ scaler: StandardScaler, _ targets: [(channel: Int, column: Int)]
  ) -> SeriesForecast {
    var own = SeriesForecast(levelCount: bounds.levels.count, quantileCount: bounds.quantiles.count)
    for (target, (channel, column)) in targets.enumerated() {
      let (mean, deviation) = (scaler.means[column], scaler.deviations[column])
      let point = values.units(window: row, channel: channel, mean: mean, deviation: deviation)
      let unit = deviation * (scales.isEmpty ? 1 : Double(scales[row][target]))
      let stale = bounds.intervals == nil ? 0 : batch.staleRowCount(ofChannel: channel, window: row)
      let place = ResidualPlace(target: target, series: series, unit: unit, staleRowCount: stale)
      guard let stated else {
        own.add(point, bounds.levels, bounds.intervals, place)
        if let intervals = bounds.intervals { own.add(point, at: bounds.quantiles, intervals, place) }
        continue
      }
      let rows = bounds.probabilities.enumerated().map { output, probability in
        let row = stated.units(
          window: row, output: output, channel: channel, mean: mean, deviation: deviation)
        return bounds.intervals?.reaching(row, of: bounds.law, at: probability, point, place) ?? row
      }
      let boundCount = 2 * bounds.levels.count
      own.add(point, stating: Array(rows[..<boundCount]), Array(rows[boundCount...]))
    }
    return own
  }
}
