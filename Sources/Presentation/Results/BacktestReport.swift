import Backtests
import Forecasters
import Persistence
import Text
import TimeSeries

/// The results of a backtest, as a table and as JSON.
package struct BacktestReport {
  private let plan: BacktestPlan
  private let scores: BacktestScores
  private let seconds: Double
  private let showsSteps: Bool

  package init(plan: BacktestPlan, scores: BacktestScores, seconds: Double, showsSteps: Bool) {
    (self.plan, self.scores, self.seconds, self.showsSteps) = (plan, scores, seconds, showsSteps)
  }

  private var metrics: BacktestMetrics { scores.metrics }

  /// What should be known about the models, one line each.
  package var warnings: [String] {
    scores.results.flatMap { result -> [String] in
      var lines: [String] = []
      if result.failureCount > 0 {
        lines.append(
          "\(result.model) could not be fitted to \(TextFormatting.count(result.failureCount, "channel")) of series: "
            + "the last value is repeated there")
      }
      if result.shortCount > 0 {
        lines.append(
          "\(result.model) has too few rows for \(TextFormatting.count(result.shortCount, "window")): "
            + "\(ShortSeries.fallback(ofModel: result.model)) continues them")
      }
      if result.missingCount > 0 {
        let count = TextFormatting.count(result.missingCount, "value")
        lines.append("\(result.model) has no forecast of \(count)")
      }
      let absent = plan.request.levels.filter { level in
        metrics.index(of: .coverage, level: level).map { result.total[$0].isNaN } ?? false
      }
      if !absent.isEmpty {
        let names = absent.map { "\(TextFormatting.level($0)) %" }.joined(separator: ", ")
        lines.append(
          "\(result.model) has no intervals of \(names): too few residuals before the first cutoff, and no law "
            + "of its own")
      }
      return lines
    }
  }

  /// The columns of the table.
  private var shown: [BacktestMetrics.Column] {
    let points: [Metric] = [.mae, .rmse, .smape, .mase, .rmsse]
    let intervals: [Metric] = [.coverage, .msis]
    return metrics.columns.filter { column in
      column.level == nil
        ? points.contains(column.metric) || column.metric == .crps : intervals.contains(column.metric)
    }
  }

  /// The tables.
  package var text: String {
    let results = scores.results
    let hasReference = results.contains { $0.owa != nil }
    let head = ["backtest"] + shown.map(\.key) + (hasReference ? [Metric.owa.key] : [])
    let rows = results.map { result in
      [result.model.printable] + shown.map { cell(result.total, $0) }
        + (hasReference ? [result.owa.map { $0.isNaN ? "–" : TextFormatting.fixed($0) } ?? "–"] : [])
    }
    let count =
      "\(TextFormatting.count(scores.forecastCount, "forecast")) of \(TextFormatting.count(plan.horizon, "row")) in "
      + "\(TextFormatting.duration(seconds)); before the first cutoff \(plan.firstRowsText)\n"
    return TextFormatting.table([head] + rows) + count + online(results)
      + (showsSteps ? stepTable(results) : "") + seriesTable
  }

  /// Intervals that learn as outcomes come, of models with enough cutoffs for most of them to end somewhere.
  private func online(_ results: [BacktestResult]) -> String {
    results.compactMap { result in
      let scores = result.adaptive.filter { $0.endless < 0.5 }
      return scores.isEmpty
        ? nil : "online, \(result.model.printable): \(scores.sentence(isInDataUnits: true))\n"
    }.joined()
  }

  private func cell(_ values: [Double], _ column: BacktestMetrics.Column) -> String {
    guard let place = metrics.columns.firstIndex(of: column), !values[place].isNaN else { return "–" }
    switch column.metric.definition.unit {
    case .share: return TextFormatting.percent(values[place], digits: 1)
    case .percent: return TextFormatting.fixed(values[place], places: 2)
    case .data: return TextFormatting.significant(values[place])
    default: return TextFormatting.fixed(values[place])
    }
  }

  private func stepTable(_ results: [BacktestResult]) -> String {
    guard let place = metrics.index(of: .mae) else { return "" }
    let rows = (0..<plan.horizon).map { step in
      ["step \(step + 1)"] + results.map { cell($0.perStep[step], metrics.columns[place]) }
    }
    return "\n" + TextFormatting.table([["mae"] + results.map(\.model.printable)] + rows)
  }

  private var seriesTable: String {
    guard !scores.series.isEmpty, let place = metrics.index(of: .mae) else { return "" }
    let rows = scores.series.map { own in
      [name(own).printable] + own.values.map { cell($0, metrics.columns[place]) }
    }
    return "\n" + TextFormatting.table([["mae"] + plan.request.models.map(\.printable)] + rows)
  }

  private func name(_ own: BacktestScores.SeriesValues) -> String {
    let column = plan.panel.columns[own.target]
    guard let id = plan.panel.series[own.series].id else { return column }
    return plan.targets.count > 1 ? "\(id) \(column)" : id
  }

  /// The object of the command-line contract.
  package var json: JSONValue {
    var object = JSONObject()
    object["data"] = .string(plan.panel.source)
    object["horizon"] = .integer(plan.horizon)
    object["windows"] = .integer(plan.windowCount)
    object["stride"] = .integer(plan.stride)
    object["first_rows"] = .array(
      [plan.firstRows.lowerBound, plan.firstRows.upperBound].map { .integer($0) })
    object["refit"] = .boolean(plan.request.refits)
    object["levels"] = .array(plan.request.levels.map { .number((1e9 * $0).rounded() / 1e7) })
    object["series"] = .integer(plan.seriesCount)
    object["targets"] = .integer(scores.targetCount)
    object["forecasts"] = .integer(scores.forecastCount)
    object["seconds"] = .number(seconds)
    object["models"] = .array(scores.results.map(json))
    if !scores.series.isEmpty {
      object["per_series"] = .array(
        scores.series.map { own in
          let models = zip(plan.request.models, own.values).map { name, values in
            (key: name, value: JSONValue.object(members(values)))
          }
          return ["id": .string(name(own)), "models": .object(JSONObject(models))]
        })
    }
    return .object(object)
  }

  private func json(_ result: BacktestResult) -> JSONValue {
    var object = JSONObject([("model", .string(result.model))])
    for member in members(result.total) { object[member.key] = member.value }
    object["owa"] = result.owa.map { .number($0) } ?? .null
    object["per_step"] = .array(result.perStep.map { .object(members($0)) })
    object["per_cutoff"] = .array(
      result.perWindow.enumerated().map { window, values in
        var members = JSONObject([("cutoff", plan.cutoff(ofWindow: window).map { .string($0) } ?? .null)])
        for member in self.members(values) { members[member.key] = member.value }
        return .object(members)
      })
    if !result.adaptive.isEmpty { object["adaptive"] = result.adaptive.json(isInDataUnits: true) }
    object["not_fitted"] = .integer(result.failureCount)
    object["too_short"] = .integer(result.shortCount)
    return .object(object)
  }

  private func members(_ values: [Double]) -> JSONObject {
    JSONObject(zip(metrics.columns, values).map { (key: $0.key, value: .number($1)) })
  }
}
