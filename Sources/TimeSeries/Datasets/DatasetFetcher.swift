import Glibc
import Persistence
import Platform

/// Downloads benchmark files with curl and keeps only what has the known digest.
public struct DatasetFetcher: Sendable {
  /// What became of a request.
  public enum Outcome: Sendable, Equatable {
    /// The file was downloaded to this path.
    case downloaded(String)
    /// The file was there already, with the known digest.
    case present(String)
  }

  private let folder: String
  private let downloader: String

  /// Fetches into a folder, which is made if it does not exist.
  ///
  /// - Parameter downloader: The curl program, a name or a path.
  public init(into folder: String, downloader: String = "curl") {
    self.folder = folder
    self.downloader = downloader
  }

  /// Makes sure that a file is in the folder.
  ///
  /// - Throws: `DatasetFetchError`; the folder then holds nothing new.
  public func fetch(_ dataset: BenchmarkDataset) throws(DatasetFetchError) -> Outcome {
    let path = folder.hasSuffix("/") ? folder + dataset.file : "\(folder)/\(dataset.file)"
    if try isPresent(dataset, at: path) { return .present(path) }
    guard let url = dataset.url else { throw .noSource(dataset, path: path) }
    guard let expected = dataset.sha256 else { throw .noDigest(dataset, path: path) }
    _ = unsafe mkdir(folder, 0o777)
    let temporary = "\(path).\(getpid()).part"
    defer { _ = unsafe unlink(temporary) }
    try download(url, to: temporary, for: path)
    let bytes = try onFiles { () throws(FileError) in try FileContents.bytes(ofFile: temporary) }
    let found = SHA256.hexDigest(of: bytes)
    guard found == expected else { throw .wrongDigest(url: url, expected: expected, found: found) }
    try onFiles { () throws(FileError) in try AtomicFile.write(bytes, to: path) }
    return .downloaded(path)
  }

  private func isPresent(_ dataset: BenchmarkDataset, at path: String) throws(DatasetFetchError) -> Bool {
    guard FileContents.exists(path) else { return false }
    guard let expected = dataset.sha256 else { return true }
    let found = try onFiles { () throws(FileError) in try SHA256.hexDigest(ofFile: path) }
    guard found == expected else { throw .occupied(path: path, expected: expected) }
    return true
  }

  private func download(_ url: String, to temporary: String, for path: String) throws(DatasetFetchError) {
    let options = ["--fail", "--location", "--silent", "--proto", "=https", "--connect-timeout", "20"]
    switch runProgram(downloader, options + ["--output", temporary, url]) {
    case .exited(0): return
    case .exited(127), .notStarted: throw .noDownloader(downloader, url: url, path: path)
    case .exited(let status): throw .downloadFailed(url: url, status: status, path: path)
    }
  }
}

private func onFiles<Value>(_ body: () throws(FileError) -> Value) throws(DatasetFetchError) -> Value {
  do {
    return try body()
  } catch {
    throw .file(error)
  }
}
