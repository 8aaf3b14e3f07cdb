import Platform
import Synchronization

/// What happens when the system has no memory for a tensor.
///
/// An operation has no sensible result then, and every line of a model would have to be able to fail if it were thrown
/// as an error. So the process ends: with one line on standard error and the exit status that `sysexits.h` calls
/// `EX_SOFTWARE`, unless the program asks for something else.
public enum MemoryExhaustion {
  /// Ends the process; called on the thread that found no memory, with the bytes that were wanted.
  public typealias Handler = @Sendable (_ bytes: Int) -> Never

  private static let handler = Mutex<Handler>(endProcess)

  /// Calls `handler` from now on where memory for a tensor is lacking. It should not need memory itself.
  public static func onExhaustion(_ handler: @escaping Handler) {
    Self.handler.withLock { $0 = handler }
  }

  /// - Parameter bytes: What was wanted.
  static func report(bytes: Int) -> Never {
    handler.withLock { $0 }(bytes)
  }

  /// `forecast: not enough memory for a tensor of … MB` and exit status 70. Other threads may be at work, so nothing of
  /// theirs is taken down first.
  private static func endProcess(bytes: Int) -> Never {
    Host.exitAtOnce(
      70, message: "forecast: not enough memory for a tensor of \((bytes + 999_999) / 1_000_000) MB\n")
  }
}
