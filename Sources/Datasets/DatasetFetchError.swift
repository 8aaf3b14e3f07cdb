import Persistence
import Platform

/// Why a benchmark file could not be fetched, with what to do instead.
public enum DatasetFetchError: Error, Equatable, Sendable {
  /// No place is known where exactly this file can be downloaded.
  case noSource(BenchmarkDataset, path: String)
  /// The digest of the file is not known, so that a download could not be checked.
  case noDigest(BenchmarkDataset, path: String)
  /// The program that downloads is not installed.
  case noDownloader(String, url: String, path: String)
  /// The download failed; the status is that of curl.
  case downloadFailed(url: String, status: Int, path: String)
  /// What comes is larger than the known file can be.
  case tooLarge(url: String, limit: Int)
  /// The user or the system ended it.
  case interrupted
  /// What was downloaded is not the file that is known.
  case wrongDigest(url: String, expected: String, found: String)
  /// Another file of that name is already there.
  case occupied(path: String, expected: String)
  /// The file or its folder cannot be read or written.
  case file(FileError)
}

extension DatasetFetchError: CustomStringConvertible {
  /// One line: what failed, and where to put the file by hand.
  public var description: String {
    switch self {
    case .noSource(let dataset, let path):
      "\(dataset.name): no address of exactly this file is known; get it from its publisher (\(dataset.source)) "
        + "and save it as \(path)"
    case .noDigest(let dataset, let path):
      "\(dataset.name): its digest is not known here, so a download could not be checked; "
        + "download \(dataset.url ?? dataset.source) by hand and save it as \(path)"
    case .noDownloader(let program, let url, let path):
      "cannot run \(program); install it, or download \(url) by hand and save it as \(path)"
    case .downloadFailed(let url, let status, let path):
      "cannot download \(url) (\(Self.reason(status))); download it by hand and save it as \(path)"
    case .tooLarge(let url, let limit):
      "\(url) is not the file that is known: it is larger than \(limit) bytes; nothing was saved"
    case .interrupted: "interrupted; nothing was saved"
    case .wrongDigest(let url, let expected, let found):
      "\(url) is not the file that is known: SHA-256 \(found) instead of \(expected); nothing was saved"
    case .occupied(let path, let expected):
      "\(path): another file is already there (the known one has SHA-256 \(expected)); remove or rename it"
    case .file(let error): "\(error)"
    }
  }

  /// What curl's exit status means ("EXIT CODES" of its manual).
  private static func reason(_ status: Int) -> String {
    switch status {
    case 6: "the host's name cannot be resolved: is this machine online?"
    case 7: "cannot connect: is this machine online?"
    case 22: "the server refused it"
    case 28: "it took too long"
    case 63: "it is larger than the known file"
    case 35, 60: "the connection is not secure"
    default: "curl ended with status \(status)"
    }
  }
}
