import Forecasting
import Persistence
import Tensors
import TimeSeries

/// Where the rows of a run come from: a file, or a panel that is already in memory.
///
/// ```swift
/// let request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 2))
/// ```
public enum DataSource: Sendable {
  /// The file at this path.
  case file(String)
  /// A panel in memory.
  case panel(Panel)

  /// What messages and model files call the data: the path, or the panel's own name.
  public var name: String {
    switch self {
    case .file(let path): path
    case .panel(let panel): panel.source
    }
  }

  /// Whether it is a file from which nothing is taken by reading, unlike a pipe.
  var isFileToReadAgain: Bool {
    guard case .file(let path) = self, path != "-" else { return false }
    return !AtomicFile.isStream(path)
  }

  /// Reads the rows; a panel is taken as it is.
  ///
  /// - Throws: `DataError`.
  package func load(_ options: ReadingOptions) throws(DataError) -> LoadedData {
    let panel: Panel
    switch self {
    case .file(let path): panel = try Panel(reading: path, options)
    case .panel(let known): panel = known
    }
    return LoadedData(
      panel: panel,
      file: ModelDescription.DataFile(
        path: panel.source, sha256: panel.origin.sha256 ?? panel.valuesSHA256))
  }
}

/// Rows with the name and the digest of what they were read from.
package struct LoadedData {
  package let panel: Panel
  package let file: ModelDescription.DataFile
}

extension Panel {
  /// SHA-256 over the stamps and values of all series in hexadecimal: what the digest of its bytes is for a file.
  package var valuesSHA256: String {
    var digest = SHA256()
    for index in series.indices {
      let milliseconds = series[index].timestamps.map(\.milliseconds)
      unsafe digest.update(milliseconds.span.bytes)
      for column in columns.indices {
        let values = values(ofColumn: column, ofSeries: index)
        unsafe digest.update(values.span.bytes)
      }
    }
    return digest.hexDigest
  }
}
