import Forecasting
import Runs
import Text
import TimeSeries

/// A backtest on its way into a file, in the columns that Nixtla's tools read and write: series, time, cutoff, y, and for each model its
/// forecast and the bounds of its intervals.
///
/// Stamps, delimiter and decimal mark are those of the input. Targets of a wide file are series here.
public struct BacktestTable: Sendable {
  private let plan: BacktestPlan
  private let seriesName: String?
  private let targetName: String?
  private let timeNames: [String]

  /// The table of a backtest.
  ///
  /// - Throws: `DataError` where a column of the data is called like one of the table.
  public init(_ plan: BacktestPlan) throws(DataError) {
    self.plan = plan
    let isWide = plan.panel.seriesColumn == nil
    seriesName = plan.panel.seriesColumn ?? (plan.targets.count > 1 ? "series" : nil)
    targetName = !isWide && plan.targets.count > 1 ? "column" : nil
    let times = plan.panel.timeColumns
    timeNames = times.isEmpty ? ["row"] : times
    _ = try output(Rows(plan))
  }

  /// The rows of some series as text.
  ///
  /// - Parameter hasHeader: Whether the names of the columns come first.
  public func csv(_ part: BacktestPart, hasHeader: Bool) throws(DataError) -> String {
    var rows = Rows(plan)
    for series in part.series {
      for target in plan.targets.indices {
        for origin in plan.origins(ofSeries: series) { rows.add(part, series, target, origin) }
      }
    }
    return try output(rows).csv(plan.panel.origin.form.layout, hasHeader: hasHeader)
  }

  private func output(_ rows: Rows) throws(DataError) -> OutputTable {
    var columns: [OutputTable.Column] = []
    let isWide = plan.panel.seriesColumn == nil
    if let seriesName {
      let cells = OutputTable.Cells.texts(isWide ? rows.targets : rows.series)
      columns.append(
        isWide
          ? OutputTable.Column(seriesName, cells, meaning: "the name of the target")
          : OutputTable.Column(seriesName, cells))
    }
    if let targetName {
      columns.append(OutputTable.Column(targetName, .texts(rows.targets), meaning: "the name of the target"))
    }
    columns += timeNames.enumerated().map { OutputTable.Column($1, .texts(rows.times[$0])) }
    columns += [
      OutputTable.Column("cutoff", .texts(rows.cutoffs), meaning: "the cutoff"),
      OutputTable.Column("y", .numbers(rows.truths), meaning: "the observed value"),
    ]
    for (model, name) in plan.request.models.enumerated() {
      columns.append(
        OutputTable.Column(name, .numbers(rows.forecasts[model]), meaning: "the forecast of \(name)"))
      let levels = plan.request.levels.enumerated().map { (index: $0, name: TextFormatting.level($1)) }
      columns += levels.reversed().map {
        OutputTable.Column(
          "\(name)-lo-\($0.name)", .numbers(rows.lower[model][$0.index]), meaning: "a bound of \(name)")
      }
      columns += levels.map {
        OutputTable.Column(
          "\(name)-hi-\($0.name)", .numbers(rows.upper[model][$0.index]), meaning: "a bound of \(name)")
      }
    }
    do { return try OutputTable(columns) } catch { throw error.inFile(plan.panel.source) }
  }

  /// The cells of some rows.
  private struct Rows {
    private let plan: BacktestPlan
    private(set) var series: [String] = [], targets: [String] = [], cutoffs: [String] = []
    private(set) var times: [[String]]
    private(set) var truths: [Double] = []
    /// Shape `[model, row]` and `[model, level, row]`.
    private(set) var forecasts: [[Double]], lower: [[[Double]]], upper: [[[Double]]]

    init(_ plan: BacktestPlan) {
      self.plan = plan
      times = Array(repeating: [], count: max(1, plan.panel.timeColumns.count))
      forecasts = plan.request.models.map { _ in [] }
      lower = plan.request.models.map { _ in plan.request.levels.map { _ in [] } }
      upper = lower
    }

    mutating func add(_ part: BacktestPart, _ index: Int, _ target: Int, _ origin: BacktestPlan.Origin) {
      let (own, form) = (plan.panel.series[index], plan.panel.stampForm)
      let (horizon, column) = (plan.horizon, plan.targets[target])
      let rows = origin.row..<origin.row + horizon
      series += Array(repeating: own.id ?? "", count: horizon)
      targets += Array(repeating: plan.panel.columns[column], count: horizon)
      let cutoff = form.text(for: own.timestamps[origin.row - 1])
      cutoffs += Array(repeating: cutoff, count: horizon)
      for row in rows {
        for (place, text) in form.strings(for: own.timestamps[row]).enumerated() where place < times.count {
          times[place].append(text)
        }
      }
      plan.panel.withColumn(column, ofSeries: index) { values in truths += rows.map { values[$0] } }
      let places = target * horizon..<(target + 1) * horizon
      let nothing = [Double](repeating: .nan, count: horizon)
      for model in forecasts.indices {
        let found = part.forecast(model: model, series: index, window: origin.window)
        forecasts[model] += found?.values[places] ?? nothing[...]
        for level in lower[model].indices {
          lower[model][level] += found?.lower[level][places] ?? nothing[...]
          upper[model][level] += found?.upper[level][places] ?? nothing[...]
        }
      }
    }
  }
}
