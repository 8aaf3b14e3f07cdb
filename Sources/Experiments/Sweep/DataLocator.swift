import Datasets
import Persistence
import Platform
import Text
import TimeSeries

/// Finds the data files that a spec names.
public struct DataLocator: Sendable {
  /// The folder of the spec.
  public let folder: String
  /// The folder of benchmark files; nil if none is known.
  public let dataFolder: String?
  /// What to do for a benchmark file that is not there, such as the command that fetches it; nil for no advice.
  public var fetchAdvice: (@Sendable (BenchmarkDataset) -> String)?

  /// - Parameter dataFolder: The value of `FORECAST_DATA_DIR`.
  public init(folder: String, dataFolder: String?) {
    (self.folder, self.dataFolder) = (folder, dataFolder.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// The path of the file called `name`: relative to the spec, to the data folder, or a known benchmark file there;
  /// nil if there is none, or only a folder, a pipe or a device.
  public func path(of name: String) -> String? {
    candidates(name).first { FileStatus(ofFile: $0)?.kind == .regular }
  }

  /// What to say when there is none.
  ///
  /// - Parameter isBesideSpec: Whether the folder is called that of the spec.
  func missing(_ name: String, isBesideSpec: Bool = true) -> String {
    let here = isBesideSpec ? "beside the spec" : "here"
    let places = dataFolder.map { "\(here) or in \($0)" } ?? "\(here); FORECAST_DATA_DIR is not set"
    // Results of a data set may stand in a folder of its name.
    let isKnown = DatasetCatalog.named(name) != nil
    let other = candidates(name).first { path in
      FileStatus(ofFile: path).map { !(isKnown && $0.kind == .folder) } ?? false
    }
    if let other {
      return "\(other.quoted) is not a regular file; a sweep reads its data as often as it is started"
    }
    let known = DatasetCatalog.all.map(\.name)
    if let dataset = DatasetCatalog.named(name) {
      return "there is no \(dataset.file) \(places)" + (fetchAdvice.map { "; \($0(dataset))" } ?? "")
    }
    let hint =
      nearest(to: name, among: known + known.map { "\($0).csv" }).map { "; did you mean '\($0)'?" } ?? ""
    return "there is no file \(name.quoted) \(places)\(hint)"
  }

  private func candidates(_ name: String) -> [String] {
    if name.hasPrefix("/") { return [name] }
    let names = [name] + (DatasetCatalog.named(name).map { [$0.file] } ?? [])
    return names.flatMap { file in
      [folder == "." ? file : "\(folder)/\(file)"] + (dataFolder.map { ["\($0)/\(file)"] } ?? [])
    }
  }
}
