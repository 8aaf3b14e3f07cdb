import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One of the two streams of the process.
struct Console: Sendable {
  private let descriptor: Int32

  /// Results.
  static let standardOutput = Console(descriptor: STDOUT_FILENO)
  /// Progress and messages.
  static let standardError = Console(descriptor: STDERR_FILENO)

  /// Whether a person is watching a terminal that can redraw a line.
  var isInteractive: Bool {
    isatty(descriptor) == 1 && Environment["TERM"] != "dumb"
  }

  /// Columns of the terminal; nil if it is none or does not say.
  var width: Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of `text`; a closed pipe is not an error of ours.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = unsafe bytes.withUnsafeBytes { unsafe writeBytes(descriptor, $0) }
      guard written > 0 else {
        if written < 0, errno == EINTR { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}

/// The system's `write`, which the method of that name hides.
private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

/// The variables of the process.
enum Environment {
  static subscript(name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
