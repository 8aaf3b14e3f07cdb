import Platform

/// A new folder that is removed with all that is in it when nobody holds it any more.
final class TemporaryFolder {
  private let path: String

  /// - Throws: `BenchmarkError.folder`.
  init() throws(BenchmarkError) {
    do { path = try Folder.createTemporary("forecast-bench") } catch { throw .folder }
  }

  deinit { Folder.remove(path) }

  /// A path in the folder for a file called `name`.
  func newFile(_ name: String) -> String { "\(path)/\(name)" }
}
