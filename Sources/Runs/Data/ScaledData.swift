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

  /// Reads, splits and scales.
  ///
  /// - Throws: `DataError`.
  public init(_ source: DataSource, _ options: ReadingOptions, split rule: SplitRule) throws(DataError) {
    let data = try source.load(options)
    let panel = data.panel
    file = data.file
    split = ModelDescription.StoredSplit(
      rule: rule.resolvingAuto(for: panel), rows: try rule.resolve(for: panel))
    scaled = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.rows.train)])
  }

  /// The rows in data units.
  public var panel: Panel { scaled.panel }
  /// Mean and deviation over the training rows.
  public var scaler: StandardScaler { scaled.scalers[0] }
}
