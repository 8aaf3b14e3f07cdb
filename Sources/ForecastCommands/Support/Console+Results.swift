import Presentation

extension Console {
  /// Where a table goes that stands beside files: to standard error if one of them is written to standard output, whose reader wants the
  /// file alone. An object of JSON is its last line all the same.
  static func results(beside files: [String?], json: Bool) -> Console {
    let isTaken = files.contains { $0.map(OutputArguments.isStandardOutput) == true }
    return isTaken && !json ? .standardError : .standardOutput
  }

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
