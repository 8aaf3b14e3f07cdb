import Conformal
import Forecasting
import Runs
import TimeSeries

/// The errors of the models of a backtest, measured as its parts come.
///
/// Every metric is taken over the forecasts of one target of one series, and then averaged over all of them with equal weights, as in the
/// M competitions. Scaled errors are measured by the rows before the first cutoff of the series.
public struct BacktestScores: Sendable {
  /// What is measured.
  public let metrics: BacktestMetrics
  /// Targets of series that have been scored.
  public private(set) var targetCount = 0
  /// Forecasts of a target from a cutoff.
  public private(set) var forecastCount = 0
  private let plan: BacktestPlan
  private var models: [ModelMeans]
  /// Of each target of each series, the values of every model; empty unless they are kept.
  public private(set) var series: [SeriesValues] = []
  private let keepsSeries: Bool

  /// The errors of one target of one series.
  public struct SeriesValues: Sendable {
    /// The index of the series in the panel, and the column of the target.
    public let series: Int, target: Int
    /// Shape `[model, metric]`.
    public let values: [[Double]]
  }

  /// One target of one series, and what came at its cutoffs.
  private struct Outcome {
    let series: Int, target: Int
    let origins: [BacktestPlan.Origin]
    /// Shape `[origin, step]`.
    let truths: [[Double]]
    let scale: NaiveScale
  }

  private struct ModelMeans: Sendable {
    var total: SeriesMeans
    var steps: [SeriesMeans], windows: [SeriesMeans]
    var missingCount = 0, failureCount = 0, shortCount = 0
    /// Of each level, intervals that learn from each outcome.
    var adaptive: [AdaptiveScore.Sums]
  }

  /// Nothing yet.
  ///
  /// - Parameter keepsSeries: Whether the errors of single series are kept.
  public init(_ plan: BacktestPlan, keepsSeries: Bool = false) {
    (self.plan, self.keepsSeries) = (plan, keepsSeries)
    metrics = BacktestMetrics(levels: plan.request.levels)
    let empty = SeriesMeans(columnCount: metrics.columns.count)
    models = plan.request.models.map { _ in
      ModelMeans(
        total: empty, steps: Array(repeating: empty, count: plan.horizon),
        windows: Array(repeating: empty, count: plan.windowCount),
        adaptive: plan.request.levels.map { _ in AdaptiveScore.Sums() })
    }
  }

  /// Measures the forecasts of some series.
  public mutating func add(_ part: BacktestPart) {
    for model in models.indices {
      models[model].failureCount += part.failureCounts[model]
      models[model].shortCount += part.shortCounts[model]
    }
    for series in part.series {
      let origins = plan.origins(ofSeries: series)
      guard let first = origins.first else { continue }
      for (target, column) in plan.targets.enumerated() {
        let scale = plan.panel.naiveScale(ofColumn: column, ofSeries: series, rows: 0..<first.row)
        let truths = plan.panel.withColumn(column, ofSeries: series) { values in
          origins.map { origin in (0..<plan.horizon).map { values[origin.row + $0] } }
        }
        let outcome = Outcome(
          series: series, target: target, origins: origins, truths: truths, scale: scale)
        targetCount += 1
        forecastCount += origins.count
        let values = models.indices.map { add(part, outcome, to: $0) }
        guard keepsSeries else { continue }
        self.series.append(SeriesValues(series: series, target: column, values: values))
      }
    }
  }

