import Glibc

/// An open file of the system, closed when it goes out of scope.
struct FileDescriptor: ~Copyable {
  let number: Int32
  let path: String

  /// Opens a file for reading.
  ///
  /// - Throws: `FileError` also for a folder, which the system would open and then refuse to read.
  static func reading(_ path: String) throws(FileError) -> FileDescriptor {
    let file = try FileDescriptor(path, operation: .read, flags: O_RDONLY)
    if try file.status().st_mode & S_IFMT == S_IFDIR {
      throw FileError(path: path, operation: .read, reason: .isDirectory)
    }
    return file
  }

  /// Opens a file with any flags; a new one gets the permissions that the user's mask leaves.
  init(_ path: String, operation: FileError.Operation, flags: Int32) throws(FileError) {
    let number = unsafe open(path, flags | O_CLOEXEC, 0o666)
    guard number >= 0 else { throw FileError(path: path, operation: operation, number: errno) }
    self.number = number
    self.path = path
  }

  deinit {
    _ = close(number)
  }

  func status() throws(FileError) -> stat {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else {
      throw FileError(path: path, operation: .read, number: errno)
    }
    return status
  }

  /// Fills `bytes` from `start` with what the system has ready and returns how much; 0 at the end of the file.
  func read(into bytes: inout [UInt8], at start: Int) throws(FileError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError(path: path, operation: .read, number: errno) }
    }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: RawSpan) throws(FileError) {
    var done = 0
    while done < bytes.byteCount {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(number, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done)
      }
      if count >= 0 {
        done += count
      } else if errno != EINTR {
        throw FileError(path: path, operation: .write, number: errno)
      }
    }
  }

  /// Waits until the file's content is on the disk.
  func synchronize() throws(FileError) {
    guard fsync(number) == 0 else { throw FileError(path: path, operation: .write, number: errno) }
  }
}
