import Datasets
import Platform
import Tensors
import TimeSeries

/// What workloads share: the threads, and files to work on.
struct BenchmarkSetting {
  /// The threads to measure.
  let workers: Workers
  private let folder: TemporaryFolder

  /// - Throws: `BenchmarkError` if no temporary folder can be made.
  init(workers: Workers) throws {
    self.workers = workers
    folder = try TemporaryFolder()
  }

  /// A data file and where it came from.
  struct DataFile {
    let path: String
    /// In words, for reports.
    let origin: String
  }

  /// The file `name` of the folder FORECAST_DATA_DIR or, where there is none, a synthetic one of that name.
  ///
  /// - Parameter rows: Rows of the synthetic file; nil for as many as the imitated file has.
  func dataFile(_ name: String, imitatedBy dataset: SyntheticDataset, rows: Int? = nil) throws -> DataFile {
    if let path = Machine.dataFolder.map({ "\($0)/\(name)" }), FileContents.isReadable(path) {
      return DataFile(path: path, origin: name)
    }
    let path = folder.newFile(name)
    try dataset.write(to: path, rows: rows, seed: 1)
    return DataFile(path: path, origin: "synthetic \(dataset.name), \(rows ?? dataset.rowCount) rows")
  }

  /// A path for a file that is removed with the setting.
  func newFile(_ name: String) -> String {
    folder.newFile(name)
  }
}
