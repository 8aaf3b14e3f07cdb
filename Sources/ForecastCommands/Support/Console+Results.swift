import Presentation

extension Console {
  /// Writes all of a result.
  ///
  /// - Throws: `CommandFailure`: what nobody could read has not succeeded. It has no message if a reader has closed the
  ///   pipe, as `head` does.
  func print(_ result: String) throws(CommandFailure) {
    do {
      try write(result)
    } catch {
      throw error.reason == .closedPipe ? CommandFailure(.closedPipe, "") : CommandFailure(error)
    }
  }
}
