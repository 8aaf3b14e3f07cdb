import ArgumentParser

/// An option that would change nothing: it is refused, so that nobody waits for its effect.
struct IdleOption {
  /// Which it is, why, and what to do.
  private let sentence: String

  /// - Parameter sentence: Which it is, why, and what to do.
  init(_ sentence: String) { self.sentence = sentence }

  /// Refuses it among the arguments, before anything is read.
  func refuseArguments() throws { throw ValidationError(sentence) }

  /// Refuses it once the data or the model have shown that it changes nothing.
  func refuse() throws(CommandFailure) { throw CommandFailure(.usage, sentence) }
}
