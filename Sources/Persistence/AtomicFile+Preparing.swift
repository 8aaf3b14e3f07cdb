import Glibc

extension AtomicFile {
  /// Makes sure that `write` to `path` can succeed, before hours are spent on what is to be written.
  ///
  /// - Throws: `FileError` with the operation `create` if the folder is missing or may not be written to, or if a
  ///   folder stands in the file's place.
  public static func requireCreatable(_ path: String) throws(FileError) {
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw FileError(path: path, operation: .create, reason: .isDirectory)
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard unsafe access(folder, W_OK | X_OK) == 0 else {
      throw FileError(path: path, operation: .create, number: errno)
    }
  }

  /// Removes the file at `path` if there is one.
  ///
  /// - Throws: `FileError` if it is there and cannot be removed.
  public static func removeIfPresent(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return }
    throw FileError(path: path, operation: .write, number: errno)
  }
}
