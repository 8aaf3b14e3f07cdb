import Glibc

/// Making folders and listing what is in them.
public enum Folder {
  /// Makes the folder at `path` and those above it; one that is there stays as it is.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public static func create(_ path: String) throws(FileError) {
    if unsafe mkdir(path, 0o777) == 0 { return }
    let number = errno
    if number == EEXIST, isFolder(path) { return }
    if number == ENOENT, let slash = path.lastIndex(where: { $0 == "/" }), slash > path.startIndex {
      try create(String(path[..<slash]))
      if unsafe mkdir(path, 0o777) == 0 || (errno == EEXIST && isFolder(path)) { return }
    }
    throw FileError(path: path, operation: .create, number: number)
  }

  /// Whether a folder stands at `path`.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in the folder at `path`, sorted, without those that begin with a dot.
  ///
  /// - Throws: `FileError` with the operation `read`.
  public static func names(in path: String) throws(FileError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw FileError(path: path, operation: .read, number: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
