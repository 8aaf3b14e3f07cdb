import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Remembers that the user pressed Ctrl-C (or sent SIGTERM); a second time ends the process at once.
enum Interruption {
  private static let requested = Atomic<Int32>(0)

  /// Begins to catch the signals.
  static func catchSignals(_ numbers: [Int32] = [SIGINT, SIGTERM]) {
    for number in numbers {
      _ = signal(number, handler)
    }
  }

  /// Whether a signal has come.
  static var hasHappened: Bool { signalNumber != nil }

  /// The first signal that has come.
  static var signalNumber: Int32? {
    let number = requested.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  private static let handler: @convention(c) (Int32) -> Void = { number in
    _ = Interruption.requested.compareExchange(expected: 0, desired: number, ordering: .relaxed)
    _ = signal(number, SIG_DFL)
  }
}
