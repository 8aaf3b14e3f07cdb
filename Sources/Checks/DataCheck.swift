import Forecasters
import Forecasting
import Runs
import TimeSeries

/// What is in a data file, how it is understood, and what may be wrong with it.
public struct DataCheck: Sendable {
  /// One channel over all rows, data units.
  public struct Channel: Sendable {
    /// Name of the column.
    public let name: String
    /// Mean and population deviation.
    public let mean: Double, deviation: Double
    /// Smallest and largest value.
    public let lowest: Double, highest: Double
    /// Cells without a value, those of inserted rows among them.
    public let missingCount: Int
  }

  /// Something that may be wrong.
  public struct Warning: Sendable, Equatable {
    /// One line.
    public let text: String
    /// What would put it right, where one request does.
    public let remedy: Remedy?

    init(_ text: String, _ remedy: Remedy? = nil) { (self.text, self.remedy) = (text, remedy) }
  }

  /// What a fit with nothing asked for would take.
  public struct Plan: Sendable, Equatable {
    /// How the rows are divided.
    public let split: ModelDescription.StoredSplit
    /// Rows of history and of forecast.
    public let lookback: Int, horizon: Int
  }

  /// What was read.
  public let panel: Panel
  /// Every channel in the order of the file.
  public let channels: [Channel]
  /// How the file was understood, one line each; nothing to worry about.
  public let remarks: [String]
  /// What may be wrong.
  public let warnings: [Warning]
  /// The seasons that the values show, the most common first.
  public let seasons: [SeasonCheck]
  /// What the series of a long file are like; nil for a wide one.
  public let series: SeriesCheck?
  /// How many channels of how many series were looked at for seasons.
  public var seasonChannelCount: Int { SeasonCheck.sample(of: panel).count * channels.count }
  /// What a fit would take; nil where there are too few rows for any.
  public let plan: Plan?

  /// Reads the file at `path`.
  ///
  /// - Throws: `DataError` for a file that cannot be used.
  public init(_ path: String, reading: ReadingOptions) throws(DataError) {
    let panel = try Panel(reading: path, reading)
    self.panel = panel
    let summaries = panel.columns.indices.map { ColumnSummary(panel, column: $0) }
    channels = zip(panel.columns, summaries).map { name, summary in
      Channel(
        name: name, mean: summary.mean, deviation: summary.deviation, lowest: summary.lowest,
        highest: summary.highest, missingCount: panel.rowCount - summary.count)
    }
    series = SeriesCheck(panel)
    plan = Self.plan(panel)
    seasons = SeasonCheck.seasons(of: panel)
    remarks = panel.origin.notes.filter(\.isOrdinary).map(\.description)
    warnings = Self.warnings(panel, summaries, series, plan)
  }

  private static func plan(_ panel: Panel) -> Plan? {
    guard panel.series.count == 1 else { return nil }
    let request = FitRequest(data: .panel(panel), workers: .init(threadCount: 1))
    var rule = SplitRule.auto.resolvingAuto(for: panel)
    guard let usual = try? rule.resolve(for: panel) else { return nil }
    if rule == .usualRatios { rule = Fit(request).adapted(usual, of: panel, Auto.self) }
    guard let rows = try? rule.resolve(for: panel), !rows.train.isEmpty else { return nil }
    let (lookback, horizon) = PreparedData.sizes(
      request, rows, trainingRows: [rows.train.count], knownAhead: panel.stepsKnownAhead, panel.frequency,
      for: Auto.self, .init())
    guard rows.train.count >= lookback + horizon else { return nil }
    return Plan(split: .init(rule: rule, rows: rows), lookback: lookback, horizon: horizon)
  }

  /// The first stamp of all series as in the file.
  public var first: String { text(of: panel.series.lazy.map { $0.timestamps[0] }.min()) }
  /// The last stamp of all series as in the file.
  public var last: String { text(of: panel.series.lazy.map { $0.timestamps[$0.rowCount - 1] }.max()) }

  private func text(of stamp: Timestamp?) -> String {
    stamp.map { panel.stampForm.text(for: $0) } ?? ""
  }

  /// How many steps there are from the first to the last row of each series, and how many of them have a row in the file.
  public var steps: (count: Int, present: Int) {
    panel.series.reduce(into: (0, 0)) { $0 = ($0.0 + $1.grid.count, $0.1 + $1.presentCount) }
  }
}
