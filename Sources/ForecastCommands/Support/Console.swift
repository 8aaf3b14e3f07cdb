import Platform
import Text

/// One of the two streams of the process.
struct Console: Sendable {
  private let stream: StandardStream

  /// Results.
  static let standardOutput = Console(stream: .output)
  /// Progress and messages.
  static let standardError = Console(stream: .errors)

  /// Whether a person is watching a terminal that can redraw a line.
  var isInteractive: Bool { stream.isTerminal && Environment["TERM"] != "dumb" }

  /// Columns of the terminal; nil if it is none or does not say.
  var width: Int? { stream.width }

  /// Writes all of a result.
  ///
  /// - Throws: `CommandFailure`: what nobody could read has not succeeded. It has no message if a reader has closed the
  ///   pipe, as `head` does.
  func print(_ result: String) throws(CommandFailure) {
    do {
      try stream.write(result)
    } catch {
      throw error.reason == .closedPipe ? CommandFailure(.closedPipe, "") : CommandFailure(error)
    }
  }

  /// Writes warnings, a line each.
  func warn(_ lines: [String]) {
    for line in lines { show("warning: \(line.printable)\n") }
  }

  /// Writes a message; where it cannot be written, there is nobody to tell.
  func show(_ message: String) {
    try? stream.write(message)
  }
}
