#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open file of the system, closed when it goes out of scope.
public struct FileDescriptor: ~Copyable, Sendable {
  let number: Int32
  /// The path by which it was opened.
  public let path: String

  /// Opens a regular file for reading.
  ///
  /// - Throws: `FileError` also for folders, devices, pipes and sockets: what is read whole must have an end, and
  ///   opening a pipe waits for its writer.
  public init(reading path: String) throws(FileError) {
    self = try Self.regularFile(path)
  }

  private static func regularFile(_ path: String) throws(FileError) -> FileDescriptor {
    let file = try FileDescriptor(path, operation: .read, flags: O_RDONLY | O_NONBLOCK)
    let kind = try file.status().kind
    guard kind == .regular else { throw FileError(path: path, operation: .read, kind: kind) }
    return file
  }

  /// Opens a file that may be a pipe or a device for writing, and makes it if there is none.
  ///
  /// What this process has open already, such as `/dev/stdout`, is written to where it stands.
  ///
  /// - Parameter content: What becomes of the content that is there.
  /// - Throws: `FileError` with the operation `create`.
  public init(writing path: String, content: OldContent) throws(FileError) {
    if let open = Self.openNumber(of: path) {
      try self.init(duplicating: open, named: path)
    } else {
      try self.init(path, operation: .create, flags: O_WRONLY | content.flags)
    }
  }

  /// Another number for what is open: opened anew, a file would be written from its beginning, over what is there.
  private init(duplicating open: Int32, named path: String) throws(FileError) {
    let number = fcntl(open, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw FileError(path: path, operation: .create, number: errno) }
    self.number = number
    self.path = path
  }

  /// The number by which this process has the file at `path` open, where the path says so.
  private static func openNumber(of path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default:
      let prefix = ["/dev/fd/", "/proc/self/fd/"].first { path.hasPrefix($0) }
      return prefix.flatMap { Int32(path.dropFirst($0.count)) }
    }
  }

  /// Makes a file that nobody else has.
  ///
  /// - Parameter isPrivate: Whether only this user may read it; otherwise it gets what the user's mask leaves.
  /// - Throws: `FileError` with the operation `create`.
  public init(creating path: String, isPrivate: Bool) throws(FileError) {
    try self.init(
      path, operation: .create, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
      permissions: isPrivate ? 0o600 : 0o666)
  }

  /// Opens a file with any flags.
  init(
    _ path: String, operation: FileError.Operation, flags: Int32, permissions: UInt32 = 0o666
  ) throws(FileError) {
    // The system would take the part before the zero for the name.
    guard !path.utf8.contains(0) else { throw FileError(path: path, operation: operation, reason: .missing) }
    let number = unsafe open(path, flags | O_CLOEXEC | O_NOCTTY, mode_t(permissions))
    guard number >= 0 else {
      let error = FileError(path: path, operation: operation, number: errno)
      guard error.reason == .system(ENXIO), let kind = FileStatus(ofFile: path)?.kind else { throw error }
      throw FileError(path: path, operation: operation, kind: kind)
    }
    self.number = number
    self.path = path
  }

  deinit {
    _ = close(number)
  }

  /// What the open file is.
  ///
  /// - Throws: `FileError`.
  public func status() throws(FileError) -> FileStatus {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else {
      throw FileError(path: path, operation: .read, number: errno)
    }
    return FileStatus(status)
  }

  /// Fills `bytes` from `start` with what the system has ready and returns how much; 0 at the end of the file.
  ///
  /// - Throws: `FileError` with the operation `read`.
  public func read(into bytes: inout [UInt8], at start: Int) throws(FileError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe readBytes(number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError(path: path, operation: .read, number: errno) }
    }
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func write(_ bytes: RawSpan) throws(FileError) {
    try writeAll(bytes, to: number, named: path)
  }

  /// Waits until the file's content is on the disk.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func synchronize() throws(FileError) {
    guard fsync(number) == 0 else { throw FileError(path: path, operation: .write, number: errno) }
  }

  /// Gives the file these permissions.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public func setPermissions(_ permissions: UInt32) throws(FileError) {
    guard fchmod(number, mode_t(permissions & 0o777)) == 0 else {
      throw FileError(path: path, operation: .create, number: errno)
    }
  }

  /// Takes the lock of the file, which the system releases with the process.
  ///
  /// - Returns: Whether nobody else holds it; true also on file systems that know no locks.
  public func lock() -> Bool {
    flock(number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
  }
}

extension FileDescriptor {
  /// What becomes of the content of a file that is opened for writing.
  public enum OldContent: Sendable {
    /// It is removed.
    case removed
    /// What is written follows it.
    case continued
    /// It is no file but a stream, which must be there.
    case stream

    fileprivate var flags: Int32 {
      switch self {
      case .removed: O_CREAT | O_APPEND | O_TRUNC
      case .continued: O_CREAT | O_APPEND
      case .stream: 0
      }
    }
  }
}

/// Writes all of `bytes` to an open file.
func writeAll(_ bytes: RawSpan, to number: Int32, named path: String) throws(FileError) {
  var done = 0
  while done < bytes.byteCount {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe writeBytes(number, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
    }
    if count >= 0 {
      done += count
    } else if errno != EINTR {
      throw FileError(path: path, operation: .write, number: errno)
    }
  }
}

/// The system's `read`, which methods of that name hide.
private func readBytes(_ number: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, start, count)
}

/// The system's `write`, which methods of that name hide.
private func writeBytes(_ number: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, start, count)
}
