import Forecasting
import Persistence
import TimeSeries

/// A data file that has been read once, for any number of fits.
public struct LoadedData: Sendable {
  /// Path and digest.
  public let file: ModelDescription.DataFile
  /// The rows.
  public let frame: TimeSeriesFrame

  /// Reads the file at `path`.
  ///
  /// - Throws: `DataError`, or `FileError` if the file vanishes in between.
  public init(reading path: String, _ options: CSVOptions) throws {
    frame = try CSVFile.read(path, options: options)
    file = ModelDescription.DataFile(path: path, sha256: try SHA256.hexDigest(ofFile: path))
  }
}
