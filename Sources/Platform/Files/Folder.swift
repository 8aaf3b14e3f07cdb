#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Making folders and listing what is in them.
public enum Folder {
  /// Makes the folder at `path` and those above it; one that is there stays as it is.
  ///
  /// - Returns: The folders that were made, those in others first.
  /// - Throws: `FileError` with the operation `create`.
  @discardableResult
  public static func create(_ path: String) throws(FileError) -> [String] {
    if unsafe mkdir(path, 0o777) == 0 { return [path] }
    var number = errno
    if number == EEXIST, isFolder(path) { return [] }
    // What stands there, a file or a link that leads nowhere, is what opening it as a folder says.
    if number == EEXIST {
      let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if folder >= 0 {
        _ = close(folder)
        return []
      }
      number = errno
    }
    if number == ENOENT, let slash = path.lastIndex(where: { $0 == "/" }), slash > path.startIndex {
      let above = try create(String(path[..<slash]))
      if unsafe mkdir(path, 0o777) == 0 { return [path] + above }
      if errno == EEXIST, isFolder(path) { return above }
    }
    throw FileError(path: path, operation: .create, number: number)
  }

  /// Removes the folder at `path` if nothing is in it.
  public static func removeIfEmpty(_ path: String) { _ = unsafe rmdir(path) }

  /// Whether a folder stands at `path`.
  public static func isFolder(_ path: String) -> Bool { FileStatus(ofFile: path)?.kind == .folder }

  /// The names in the folder at `path`, sorted.
  ///
  /// - Parameter includingHidden: Whether names that begin with a dot are among them.
  /// - Throws: `FileError` with the operation `read`.
  public static func names(in path: String, includingHidden: Bool = false) throws(FileError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw FileError(path: path, operation: .read, number: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard name != ".", name != "..", includingHidden || !name.hasPrefix(".") else { continue }
      names.append(name)
    }
    return names.sorted()
  }

  /// Waits until the names in the folder at `path` are on the disk, as far as its file system can.
  ///
  /// - Parameter path: As `Paths.folder(of:)` gives it.
  public static func synchronize(_ path: String) {
    let number = unsafe open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { return }
    _ = fsync(number)
    _ = close(number)
  }

  /// Makes a folder with a name that nobody else has, for this user alone.
  ///
  /// - Parameter prefix: What the name begins with.
  /// - Throws: `FileError` with the operation `create`.
  public static func createTemporary(_ prefix: String) throws(FileError) -> String {
    let place = Environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(place)/\(prefix)-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else {
      throw FileError(path: place, operation: .create, number: errno)
    }
    return unsafe String(cString: made)
  }

  /// Removes the folder at `path` with all that is in it; links are removed, not followed.
  public static func remove(_ path: String) {
    for name in (try? names(in: path, includingHidden: true)) ?? [] {
      let member = "\(path)/\(name)"
      if unsafe unlink(member) != 0 { remove(member) }
    }
    _ = unsafe rmdir(path)
  }
}
