import Forecasting
import Persistence
import TimeSeries

/// A data file read, split and scaled once, for any number of fits.
public struct ScaledData: Sendable {
  /// Path and digest.
  public let file: ModelDescription.DataFile
  /// The rows in data units.
  public let frame: TimeSeriesFrame
  /// How the rows are divided.
  public let split: ModelDescription.StoredSplit
  /// Mean and deviation over the training rows.
  public let scaler: StandardScaler
  /// The rows in standardised units.
  let series: ScaledSeries

  /// Reads the file at `path`.
  ///
  /// - Throws: `DataError`, or `FileError` if the file vanishes in between.
  public init(reading path: String, _ options: CSVOptions, split rule: SplitRule) throws {
    frame = try CSVFile.read(path, options: options)
    file = ModelDescription.DataFile(path: path, sha256: try SHA256.hexDigest(ofFile: path))
    split = ModelDescription.StoredSplit(
      rule: rule.resolvingAuto(for: frame), rows: try rule.resolve(for: frame))
    scaler = StandardScaler(fitting: frame, rows: split.rows.train)
    series = try scaler.transform(frame)
  }
}
