import Forecasters
import Forecasting
import Runs
import Tensors
import TimeSeries
import Training

/// A fitted forecaster that forecasts from some rows of the series it was fitted on.
struct CutoffForecaster<F: Forecaster> {
  let forecaster: F
  let windows: TestWindows
  /// Made of the residuals of validation windows and folds; nil for local models, and where these are too few.
  let intervals: ForecastIntervals?
  let levels: [Double]

  /// A window by its series and the place of its cutoff.
  struct Place: Hashable {
    let series: Int, window: Int
  }

  /// Windows that are forecast together.
  private static var blockSize: Int { 64 }

  /// The forecasts from origins of each series, of those that have a whole history.
  func forecasts(
    from origins: [[BacktestPlan.Origin]], _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [Place: BacktestForecast] {
    let picks = self.picks(origins)
    let forecast = forecaster.predicting(windows: picks.count)
    let blockCount = (picks.count + Self.blockSize - 1) / Self.blockSize
    var result: [Place: BacktestForecast] = [:]
    // Between the rounds there is time to be interrupted.
    let roundSize = 4 * workers.threadCount
    for first in stride(from: 0, to: blockCount, by: roundSize) {
      if isInterrupted() { throw .interrupted }
      let blocks = workers.map(count: min(roundSize, blockCount - first)) { index in
        let start = (first + index) * Self.blockSize
        return self.forecasts(of: Array(picks[start..<min(picks.count, start + Self.blockSize)]), forecast)
      }
      for found in blocks.joined() { result[Place(series: found.series, window: found.window)] = found }
    }
    return result
  }

  /// The windows that begin on origins, in order.
  private func picks(_ origins: [[BacktestPlan.Origin]]) -> [(index: Int, place: Place)] {
    var (picks, start): ([(index: Int, place: Place)], Int) = ([], 0)
    for segment in windows.segments {
      for origin in origins[segment.series] where segment.firstTargets.contains(origin.row) {
        picks.append(
          (
            start + origin.row - segment.firstTargets.lowerBound,
            Place(series: segment.series, window: origin.window)
          ))
      }
      start += segment.firstTargets.count
    }
    return picks
  }

  private func forecasts(
    of picks: [(index: Int, place: Place)], _ forecast: @Sendable (Batch) -> Forecast
  ) -> [BacktestForecast] {
    let batch = windows.histories(picks.map(\.index))
    let values = forecast(batch)
    let bounds = Bounds(self, batch)
    return picks.enumerated().map { position, pick in
      let scaler = windows.data.scalers[pick.place.series]
      var points: [Double] = []
      var lower = levels.map { _ in [Double]() }, upper = lower
      for (target, (channel, column)) in zip(windows.targetChannels, windows.targetColumns).enumerated() {
        let own = values.units(
          window: position, channel: channel, mean: scaler.means[column],
          deviation: scaler.deviations[column])
        points += own
        for level in levels.indices {
          let (low, high) = bounds.around(
            own, window: position, target: target, level: level, mean: scaler.means[column],
            deviation: scaler.deviations[column], series: pick.place.series)
          lower[level] += low
          upper[level] += high
        }
      }
      return BacktestForecast(
        series: pick.place.series, window: pick.place.window, values: points, lower: lower, upper: upper)
    }
  }

  /// The intervals of a batch: those of residuals as far as they reach, and elsewhere those that the model states.
  private struct Bounds {
    private let intervals: ForecastIntervals?
    private let channels: [Int]
    /// The deviation of each history; empty where bounds do not depend on it.
    private let scales: [[Float]]
    private let batch: Batch
    /// The lower and the upper bound of each level.
    private let probabilities: [Double]
    /// What the model has learnt to state; nil for nothing.
    private let law: OutputLaw?
    /// Of a model that states them, the bounds of each level; nil where residuals reach to all of them.
    private let quantiles: Forecast?

    init(_ cutoffs: CutoffForecaster, _ batch: Batch) {
      self.batch = batch
      channels = cutoffs.windows.targetChannels
      law = (cutoffs.forecaster as? any LawStating)?.law
      intervals = cutoffs.intervals
      scales = intervals?.scales(of: batch, channels: channels) ?? []
      probabilities = LevelBounds.probabilities(cutoffs.levels)
      let reach = intervals?.highestLevel ?? 0
      let isStating = law != nil || cutoffs.levels.contains { $0 > reach }
      let stating = isStating ? cutoffs.forecaster as? any QuantilePredictor : nil
      quantiles = stating?.quantiles(of: batch, at: law.nearest(to: probabilities))
    }

    /// The bounds of each step; not numbers where there are none.
    func around(
      _ points: [Double], window: Int, target: Int, level: Int, mean: Double, deviation: Double, series: Int
    ) -> (lower: [Double], upper: [Double]) {
      let unit = deviation * (scales.isEmpty ? 1 : Double(scales[window][target]))
      let stale = intervals == nil ? 0 : batch.staleRowCount(ofChannel: channels[target], window: window)
      let place = ResidualPlace(target: target, series: series, unit: unit, staleRowCount: stale)
      let bounds = [2 * level, 2 * level + 1].map { output in
        let stated =
          quantiles?.units(
            window: window, output: output, channel: channels[target], mean: mean, deviation: deviation)
          ?? points.map { _ in Double.nan }
        let probability = probabilities[output]
        guard let intervals else {
          return law?.states(probability) ?? true ? stated : stated.map { _ in .nan }
        }
        return intervals.reaching(stated, of: law, at: probability, points, place)
      }
      return (bounds[0], bounds[1])
    }
  }
}
