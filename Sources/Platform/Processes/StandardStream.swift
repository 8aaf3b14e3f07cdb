#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One of the two streams that the process writes to.
public struct StandardStream: Sendable {
  private let number: Int32
  private let name: String

  /// Results.
  public static let output = StandardStream(number: STDOUT_FILENO, name: "standard output")
  /// Progress and messages.
  public static let errors = StandardStream(number: STDERR_FILENO, name: "standard error")

  /// Writes all of `text`.
  ///
  /// - Throws: `FileError` with the operation `write`.
  public func write(_ text: String) throws(FileError) {
    try unsafe writeAll(Array(text.utf8).span.bytes, to: number, named: name)
  }

  /// Whether the stream is a terminal.
  public var isTerminal: Bool { isatty(number) == 1 }

  /// Columns of the terminal; nil if it is none or does not say.
  public var width: Int? {
    var size = winsize()
    guard unsafe ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Keeps the numbers of streams that are closed from being given to the next file that is opened, into which results
  /// would then be written.
  public static func reserveNumbers() {
    for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
      // Reading only: what is written to it fails, as it would on a closed stream.
      _ = unsafe open("/dev/null", O_RDONLY)
    }
  }
}
