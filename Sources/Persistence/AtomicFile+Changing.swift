import Platform

extension AtomicFile {
  /// Reads, changes and replaces the file at `path` while no other process does, so that neither loses what the other has added.
  ///
  /// The lock is that of the file itself, which the system releases with the process, however that ends. Where there is no regular file,
  /// or its file system knows no locks, nothing is held. Readers do not wait.
  ///
  /// - Parameter wait: Called once if another process is at the file.
  /// - Throws: What `body` throws.
  public static func changing(
    _ path: String, waiting wait: () -> Void, _ body: () throws -> Void
  ) throws {
    var isWaiting = false
    while FileStatus(ofFile: path)?.kind == .regular, let file = try? FileDescriptor(reading: path) {
      guard file.lock() else {
        if !isWaiting { wait() }
        isWaiting = true
        Host.sleep(seconds: 0.02)
        continue
      }
      // Whoever held it before has put another file in its place.
      guard FileStatus(ofFile: path) == (try? file.status()) else { continue }
      return try body()
    }
    try body()
  }
}
