import Platform

/// A JSON Lines file that grows while a program runs: one value per line, each written at once.
///
/// A line that has been written outlives the program, however it ends; a power cut may take the last lines unless
/// ``synchronize()`` has been called.
public final class LineLog: Sendable {
  private let file: FileDescriptor

  /// Starts a new log, emptying the file if there is one.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public init(creating path: String) throws(FileError) {
    _ = try AtomicFile.replaceable(path)
    file = try FileDescriptor(writing: path, content: .removed)
  }

  /// Continues a log, making the file if there is none.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public init(continuing path: String) throws(FileError) {
    _ = try AtomicFile.replaceable(path)
    file = try FileDescriptor(writing: path, content: .continued)
  }

  /// Adds `value` as one line, in a single call of the system so that programs that share a log do not mix lines.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func append(_ value: JSONValue) throws(FileError) {
    try unsafe file.write(Array(value.line.utf8).span.bytes)
  }

  /// Waits until all lines are on the disk, where the log is a file.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func synchronize() throws(FileError) {
    if try file.status().kind == .regular { try file.synchronize() }
  }
}
