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

  /// Longest time that a download may take.
  private static let secondLimit = 600

  /// Fetches into a folder, which is made if it does not exist.
  ///
  /// - Parameter downloader: The curl program, a name or a path.
  public init(into folder: String, downloader: String = "curl") {
    self.folder = folder
    self.downloader = downloader
  }

  /// Makes sure that a file is in the folder.
  ///
  /// - Parameter isInterrupted: Asked every few milliseconds whether to give up.
  /// - Throws: `DatasetFetchError`; the folder then holds nothing new, and is not there if it was not before.
  public func fetch(
    _ dataset: BenchmarkDataset, unless isInterrupted: () -> Bool = { false }
  ) throws(DatasetFetchError) -> Outcome {
    let path = folder.hasSuffix("/") ? folder + dataset.file : "\(folder)/\(dataset.file)"
    if try isPresent(dataset, at: path) { return .present(path) }
    guard let url = dataset.url else { throw .noSource(dataset, path: path) }
    guard let expected = dataset.sha256 else { throw .noDigest(dataset, path: path) }
    let made = try onFiles { () throws(FileError) in try Folder.create(folder) }
    // With the file in it, it stays.
    defer { made.forEach(Folder.removeIfEmpty) }
    let bytes = try download(dataset, url, for: path, isInterrupted)
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

  private func download(
    _ dataset: BenchmarkDataset, _ url: String, for path: String, _ isInterrupted: () -> Bool
  ) throws(DatasetFetchError) -> [UInt8] {
    let temporary = try onFiles { () throws(FileError) in
      do throws(FileError) { return try TemporaryFile.create(beside: path, isPrivate: false).path } catch {
        throw error.about(path)
      }
    }
    defer { try? Paths.removeIfPresent(temporary) }
    let limit = dataset.byteLimit
    func isTooLarge() -> Bool { FileStatus(ofFile: temporary).map { $0.size > limit } ?? false }
    let arguments = [
      "--fail", "--location", "--silent", "--proto", "=https", "--connect-timeout", "20", "--output",
      temporary,
      url, "--proto-redir", "=https", "--max-redirs", "5", "--max-time", "\(Self.secondLimit)",
      "--max-filesize", "\(limit)",
    ]
    do {
      let ending = try Subprocess(downloader, arguments).ending { isInterrupted() || isTooLarge() }
      switch ending.status {
      case 0: break
      case 127: throw Subprocess.Failure.notStarted
      default: throw DatasetFetchError.downloadFailed(url: url, status: ending.status, path: path)
      }
    } catch let error as DatasetFetchError {
      throw error
    } catch Subprocess.Failure.interrupted where isInterrupted() {
      throw .interrupted
    } catch Subprocess.Failure.notStarted {
      throw .noDownloader(downloader, url: url, path: path)
    } catch {}
    // Older versions of curl look at the size that the server announces, not at the one that comes.
    guard !isTooLarge() else { throw .tooLarge(url: url, limit: limit) }
    return try onFiles { () throws(FileError) in try FileContents.bytes(ofFile: temporary) }
  }
}

extension BenchmarkDataset {
  /// More bytes than the file can have: 32 for a number are twice what any of them writes.
  var byteLimit: Int { rowCount * (channelCount + 1) * 32 + (1 << 20) }
}

private func onFiles<Value>(_ body: () throws(FileError) -> Value) throws(DatasetFetchError) -> Value {
  do {
    return try body()
  } catch {
    throw .file(error)
  }
}
