import Forecasters
import Forecasting
import Runs
import Tensors
import TimeSeries
import Training

extension BacktestPlan {
  /// Fits a model and forecasts from the cutoffs of a job.
  ///
  /// No row behind a cutoff is seen before it is forecast. The result does not depend on the threads, nor on the other jobs.
  ///
  /// - Parameter isInterrupted: Asked several times a second whether to end without a result.
  /// - Throws: `TrainingError.interrupted`, and what a fit throws.
  public func forecasts(
    of job: BacktestJob, workers: Workers, unless isInterrupted: @escaping () -> Bool = { false }
  ) throws -> BacktestForecasts {
    let chosen = try fitRequest(job, workers, lookback: nil).forecaster()
    do { return try forecasts(chosen, job, workers, isInterrupted) } catch RequestError.noValidationRows {
      throw nothingToChooseOn(job)
    } catch TrainingError.choiceNeedsValidation {
      throw nothingToChooseOn(job)
    } catch RequestError.noValidationValues {
      throw DataError(
        .missingValue,
        "\(request.models[job.model]) chooses on the last rows before the first cutoff, which have too few values",
        fix: "move the cutoffs"
      ).inFile(panel.source)
    }
  }

  /// Why a model that chooses epochs or settings on the last rows before the first cutoff cannot be fitted there.
  private func nothingToChooseOn(_ job: BacktestJob) -> DataError {
    let needed = BacktestDivision.fewestRows(horizon: horizon)
    let rows = panel.series.map(\.targetEnd).max() ?? 0
    let windows = (rows - horizon - needed) / stride + 1
    return DataError(
      .tooFewRows,
      "\(request.models[job.model]) chooses on the last rows before the first cutoff, which takes \(needed) rows there; there are \(firstRows.upperBound)",
      remedy: rows >= horizon + needed ? .cutoffs(windows) : .horizon(max(1, (rows - 1) / 3))
    ).inFile(panel.source)
  }

  private func forecasts<F: Forecaster>(
    _ type: F.Type, _ job: BacktestJob, _ workers: Workers, _ isInterrupted: @escaping () -> Bool
  ) throws -> BacktestForecasts {
    let origins = job.series.map { series in
      self.origins(ofSeries: series).filter { job.window == nil || $0.window == job.window }
    }
    guard origins.contains(where: { !$0.isEmpty }) else {
      return BacktestForecasts(forecasts: [], failureCount: 0, shortCount: 0)
    }
    let part = job.series.count == panel.series.count ? panel : panel.selecting(seriesAt: job.series)
    let division = BacktestDivision(
      type, request, horizon: horizon, season: panel.frequency.defaultSeasonLength)
    let splits = origins.enumerated().map { division.split($1, rowCount: part.series[$0].targetEnd) }
    var fit = Fit(fitRequest(job, workers, lookback: division.lookback(splits)))
    fit.data = try ScaledData(part, file, splits: splits)
    fit.hidesUnusable = true
    fit.control.isInterrupted = isInterrupted
    let prepared = try fit.prepare(type)
    var forecaster = try fit.make(type, prepared.configuration, prepared.data.task)
    var isFitted = true
    do {
      let (summary, _) = try fit.train(&forecaster, prepared)
      if summary.ending == .interrupted { throw TrainingError.interrupted }
    } catch TrainingError.notFitted {
      // The last values of all channels are repeated, as they are of those that a method cannot be fitted to among others.
      isFitted = false
    }
    var intervals: ForecastIntervals?
    if !request.levels.isEmpty, !(forecaster is any LocalForecaster) {
      intervals = try fit.intervals(
        of: forecaster, prepared,
        try measureResiduals(
          forecaster, on: prepared.windows.validation, workers: workers, unless: isInterrupted))
    }
    // A stored model has learnt of the rows that it was chosen on, too, and so have local models beside it.
    if isFitted { forecaster = try fit.refittedBeforeTest(forecaster, prepared) }
    let cutoffs = CutoffForecaster(
      forecaster: forecaster, windows: prepared.windows.test, intervals: intervals, levels: request.levels)
    return collect(
      try cutoffs.forecasts(from: origins, workers, unless: isInterrupted), job, origins, forecaster)
  }

  /// The forecasts in order, with those of windows that the model had too few rows for.
  private func collect(
    _ known: [CutoffForecaster<some Forecaster>.Place: BacktestForecast], _ job: BacktestJob,
    _ origins: [[Origin]], _ forecaster: some Forecaster
  ) -> BacktestForecasts {
    var (forecasts, shortCount): ([BacktestForecast], Int) = ([], 0)
    for (index, origins) in origins.enumerated() {
      for origin in origins {
        let series = job.series.lowerBound + index
        if let found = known[.init(series: index, window: origin.window)] {
          forecasts.append(
            BacktestForecast(
              series: series, window: origin.window, values: found.values, lower: found.lower,
              upper: found.upper))
        } else {
          shortCount += 1
          forecasts.append(continuation(series, origin, by: forecaster))
        }
      }
    }
    let failures = (forecaster as? any LocalForecaster)?.fits.failureCount ?? 0
    return BacktestForecasts(forecasts: forecasts, failureCount: failures, shortCount: shortCount)
  }

  /// What is forecast of a series that is too short for the forecaster.
  private func continuation(
    _ series: Int, _ origin: Origin, by forecaster: some Forecaster
  ) -> BacktestForecast {
    let levels = request.levels
    var values: [Double] = []
    var bounds = levels.map { _ in (lower: [Double](), upper: [Double]()) }
    for column in targets {
      let own = ShortSeries.continuation(
        of: Array(panel.values(ofColumn: column, ofSeries: series)[..<origin.row]), horizon: horizon,
        frequency: panel.frequency, by: forecaster, nothing: .nan,
        at: LevelBounds.probabilities(levels))
      values += own.values
      for level in levels.indices {
        bounds[level].lower += own.quantiles[2 * level]
        bounds[level].upper += own.quantiles[2 * level + 1]
      }
    }
    return BacktestForecast(
      series: series, window: origin.window, values: values, lower: bounds.map(\.lower),
      upper: bounds.map(\.upper))
  }

  private func fitRequest(_ job: BacktestJob, _ workers: Workers, lookback: Int?) -> FitRequest {
    var fit = FitRequest(data: .panel(panel), workers: workers)
    fit.model = request.models[job.model]
    fit.settings = request.settings
    (fit.lookback, fit.horizon) = (lookback, horizon)
    fit.choosesLookback = request.lookback == nil
    (fit.features, fit.target) = (request.features, request.target)
    fit.seed = request.seed
    if ForecasterCatalog.isNetwork(fit.model) { fit.recipe = request.recipe }
    return fit
  }
}
