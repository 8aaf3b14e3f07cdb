import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Remembers that the user pressed Ctrl-C (or sent SIGTERM); a second time ends the process at once.
enum Interruption {
  private static let isRequested = Atomic(false)

  /// Begins to catch the signals.
  static func catchSignals() {
    for number in [SIGINT, SIGTERM] {
      _ = signal(number, handler)
    }
  }

  /// Whether a signal has come.
  static var hasHappened: Bool { isRequested.load(ordering: .relaxed) }

  private static let handler: @convention(c) (Int32) -> Void = { number in
    Interruption.isRequested.store(true, ordering: .relaxed)
    _ = signal(number, SIG_DFL)
  }
}
