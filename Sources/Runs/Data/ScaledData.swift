import Forecasting
import Persistence
import Text
import TimeSeries

/// Data read, split and scaled once, for any number of fits.
public struct ScaledData: Sendable {
  /// Path and digest.
  public let file: ModelDescription.DataFile
  /// How the rows are divided; of many series, those of the longest.
  public let split: ModelDescription.StoredSplit
  /// How the rows of each series are divided.
  public let splits: [Split]
  /// The rows in data and in standardised units.
  public let scaled: ScaledPanel
  /// Whether the series of a long file are the channels of one.
  public let joinsSeries: Bool
  /// Whether all series have one scale.
  public let scaling: PanelScaling
  /// Mean and deviation over the training rows of all series together.
  public let scaler: StandardScaler
  /// Mean and deviation of the fixed columns over the series.
  public let fixedScaler: StandardScaler
  /// What a user should know about the rows before trusting a forecast, one line each.
  private(set) var notes: [String] = []

  /// Reads, splits and scales.
  ///
  /// - Parameters:
  ///   - scaling: The scale of many series.
  ///   - joiningSeries: Whether the series of a long file become the channels of one.
  ///   - adapting: What becomes of the usual split for a panel whose longest series has some rows.
  /// - Throws: `DataError`.
  public init(
    _ source: DataSource, _ options: ReadingOptions, split rule: SplitRule, scaling: PanelScaling = .series,
    joiningSeries: Bool = false,
    adapting: (Panel, Split) -> SplitRule = { _, _ in .usualRatios }
  ) throws(DataError) {
    let data = try source.load(options)
    let panel = joiningSeries ? try data.panel.joiningSeries() : data.panel
    let (resolved, splits) = try Self.division(of: panel, by: rule, adapting)
    if joiningSeries { try panel.requireValues(in: splits[0].train) }
    try self.init(
      panel, data.file, .init(rule: resolved, rows: splits[panel.longestSeries]), splits, scaling: scaling,
      joinsSeries: joiningSeries)
    notes = oddities + (rule == .auto ? adaptedNotes : [])
  }

  /// Rows that are divided already.
  ///
  /// - Parameters:
  ///   - split: The rule, and what it gave to the series that stands for all.
  ///   - splits: One for each series of the panel.
  /// - Throws: `DataError.outOfMemory`.
  init(
    _ panel: Panel, _ file: ModelDescription.DataFile, _ split: ModelDescription.StoredSplit,
    _ splits: [Split], scaling: PanelScaling = .series, joinsSeries: Bool = false
  ) throws(DataError) {
    (self.file, self.split, self.splits) = (file, split, splits)
    (self.scaling, self.joinsSeries) = (scaling, joinsSeries)
    let own = StandardScaler.ofEachSeries(of: panel, rows: splits.map(\.train))
    scaler = own.count == 1 ? own[0] : StandardScaler(fitting: panel, rows: splits.map(\.train))
    fixedScaler = StandardScaler(fittingFixedColumnsOf: panel)
    scaled = try ScaledPanel(
      panel, scalers: scaling == .shared ? own.map { [scaler] _ in scaler } : own, fixedScaler: fixedScaler)
  }

  /// The rule that divides the rows, and what it gives to each series; the usual one is adapted where none was told.
  private static func division(
    of panel: Panel, by rule: SplitRule, _ adapting: (Panel, Split) -> SplitRule
  ) throws(DataError) -> (rule: SplitRule, splits: [Split]) {
    let (resolved, splits) = (rule.resolvingAuto(for: panel), try rule.splits(for: panel))
    guard rule == .auto, resolved == .usualRatios else { return (resolved, splits) }
    let adapted = adapting(panel, splits[panel.longestSeries])
    return (adapted, adapted == .usualRatios ? splits : try adapted.splits(for: panel))
  }

  /// The rows in data units.
  public var panel: Panel { scaled.panel }

  /// The series with their scales and rows, as a model file keeps them; none for a wide file.
  ///
  /// - Parameter fallback: The forecaster that continues series shorter than the lookback.
  func stored(fallback: String?) -> StoredPanel {
    guard panel.seriesColumn != nil else { return StoredPanel() }
    return StoredPanel(
      panel.series.enumerated().map { index, series in
        StoredPanel.Member(
          id: series.id ?? "", rows: splits[index],
          scaler: scaling == .shared ? nil : scaled.scalers[index])
      }, fallback: fallback)
  }
}

extension Panel {
  /// Refuses series side by side of which some have nothing to learn from, and so no scale.
  fileprivate func requireValues(in rows: Range<Int>) throws(DataError) {
    let counts = columns.indices.map { ColumnSummary(self, column: $0, rows: rows).count }
    let empty = columns.indices.filter { counts[$0] == 0 }.map { columns[$0] }
    guard !empty.isEmpty, !rows.isEmpty else { return }
    let kept = columns.indices.filter { counts[$0] > 0 }.map { columns[$0] }
    let error = DataError(
      .missingValue,
      "\(empty.map(\.quoted).abridged()): no value in the \(rows.count) training rows that all series share, and so no scale",
      fix: "fit the series one by one"
    ).inFile(source)
    // A longer list is no help on a command line.
    throw kept.isEmpty || kept.count > 12 ? error : error.remedied(by: .onlySeries(kept))
  }

  /// The index of the series with the most rows.
  package var longestSeries: Int {
    series.indices.max { series[$0].targetEnd < series[$1].targetEnd } ?? 0
  }
}
