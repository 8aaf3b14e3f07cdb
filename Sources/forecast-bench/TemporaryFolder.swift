import Glibc
import Platform

/// A new folder that is removed, with the files that were announced, when nobody holds it any more.
final class TemporaryFolder {
  private let path: String
  private var files: [String] = []

  /// - Throws: `BenchmarkError.folder`.
  init() throws(BenchmarkError) {
    var template = Array("\(Environment["TMPDIR"] ?? "/tmp")/forecast-bench-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw .folder }
    path = unsafe String(cString: made)
  }

  deinit {
    for file in files { _ = unsafe unlink(file) }
    _ = unsafe rmdir(path)
  }

  /// A path in the folder for a file called `name`.
  func newFile(_ name: String) -> String {
    files.append("\(path)/\(name)")
    return "\(path)/\(name)"
  }
}
