import Backtests
import Drawing
import TimeSeries

/// Some forecasts of a backtest as drawings: of a few targets of series, evenly spread, those from the last cutoff.
struct BacktestSamples {
  private let plan: BacktestPlan
  /// Series and targets to draw.
  private let chosen: [(series: Int, target: Int)]
  /// In the order of the panel.
  private(set) var charts: [LineChart] = []

  /// Targets of series, of which some are drawn.
  let targetCount: Int

  private static let count = 6

  init(_ plan: BacktestPlan) {
    self.plan = plan
    let present = plan.panel.series.indices.filter { !plan.origins(ofSeries: $0).isEmpty }
    let columns = plan.targets.count
    targetCount = present.count * columns
    chosen = (0..<targetCount).evenlySpread(Self.count).map { (present[$0 / columns], $0 % columns) }
  }

  /// Draws those of a part.
  mutating func add(_ part: BacktestPart) {
    for (series, target) in chosen where part.series.contains(series) {
      guard let origin = plan.origins(ofSeries: series).last else { continue }
      charts.append(chart(part, series, target, origin))
    }
  }

  private func chart(
    _ part: BacktestPart, _ index: Int, _ target: Int, _ origin: BacktestPlan.Origin
  ) -> LineChart {
    let (series, column, horizon) = (plan.panel.series[index], plan.targets[target], plan.horizon)
    let name = plan.panel.columns[column]
    func points(_ rows: Range<Int>, _ value: (Int) -> Double) -> [LineChart.Point] {
      rows.map { LineChart.Point(x: place($0), y: value($0)) }
    }
    func place(_ row: Int) -> Double { plan.panel.drawnPlace(of: series.timestamps[row]) }
    let rows = origin.row..<origin.row + horizon
    let shown = PictureRequest.usualHistoryRows(
      horizon: horizon, season: plan.panel.frequency.defaultSeasonLength)
    let past = max(0, origin.row - shown)..<origin.row
    let (history, truth) = plan.panel.withColumn(column, ofSeries: index) { values in
      let first = values[rows.lowerBound].isNaN ? rows.lowerBound : past.upperBound - 1
      return (points(past) { values[$0] }, points(first..<rows.upperBound) { values[$0] })
    }
    var chart = LineChart(
      title: series.id.map { plan.targets.count > 1 ? "\($0), \(name)" : $0 } ?? name,
      horizontalAxis: plan.panel.drawnAxis, verticalLabel: "data units",
      lines: [LineChart.Line("history", .muted, history), LineChart.Line("truth", .ink, truth)])
    for (model, name) in plan.request.models.prefix(Self.count).enumerated() {
      guard let found = part.forecast(model: model, series: index, window: origin.window) else { continue }
      let start = target * horizon - rows.lowerBound
      chart.lines.append(
        LineChart.Line(
          name, .color(model), isDashed: model % 2 == 1, points(rows) { found.values[start + $0] }))
      guard let lower = found.lower.last, let upper = found.upper.last else { continue }
      chart.bands.append(
        LineChart.Band(
          .color(model),
          rows.map { (x: place($0), low: lower[start + $0], high: upper[start + $0]) }))
    }
    chart.divider = (place(rows.lowerBound), "forecast")
    return chart
  }
}
