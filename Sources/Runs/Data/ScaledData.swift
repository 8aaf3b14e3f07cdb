import Forecasting
import Persistence
import TimeSeries

/// Data read, split and scaled once, for any number of fits.
public struct ScaledData: Sendable {
  /// Path and digest.
  public let file: ModelDescription.DataFile
  /// How the rows are divided.
  public let split: ModelDescription.StoredSplit
  /// The rows in data and in standardised units.
  public let scaled: ScaledPanel
  /// What a user should know about the rows before trusting a forecast, one line each.
  let notes: [String]

  /// Reads, splits and scales.
  ///
  /// - Parameter validationRows: How many validation rows a panel must have; where the usual split leaves fewer, they are training rows.
  /// - Throws: `DataError`.
  public init(
    _ source: DataSource, _ options: ReadingOptions, split rule: SplitRule,
    validationRows: (Panel) -> Int = { _ in 0 }
  ) throws(DataError) {
    let data = try source.load(options)
    let panel = data.panel
    try panel.requireSingleCompleteSeries()
    file = data.file
    var rows = try rule.resolve(for: panel)
    var resolved = rule.resolvingAuto(for: panel)
    if rule == .auto, resolved == .usualRatios, rows.validation.count < validationRows(panel) {
      resolved = .ratios(train: 0.8, validation: 0, test: 0.2)
      rows = try resolved.resolve(for: panel)
    }
    split = ModelDescription.StoredSplit(rule: resolved, rows: rows)
    let scaler = StandardScaler(fitting: panel, rows: split.rows.train)
    scaled = try ScaledPanel(panel, scalers: [scaler])
    notes = Self.notes(panel, scaler)
  }

  private static func notes(_ panel: Panel, _ scaler: StandardScaler) -> [String] {
    let notes =
      panel.origin.notes.filter { !$0.isOrdinary }.map(\.description)
      + panel.only.irregularities.summarized()
      + panel.farValues().filter { $0.ruinsScaling(rowCount: panel.rowCount) }.map(\.description)
      + scaler.constantChannels.map {
        "column '\(panel.columns[$0])' is constant over the training rows; kept, with scale 1"
      }
    return notes.map { "\(panel.source): \($0)" }
  }

  /// The rows in data units.
  public var panel: Panel { scaled.panel }
  /// Mean and deviation over the training rows.
  public var scaler: StandardScaler { scaled.scalers[0] }
}
