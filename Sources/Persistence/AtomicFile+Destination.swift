import Platform

extension AtomicFile {
  enum Destination {
    /// A file, or nothing yet; an existing file keeps its permissions.
    case file(resolved: String, permissions: UInt32?)
    case stream
  }

  /// What writing to `path` means.
  ///
  /// - Throws: `FileError` for a folder, or for links that lead to each other.
  static func destination(of path: String) throws(FileError) -> Destination {
    // Renaming over /dev/stdout would replace the shell's file behind its back.
    if isOpenAlready(path) { return .stream }
    guard let status = FileStatus(ofFile: path) else {
      guard let target = Paths.target(of: path) else {
        // The system has words for links that lead to each other.
        do { _ = try FileDescriptor(reading: path) } catch { throw error.about(path, .create) }
        throw FileError(path: path, operation: .create, reason: .missing)
      }
      return .file(resolved: target, permissions: nil)
    }
    switch status.kind {
    case .folder: throw FileError(path: path, operation: .create, reason: .isDirectory)
    case .regular:
      // Folders stay as the path has them: their real names need not be text.
      let leads = [Paths.target(of: path), Paths.resolved(path)]
      let resolved = leads.compactMap(\.self).first { FileStatus(ofFile: $0)?.identity == status.identity }
      return .file(resolved: resolved ?? path, permissions: status.permissions)
    case .pipe, .socket, .device: return .stream
    }
  }

  /// Whether `path` names a device, or what some process has opened.
  private static func isOpenAlready(_ path: String) -> Bool {
    (path.hasPrefix("/dev/") && !path.hasPrefix("/dev/shm/"))
      || (path.hasPrefix("/proc/") && path.contains("/fd/"))
  }

  /// What writing to `path` means, of a file that may be replaced.
  ///
  /// - Throws: `FileError` as ``destination(of:)`` does, and for a file that nobody may write to: renaming would replace it all the same,
  ///   in the name of the superuser too, and whoever took the permission away meant the file to stay.
  static func replaceable(_ path: String) throws(FileError) -> Destination {
    let destination = try destination(of: path)
    guard case .file(_, let permissions?) = destination, permissions & 0o222 == 0 else { return destination }
    throw FileError(path: path, operation: .create, reason: .isReadOnly)
  }

  /// Makes sure that `write` to `path` can succeed, before hours are spent on what is to be written.
  ///
  /// - Throws: `FileError` with the operation `create` if the folder is missing or may not be written to, or if a
  ///   folder or a file that nobody may write to stands in the file's place, or the name is too long.
  public static func requireCreatable(_ path: String) throws(FileError) {
    switch try replaceable(path) {
    case .stream: try Paths.requireWritable(path)
    case .file(let resolved, _):
      // Permissions say less than trying: the superuser may write everywhere, yet not below /proc.
      do {
        // The file that is tried has a short name.
        try Paths.requireNameable(resolved)
        try Paths.removeIfPresent(TemporaryFile.create(beside: resolved, isPrivate: true).path)
      } catch {
        throw error.about(path, .create)
      }
    }
  }

  /// Whether `path` is a pipe, a terminal or another device, which is written to directly.
  public static func isStream(_ path: String) -> Bool {
    if case .stream = try? destination(of: path) { return true }
    return false
  }

  /// What tells the file that `write` to `path` would replace, make or write into from all others; nil for devices and
  /// pipes.
  ///
  /// Two paths that lead to one file by links of either kind, or to one name in one folder, have the same place.
  public static func place(of path: String) -> Place? {
    guard let destination = try? destination(of: path) else { return nil }
    guard case .file(let resolved, _) = destination else {
      // What some process has opened may be a file all the same.
      guard let status = FileStatus(ofFile: path), status.kind == .regular else { return nil }
      return .file(status.identity)
    }
    if let status = FileStatus(ofFile: resolved) { return .file(status.identity) }
    let folder = Paths.folder(of: resolved)
    guard let status = FileStatus(ofFile: folder.isEmpty ? "." : folder) else { return nil }
    return .name(String(resolved.dropFirst(folder.count)), in: status.identity)
  }

  /// What tells a file from all others, whether it is there or not.
  public enum Place: Hashable, Sendable {
    /// A file that is there.
    case file(FileIdentity)
    /// A name in a folder, with nothing under it yet.
    case name(String, in: FileIdentity)
  }
}