  /// Adds the errors of one model for a target of a series.
  ///
  /// - Returns: The metrics over all of its steps and cutoffs.
  private mutating func add(_ part: BacktestPart, _ outcome: Outcome, to model: Int) -> [Double] {
    let empty = BacktestMetrics.Sums(metrics)
    follow(part, outcome, model: model)
    var steps = Array(repeating: empty, count: plan.horizon)
    var total = empty
    for (origin, truth) in zip(outcome.origins, outcome.truths) {
      var window = empty
      guard let forecast = part.forecast(model: model, series: outcome.series, window: origin.window) else {
        continue
      }
      for step in truth.indices {
        let place = outcome.target * plan.horizon + step
        var cell = empty
        cell.add(
          truth: truth[step], forecast: forecast.values[place], lower: forecast.lower.map { $0[place] },
          upper: forecast.upper.map { $0[place] }, metrics)
        steps[step].merge(cell)
        window.merge(cell)
      }
      models[model].windows[origin.window].add(window.values(metrics, scale: outcome.scale))
      total.merge(window)
    }
    for step in steps.indices {
      models[model].steps[step].add(steps[step].values(metrics, scale: outcome.scale))
    }
    models[model].missingCount += total.missingCount
    let values = total.values(metrics, scale: outcome.scale)
    models[model].total.add(values)
    return values
  }

  /// Adds intervals that begin with nothing and learn from each outcome, step by step.
  private mutating func follow(_ part: BacktestPart, _ outcome: Outcome, model: Int) {
    guard !plan.request.levels.isEmpty else { return }
    let errors = zip(outcome.origins, outcome.truths).compactMap { origin, truth in
      part.forecast(model: model, series: outcome.series, window: origin.window).map { forecast in
        let values = forecast.values[(outcome.target * plan.horizon)...].prefix(plan.horizon)
        return (row: origin.row, values: zip(truth, values).map { $0 - $1 })
      }
    }
    for (index, level) in plan.request.levels.enumerated() {
      for step in 0..<plan.horizon {
        let outcomes = errors.filter { !$0.values[step].isNaN }.map {
          AdaptiveScore.Outcome(origin: $0.row, error: $0.values[step])
        }
        models[model].adaptive[index].follow(outcomes, step: step, known: [], level: level)
      }
    }
  }

  /// What came of each model, in the order of the request.
  public var results: [BacktestResult] {
    let reference = plan.request.models.firstIndex(of: Self.reference).map { models[$0].total.means }
    return models.enumerated().map { index, model in
      BacktestResult(
        model: plan.request.models[index], total: model.total.means, perStep: model.steps.map(\.means),
        perWindow: model.windows.map(\.means),
        owa: reference.map { overallWeightedAverage(model.total.means, reference: $0) },
        adaptive: zip(plan.request.levels, model.adaptive).compactMap { level, sums in
          sums.count == 0 ? nil : AdaptiveScore(level: level, sums)
        },
        failureCount: model.failureCount, shortCount: model.shortCount, missingCount: model.missingCount)
    }
  }

  /// The model in whose units the overall weighted average is.
  public static let reference = "naive2"

  private func overallWeightedAverage(_ values: [Double], reference: [Double]) -> Double {
    guard let smape = metrics.index(of: .smape), let mase = metrics.index(of: .mase) else { return .nan }
    return Metric.overallWeightedAverage(
      of: (values[smape], values[mase]), reference: (reference[smape], reference[mase]))
  }
}

/// The errors of one model of a backtest; values in the order of the columns of ``BacktestMetrics``.
public struct BacktestResult: Sendable {
  /// The model as it was asked for.
  public let model: String
  /// Over all steps and cutoffs.
  public let total: [Double]
  /// Of each step of the horizon, the first one first.
  public let perStep: [[Double]]
  /// Of each cutoff, the first one first.
  public let perWindow: [[Double]]
  /// In units of naive2; nil where that is not among the models.
  public let owa: Double?
  /// How intervals would have done that begin with nothing and learn from each outcome as it comes, a protocol of its own: each knows
  /// what was known on the row before its forecast, for its series, target and step. One for each level; widths are in data units.
  public let adaptive: [AdaptiveScore]
  /// Channels of series that the model could not be fitted to: their last value is repeated.
  public let failureCount: Int
  /// Windows with too few rows for the model, which the seasonal naive forecast continues.
  public let shortCount: Int
  /// Truths without a forecast.
  public let missingCount: Int
}
