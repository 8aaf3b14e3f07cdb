import Forecasters
import Forecasting
import Persistence
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
    warnings =
      panel.origin.notes.filter { !$0.isOrdinary }.map { Warning($0.description, $0.remedy) }
      + Self.irregularities(panel) + Self.farValues(panel)
      + Self.constants(panel, summaries, plan?.split.rows.train)
      + (series.map { Self.series($0, panel) } ?? [])
      + Self.ends(panel)
      + (plan == nil && panel.series.count == 1
        ? [
          Warning(
            "\(panel.rowCount == 1 ? "1 row is" : "\(panel.rowCount) rows are") too few for training, validation and test rows"
          )
        ] : [])
  }

  private static func plan(_ panel: Panel) -> Plan? {
    guard panel.series.count == 1 else { return nil }
    let request = FitRequest(data: .panel(panel), workers: .init(threadCount: 1))
    var rule = SplitRule.auto.resolvingAuto(for: panel)
    guard let usual = try? rule.resolve(for: panel) else { return nil }
    if rule == .usualRatios { rule = Fit(request).adapted(usual, frequency: panel.frequency, Auto.self) }
    guard let rows = try? rule.resolve(for: panel), !rows.train.isEmpty else { return nil }
    let (lookback, horizon) = PreparedData.sizes(
      request, rows, trainingRows: [rows.train.count], panel.frequency, for: Auto.self, .init())
    guard rows.train.count >= lookback + horizon else { return nil }
    return Plan(split: .init(rule: rule, rows: rows), lookback: lookback, horizon: horizon)
  }

  private static func ends(_ panel: Panel) -> [Warning] {
    let ends = SeriesEnds(panel, "")
    return (ends.empty(panel.targetColumns) + ends.zeros(panel.targetColumns)).map { Warning($0) }
  }

  private static func irregularities(_ panel: Panel) -> [Warning] {
    let all = panel.series.flatMap(\.irregularities)
    let lines = all.summarized(in: panel.stampForm)
    let change = all.firstIndex { if case .clockChange = $0 { true } else { false } }
    // What is not shown by itself is among those that the last line counts.
    let told = change.map { Swift.min($0, lines.count - 1) }
    return lines.enumerated().map { index, line in Warning(line, index == told ? .nameTimeZone : nil) }
  }

  /// Far values: all of one series, the first few of many.
  private static func farValues(_ panel: Panel) -> [Warning] {
    let all = panel.farValues()
    let shown = panel.series.count == 1 ? all : Array(all.prefix(5))
    let rest = all.count - shown.count
    return shown.map { Warning($0.description) }
      + (rest > 0 ? [Warning("\(rest) more values are far from the others of their series")] : [])
  }

  /// Series of which there is little to learn.
  private static func series(_ check: SeriesCheck, _ panel: Panel) -> [Warning] {
    let constants = zip(panel.columns, check.constantCounts).filter { $0.1 > 0 && $0.1 < check.count }
    return constants.map { name, count in
      Warning("column '\(name)' is the same in all rows of \(count) of \(check.count) series")
    }
      + (check.emptyCount > 0
        ? [Warning("\(check.emptyCount) of \(check.count) series have no value in a column to forecast")]
        : [])
  }

  /// Columns that never change, at all or over the rows from which a fit would learn.
  private static func constants(
    _ panel: Panel, _ summaries: [ColumnSummary], _ train: Range<Int>?
  ) -> [Warning] {
    let always = Set(summaries.indices.filter { summaries[$0].isConstant })
    let training =
      train.map { rows in
        panel.columns.indices.filter { ColumnSummary(panel, column: $0, rows: rows).isConstant }
      } ?? []
    // A file of constants alone has nothing to keep.
    let canLeaveOut = always.count < panel.columnCount
    return always.sorted().map { channel in
      Warning(
        "column '\(panel.columns[channel])' is the same in all rows",
        canLeaveOut ? .ignoreColumns([panel.columns[channel]]) : nil)
    }
      + training.filter { !always.contains($0) }.map {
        Warning("column '\(panel.columns[$0])' is the same in all \(train?.count ?? 0) training rows")
      }
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

  /// The columns by what they are for; null where nothing was told.
  private var roles: JSONValue {
    guard let told = panel.roles else { return .null }
    let names = { (role: ColumnRole) in JSONValue.array(told.columns(role).map { .string(panel.columns[$0]) })
    }
    return [
      "target": names(.target), "past": names(.past), "future": names(.future),
      "fixed": .array(panel.fixedColumns.map { .string($0) }),
    ]
  }

  /// The check as an object.
  public var json: JSONValue {
    let members: [(key: String, value: JSONValue)] = [
      ("rows", .integer(panel.rowCount)), ("frequency", .string(panel.frequency.description)),
      ("frequency_code", .string(panel.frequency.code)),
      ("coverage", .number(Double(steps.present) / Double(max(1, steps.count)))),
      ("first", .string(first)), ("last", .string(last)),
      (
        "time",
        [
          "columns": .array(panel.timeColumns.map { .string($0) }),
          "form": .string(panel.stampForm.description),
          "format": .string(panel.stampForm.code),
        ]
      ),
      ("series", series?.json ?? .null),
      ("roles", roles), ("layout", panel.origin.form.layout.json), ("columns", .array(channels.map(\.json))),
      (
        "seasons",
        .array(seasons.map { ["length": .integer($0.length), "channels": .integer($0.channelCount)] })
      ), ("fit", plan?.json ?? .null), ("remarks", .array(remarks.map { .string($0) })),
      ("warnings", .array(warnings.map { .string($0.text) })),
    ]
    return .object(JSONObject(members))
  }
}

extension DataCheck.Channel {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "mean": Self.json(mean), "deviation": Self.json(deviation),
      "min": Self.json(lowest), "max": Self.json(highest), "missing": .integer(missingCount),
    ]
  }
}

extension DataCheck.Channel {
  /// Null for a column without values.
  private static func json(_ number: Double) -> JSONValue { number.isNaN ? .null : .number(number) }
}

extension DataCheck.Plan {
  fileprivate var json: JSONValue {
    ["lookback": .integer(lookback), "horizon": .integer(horizon), "split": split.json]
  }
}
