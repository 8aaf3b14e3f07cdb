import Forecasters
import Forecasting
import LocalModels
import TimeSeries
import Training

/// A local method on its way through the series of a file.
struct SeriesMethod<F: LocalForecaster> {
  private let request: FitRequest
  private let levels: [Double]
  private let configuration: F.Configuration
  private var firstError: TrainingError?
  private var fittedCount = 0
  private var notes = StreamedNotes()
  /// What has been forecast so far.
  var summary: StreamedForecast.Summary

  /// - Throws: `RequestError` for settings that the method does not have, and for training options.
  init(_ type: F.Type, _ request: FitRequest, levels: [Double]) throws {
    (self.request, self.levels) = (request, levels)
    let fit = Fit(request)
    configuration = try fit.configuration(of: type)
    let task = ForecastTask(lookback: 1, horizon: request.horizon ?? 1, channelCount: 1)
    _ = try fit.recipe(of: type, configuration, task)
    summary = StreamedForecast.Summary(model: F.card.name, data: request.data.name)
  }

  /// Forecasts what follows every series of a panel.
  ///
  /// - Throws: `RequestError` for columns that the method cannot use, `DataError` for targets that there are not.
  mutating func forecast(_ panel: Panel) throws -> ForecastTable {
    let (fits, columns, future) = try fits(for: panel)
    let levels = try levels.map { try IntervalLevel($0) }
    for series in panel.series.indices where panel.series[series].targetEnd > 0 {
      try panel.requireFutureValues(
        ofColumns: future, ofSeries: series, horizon: fits.horizon, remedy: .futureRows)
    }
    let results = request.workers.map(count: panel.series.count * columns.count) { job in
      let (series, target) = (job / columns.count, job % columns.count)
      let end = panel.series[series].targetEnd
      let known = future.map { column in
        panel.filledValues(ofColumn: column, ofSeries: series)
      }
      return panel.withColumn(columns[target], ofSeries: series) { values in
        fits.forecast(after: (0..<end).map { values[$0] }, levels: levels, known: known) {
          panel.stampForm.text(for: panel.series[series].timestamps[$0])
        }
      }
    }
    count(results, panel, columns)
    return table(results, panel, columns)
  }

  /// Whether the method could be fitted to a series.
  var hasFitted: Bool { fittedCount > 0 }

  /// - Throws: `TrainingError.notFitted` where the method could be fitted to no series.
  func requireSomeFitted() throws(TrainingError) {
    if fittedCount == 0, let firstError { throw firstError }
  }

  /// The method for the columns of a panel, those that it forecasts, and those known ahead.
  private func fits(for panel: Panel) throws -> (fits: LocalFits, columns: [Int], future: [Int]) {
    let horizon = request.horizon ?? panel.frequency.usualHorizon
    let shape = WindowSet.Shape(
      lookback: 1, horizon: horizon, features: request.features, target: request.target)
    let roles = try shape.roles(in: panel)
    let task = ForecastTask(
      lookback: 1, horizon: horizon, channelCount: roles.inputs.count, targetChannels: roles.targets,
      futureCount: roles.columns(.future).count, fixedCount: panel.fixedColumns.count,
      frequency: panel.frequency)
    do { try F.requireCovariates(of: task) } catch {
      throw RequestError.configuration(model: F.card.name, error)
    }
    let method = try Fit(request).make(F.self, configuration, task)
    return (method.fits, roles.columns(.target), roles.columns(.future))
  }

  private mutating func count(_ results: [LocalForecast], _ panel: Panel, _ columns: [Int]) {
    notes.add(panel, columns)
    (summary.dataNotes, summary.endNotes) = (notes.reading(panel.source), notes.ends(panel.source))
    summary.seriesCount += panel.series.count
    summary.rowCount += panel.rowCount
    summary.horizon = results.first?.means.count ?? summary.horizon
    summary.empiricalCount += results.count { $0.isEmpirical }
    summary.unboundedCount += levels.isEmpty ? 0 : results.count { $0.isKnown && $0.lower.isEmpty }
    for (job, result) in results.enumerated() {
      guard let problem = result.problem else {
        fittedCount += 1
        continue
      }
      let (series, column) = (
        panel.series[job / columns.count].id, panel.columns[columns[job % columns.count]]
      )
      firstError =
        firstError ?? .notFitted(source: panel.source, column: column, series: series, problem: problem)
      if result.isKnown { summary.fallbackCount += 1 } else { summary.emptyCount += 1 }
      guard result.isKnown, summary.firstProblem == nil else { continue }
      summary.firstProblem = "\((series ?? column).quoted): \(problem)"
    }
  }

  private func table(_ results: [LocalForecast], _ panel: Panel, _ columns: [Int]) -> ForecastTable {
    func bySeries(_ values: (LocalForecast) -> [Double]) -> [[Double]] {
      panel.series.indices.map { series in
        columns.indices.flatMap { values(results[series * columns.count + $0]) }
      }
    }
    var table = ForecastTable(after: panel, channels: columns, series: bySeries { $0.means })
    for (index, level) in levels.enumerated() {
      table.add(
        ForecastTable.Band(
          level: level, lower: bySeries { $0.bound(\.lower, index) },
          upper: bySeries { $0.bound(\.upper, index) }))
    }
    return table
  }
}

extension LocalForecast {
  /// The bounds of a level on one side; no numbers where the method states no distribution.
  fileprivate func bound(_ side: KeyPath<LocalForecast, [[Double]]>, _ level: Int) -> [Double] {
    let bounds = self[keyPath: side]
    return level < bounds.count ? bounds[level] : means.map { _ in .nan }
  }
}
