#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Names of files: what they lead to, and what is changed by name.
public enum Paths {
  /// The folder that the last name of `path` stands in, with a slash at the end; empty for the working directory.
  public static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The last name of `path`, without its folders.
  public static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The path without links; nil if nothing is there.
  public static func resolved(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Where a link that leads nowhere yet would have its file made; the path itself if it is no link.
  ///
  /// - Returns: nil if links lead to each other.
  public static func target(of path: String) -> String? {
    var path = path
    for _ in 0..<40 {
      guard let next = link(path) else { return path }
      path = next.hasPrefix("/") ? next : folder(of: path) + next
    }
    return nil
  }

  /// What the link at `path` says; nil if there is none.
  private static func link(_ path: String) -> String? {
    var characters = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &characters, characters.count)
    return count > 0
      ? String(decoding: characters.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
  }

  /// Puts the file `old` in the place of `new` in one step.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public static func rename(_ old: String, to new: String) throws(FileError) {
    guard renameFile(old, new) == 0 else {
      throw FileError(path: new, operation: .create, number: errno)
    }
    StandingFiles.remove(old)
  }

  /// Removes the file at `path` if there is one.
  ///
  /// - Throws: `FileError` if it is there and cannot be removed.
  public static func removeIfPresent(_ path: String) throws(FileError) {
    guard unsafe unlink(path) != 0, errno != ENOENT else { return StandingFiles.remove(path) }
    throw FileError(path: path, operation: .write, number: errno)
  }

  /// Makes sure that a file may be called `path`.
  ///
  /// - Throws: `FileError` with the operation `create` for a name that is too long.
  public static func requireNameable(_ path: String) throws(FileError) {
    guard unsafe access(path, F_OK) != 0, errno == ENAMETOOLONG else { return }
    throw FileError(path: path, operation: .create, number: ENAMETOOLONG)
  }

  /// Whether the user may write to what is at `path`.
  ///
  /// - Throws: `FileError` with the operation `create` if not.
  public static func requireWritable(_ path: String) throws(FileError) {
    guard unsafe access(path, W_OK) == 0 else {
      throw FileError(path: path, operation: .create, number: errno)
    }
  }
}

/// The system's `rename`, which the method of that name hides.
private func renameFile(_ old: String, _ new: String) -> Int32 {
  unsafe rename(old, new)
}
