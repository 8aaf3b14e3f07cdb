import Glibc

/// A JSON Lines file that grows while a program runs: one value per line, each written at once.
public final class LineLog: Sendable {
  private let file: FileDescriptor

  /// Starts a new log, emptying the file if there is one.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public convenience init(creating path: String) throws(FileError) {
    try self.init(path, flags: O_TRUNC)
  }

  /// Continues a log, making the file if there is none.
  ///
  /// - Throws: `FileError` with the operation `create`.
  public convenience init(continuing path: String) throws(FileError) {
    try self.init(path, flags: 0)
  }

  private init(_ path: String, flags: Int32) throws(FileError) {
    file = try FileDescriptor(path, operation: .create, flags: O_WRONLY | O_CREAT | O_APPEND | flags)
  }

  /// Adds `value` as one line, in a single call of the system so that programs that share a log do not mix lines.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func append(_ value: JSONValue) throws(FileError) {
    try unsafe file.write(Array((value.text() + "\n").utf8).span.bytes)
  }
}
