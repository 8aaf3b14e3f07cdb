import Glibc

/// Writing files so that a reader sees either the old file or the whole new one, whatever happens in between.
public enum AtomicFile {
  /// Where the pieces of the new file go.
  public struct Output: ~Copyable {
    fileprivate let file: FileDescriptor
    fileprivate let path: String

    /// Adds `bytes` at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ bytes: RawSpan) throws(FileError) {
      do {
        try file.write(bytes)
      } catch {
        throw FileError(path: path, operation: .write, reason: error.reason)
      }
    }

    /// Adds `bytes` at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ bytes: [UInt8]) throws(FileError) {
      try unsafe write(bytes.span.bytes)
    }

    /// Adds `text` in UTF-8 at the end.
    ///
    /// - Throws: `FileError` with the operation `write`.
    public func write(_ text: String) throws(FileError) {
      try write(Array(text.utf8))
    }
  }

  /// Replaces the file at `path`, or makes it, with what `body` writes.
  ///
  /// The content goes to a temporary name in the same folder, which is renamed at the end; if anything fails, the
  /// temporary file is removed and the old file is as it was. A link is followed. Pipes, terminals and whatever else
  /// is no file are written to directly.
  ///
  /// - Parameter isDurable: Whether to wait until the content is on the disk before the rename.
  /// - Throws: `FileError` with the operation `create` if the file cannot be made or put in place, `write` if its
  ///   content cannot be written.
  public static func write(
    _ path: String, isDurable: Bool = false, _ body: (borrowing Output) throws(FileError) -> Void
  ) throws(FileError) {
    switch destination(of: path) {
    case .folder:
      throw FileError(path: path, operation: .create, reason: .isDirectory)
    case .stream:
      let file = try FileDescriptor(path, operation: .create, flags: O_WRONLY)
      try body(Output(file: file, path: path))
    case .file(let resolved, let mode):
      let temporary = temporaryName(besides: resolved)
      do throws(FileError) {
        try fill(temporary, for: path, isDurable: isDurable, body)
        if let mode { _ = unsafe chmod(temporary, mode) }
        guard unsafe rename(temporary, resolved) == 0 else {
          throw FileError(path: path, operation: .create, number: errno)
        }
      } catch {
        _ = unsafe unlink(temporary)
        throw error
      }
    }
  }

  /// Replaces the file at `path`, or makes it, with `bytes`.
  ///
  /// - Throws: `FileError` as the general form does.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write(path) { (output) throws(FileError) in try output.write(bytes) }
  }

  /// Replaces the file at `path`, or makes it, with `text` in UTF-8.
  ///
  /// - Throws: `FileError` as the general form does.
  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  private static func fill(
    _ temporary: String, for path: String, isDurable: Bool,
    _ body: (borrowing Output) throws(FileError) -> Void
  ) throws(FileError) {
    let output: Output
    do {
      let file = try FileDescriptor(temporary, operation: .create, flags: O_WRONLY | O_CREAT | O_EXCL)
      output = Output(file: file, path: path)
    } catch {
      throw FileError(path: path, operation: .create, reason: error.reason)
    }
    try body(output)
    if isDurable { try output.file.synchronize() }
  }
}

extension AtomicFile {
  enum Destination {
    /// A file, or nothing yet; an existing file keeps its permissions.
    case file(resolved: String, mode: mode_t?)
    case folder
    case stream
  }

  static func destination(of path: String) -> Destination {
    // Renaming over /dev/stdout would replace the shell's file behind its back.
    if path.hasPrefix("/dev/") { return .stream }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return .file(resolved: path, mode: nil) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file(resolved: resolvingLinks(path), mode: status.st_mode & 0o7777)
    default: return .stream
    }
  }

  private static func resolvingLinks(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  // Free of the file's own name, so that a name of the greatest length still works.
  static func temporaryName(besides path: String) -> String {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    return "\(folder).forecast-\(getpid())-\(suffix).tmp"
  }
}
