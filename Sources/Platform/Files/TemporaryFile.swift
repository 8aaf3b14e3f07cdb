#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files under a name of their own beside the file that they are to become.
///
/// Their owner holds the file's lock until it ends, however it ends: what nobody holds, of a process that is no more,
/// was left by a killed run and may go. A signal that ends the process in its handler takes them along.
public enum TemporaryFile {
  private static let prefix = ".forecast-"
  private static let suffix = ".tmp"

  /// A new file that only this process writes.
  ///
  /// - Parameter path: The file beside which it is made.
  /// - Parameter isPrivate: Whether only this user may read it.
  /// - Throws: `FileError` with the operation `create`.
  public static func create(beside path: String, isPrivate: Bool) throws(FileError) -> FileDescriptor {
    while true {
      let file = try FileDescriptor(creating: newName(beside: path), isPrivate: isPrivate)
      // Another run may take a file for left behind before its lock is held.
      if file.lock(), FileStatus(ofFile: file.path) == (try file.status()) {
        StandingFiles.add(file.path)
        return file
      }
    }
  }

  /// Removes the temporary files that killed runs have left in a folder.
  ///
  /// - Parameter folder: As `Paths.folder(of:)` gives it.
  public static func removeAbandoned(in folder: String) {
    let names = (try? Folder.names(in: folder.isEmpty ? "." : folder, includingHidden: true)) ?? []
    for name in names where isOfDeadProcess(name) {
      let path = folder + name
      guard let file = try? FileDescriptor(reading: path), file.lock() else { continue }
      _ = unsafe unlink(path)
    }
  }

  // Free of the file's own name, so that a name of the greatest length still works.
  private static func newName(beside path: String) -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return "\(Paths.folder(of: path))\(prefix)\(getpid())-\(random)\(suffix)"
  }

  private static func isOfDeadProcess(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return false }
    let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
    guard let process = pid_t(owner), process > 0 else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }
}
