import Backtests
import Drawing
import Text
import TimeSeries

extension BacktestPlan {
  /// How many rows there are before the first cutoff: "84 rows", or "36–75 rows" where series differ.
  package var firstRowsText: String {
    let rows = firstRows
    let most = TextFormatting.count(rows.upperBound, "row")
    return rows.count > 1 ? "\(TextFormatting.grouped(rows.lowerBound))–\(most)" : most
  }
}

/// A backtest as one page that needs nothing else: errors by step and by cutoff, coverage, and a few forecasts.
public struct BacktestPage {
  private let plan: BacktestPlan
  private let metrics: BacktestMetrics
  private let results: [BacktestResult]
  private let charts: [LineChart]
  /// Targets of series, some of which are drawn.
  private let targetCount: Int

  /// The page of what has been collected.
  public init(_ collector: BacktestCollector) {
    plan = collector.plan
    (metrics, results) = (collector.scores.metrics, collector.scores.results)
    charts = collector.samples.charts
    targetCount = collector.samples.targetCount
  }

  /// The page.
  public var text: String {
    let title = "Backtest of \(plan.panel.sourceName)"
    return Markup.page(
      title: title,
      [
        .tag("header", [:], [.tag("h1", text: title), .tag("p", text: summary)]),
        .tag("section", [:], [table, perStep, perCutoff, coverage, pictures]),
      ])
  }

  private var summary: String {
    let fitting =
      plan.request.refits
      ? "Models are fitted again at each cutoff; before the first one are \(plan.firstRowsText)."
      : "Models are fitted to the \(plan.firstRowsText) before the first cutoff; those that keep a state follow the rows "
        + "after it."
    let sizes = [
      "\(TextFormatting.grouped(plan.seriesCount)) series"
        + (plan.targets.count > 1 ? " of \(TextFormatting.grouped(plan.targets.count)) channels" : ""),
      "\(TextFormatting.count(plan.windowCount, "cutoff")) \(TextFormatting.count(plan.stride, "row")) apart",
      "forecasts of \(TextFormatting.count(plan.horizon, "row"))",
    ]
    return sizes.joined(separator: ", ") + ". "
      + fitting + " No model has seen what it forecasts."
  }

  /// A metric in each row, for there are more of them than models.
  private var table: Markup {
    let head = Markup.tag(
      "tr", [:],
      [Markup.columnHead("metric", isText: true)] + results.map { .columnHead($0.model) })
    var rows = metrics.columns.indices.map { column in
      Markup.tag(
        "tr", [:],
        [.rowHead(metrics.columns[column].key)]
          + results.map { cell($0.total[column], isBest: isBest($0, column)) })
    }
    if results.contains(where: { $0.owa != nil }) {
      let cells = results.map { cell($0.owa ?? .nan, isBest: false) }
      rows.append(.tag("tr", [:], [.rowHead(Metric.owa.key)] + cells))
    }
    return .group([
      .tag("h2", text: "Errors"),
      .table(
        caption:
          "Each metric is taken over the forecasts of one series and averaged over series. Scaled errors are in "
          + "units of the seasonal naive forecast's over the rows before the first cutoff; the bias is the mean of forecast "
          + "less truth. The lowest error is bold.",
        head: [head], bodies: [rows], isDense: true),
    ])
  }

  private func isBest(_ result: BacktestResult, _ column: Int) -> Bool {
    guard results.count > 1, ![.coverage, .width, .bias].contains(metrics.columns[column].metric) else {
      return false
    }
    let lowest = results.map { $0.total[column] }.filter { !$0.isNaN }.min()
    return lowest.map { Self.text($0) == Self.text(result.total[column]) } ?? false
  }

  private static func text(_ value: Double) -> String { TextFormatting.significant(value, digits: 4) }

  private func cell(_ value: Double, isBest: Bool) -> Markup {
    guard !value.isNaN else { return .tag("td", text: "–") }
    let text = Self.text(value)
    return .tag("td", [:], [isBest ? .tag("strong", text: text) : .text(text)])
  }

  private var perStep: Markup {
    .figures(
      "Error per step", "How errors grow with the distance from the cutoff.",
      [Metric.mae, .mase].compactMap { metric in
        chart(metric, "step of the horizon", "\(metric.key) of each step") { $0.perStep }
      })
  }

  private var perCutoff: Markup {
    guard plan.windowCount > 1 else { return .group([]) }
    return .figures(
      "Error per cutoff", "Whether a model is better throughout, or at one time only. The first cutoff is 1.",
      [Metric.mae, .mase].compactMap { metric in
        chart(metric, "cutoff", "\(metric.key) of each cutoff") { $0.perWindow }
      })
  }

  /// For each level the share of truths within the intervals, step by step.
  private var coverage: Markup {
    let charts = plan.request.levels.compactMap { level -> Markup? in
      guard let place = metrics.index(of: .coverage, level: level) else { return nil }
      var chart = self.chart(place, "step of the horizon", "Intervals of \(TextFormatting.level(level)) %") {
        $0.perStep
      }
      guard !chart.lines.isEmpty else { return nil }
      chart.verticalLabel = "share of truths inside"
      chart.lines.insert(
        LineChart.Line(
          "nominal", .muted, (0..<plan.horizon).map { LineChart.Point(x: Double($0 + 1), y: level) }), at: 0)
      return chart.markup()
    }
    return .figures(
      "Coverage",
      "Above the grey line intervals are wider than they need be, below it they promise too much.",
      charts)
  }

  private func chart(
    _ metric: Metric, _ axis: String, _ title: String, _ values: (BacktestResult) -> [[Double]]
  ) -> Markup? {
    guard let place = metrics.index(of: metric) else { return nil }
    let chart = self.chart(place, axis, title, values)
    return chart.lines.isEmpty ? nil : chart.markup()
  }

  private func chart(
    _ column: Int, _ axis: String, _ title: String, _ values: (BacktestResult) -> [[Double]]
  ) -> LineChart {
    let unit: String
    switch metrics.columns[column].metric.definition.unit {
    case .data: unit = "data units"
    case .naiveError: unit = "seasonal naive errors"
    default: unit = metrics.columns[column].key
    }
    var chart = LineChart(title: title, horizontalAxis: .counts(axis), verticalLabel: unit, lines: [])
    for (index, result) in results.enumerated() {
      let points = values(result).enumerated().map { LineChart.Point(x: Double($0 + 1), y: $1[column]) }
      guard points.contains(where: { $0.y.isFinite }) else { continue }
      chart.lines.append(LineChart.Line(result.model, .color(index), isDashed: index >= 6, points))
    }
    return chart
  }

  private var pictures: Markup {
    let what = plan.targets.count == 1 ? "series" : plan.seriesCount == 1 ? "channels" : "channels of series"
    let note =
      (charts.count < targetCount
        ? "\(charts.count) of \(TextFormatting.grouped(targetCount)) \(what) are drawn. " : "")
      + "They lie evenly spread over the file, and are not chosen by how well they were forecast. The forecasts are those "
      + "from the last cutoff"
      + (plan.request.levels.last.map { ", shaded their \(TextFormatting.level($0)) % intervals." } ?? ".")
    return .figures("Forecasts", note, charts.map { $0.markup() })
  }
}
