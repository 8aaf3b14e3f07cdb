import Glibc

extension AtomicFile {
  /// Makes sure that `write` to `path` can succeed, before hours are spent on what is to be written.
  ///
  /// - Throws: `FileError` with the operation `create` if the folder is missing or may not be written to, or if a
  ///   folder stands in the file's place.
  public static func requireCreatable(_ path: String) throws(FileError) {
    switch destination(of: path) {
    case .folder:
      throw FileError(path: path, operation: .create, reason: .isDirectory)
    case .stream:
      guard unsafe access(path, W_OK) == 0 else {
        throw FileError(path: path, operation: .create, number: errno)
      }
    case .file(let resolved, _):
      // Permissions say less than trying: the superuser may write everywhere, yet not below /proc.
      let temporary = temporaryName(besides: resolved)
      do {
        _ = try FileDescriptor(temporary, operation: .create, flags: O_WRONLY | O_CREAT | O_EXCL)
      } catch {
        throw FileError(path: path, operation: .create, reason: error.reason)
      }
      _ = unsafe unlink(temporary)
    }
  }

  /// Whether `path` is a pipe, a terminal or another device, which is written to directly.
  public static func isStream(_ path: String) -> Bool {
    if case .stream = destination(of: path) { return true }
    return false
  }

  /// Removes the file at `path` if there is one.
  ///
  /// - Throws: `FileError` if it is there and cannot be removed.
  public static func removeIfPresent(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw FileError(path: path, operation: .write, number: errno)
  }
}
