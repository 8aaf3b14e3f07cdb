import Platform
import Text

/// One of the two streams of the process.
package struct Console: Sendable {
  private let stream: StandardStream

  /// Results.
  package static let standardOutput = Console(stream: .output)
  /// Progress and messages.
  package static let standardError = Console(stream: .errors)

  /// Whether a person is watching a terminal that can redraw a line.
  package var isInteractive: Bool { stream.isTerminal && Environment["TERM"] != "dumb" }

  /// Whether it is a terminal of any kind.
  package var isTerminal: Bool { stream.isTerminal }

  /// Columns of the terminal; nil if it is none or does not say.
  package var width: Int? { stream.width }

  /// Writes all of a result.
  ///
  /// - Throws: `FileError`: what nobody could read has not succeeded.
  package func write(_ result: String) throws(FileError) {
    try stream.write(result)
  }

  /// Writes warnings, a line each.
  package func warn(_ lines: [String]) {
    for line in lines { show("warning: \(line.printable)\n") }
  }

  /// Writes a message; where it cannot be written, there is nobody to tell.
  package func show(_ message: String) {
    try? stream.write(message)
  }
}
