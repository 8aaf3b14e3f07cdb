import Platform
import Synchronization
import Training

/// The signals that ask the program to end.
///
/// While there is nothing to keep (files are read, windows are scored), the first one ends the process within the
/// handler, with the exit code that shells give it: 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP. While there is, it
/// is remembered, and whoever works looks for it between two steps. A second one always ends the process at once.
enum Interruption {
  /// What a signal that comes now would find.
  enum Phase: Int32 {
    /// Nothing that is worth keeping.
    case idle
    /// Work that asks ``hasHappened`` and keeps its state.
    case working
    /// Work whose state is kept: the same command goes on with it.
    case resumable
  }

  private static let requested = Atomic<Int32>(0)
  private static let phase = Atomic<Int32>(Phase.idle.rawValue)
  private static let keepsRecords = Atomic<Bool>(false)

  /// Begins to catch the signals.
  static func catchSignals() {
    // What the handler reads is there before it can be called.
    enter(.idle)
    requested.store(0, ordering: .relaxed)
    for signal in [Signal.interrupt, .terminate, .hangUp] { signal.handle(by: handler) }
  }

  /// Begins to catch the signal with which batch systems announce the end of the time.
  ///
  /// - Parameter isKept: Whether the same command goes on with what is done, also where the signal ends the process at once.
  static func catchBatchSignal(isKept: Bool) {
    keepsRecords.store(isKept, ordering: .relaxed)
    Signal.user1.handle(by: handler)
  }

  /// Says what a signal would find from now on.
  static func enter(_ phase: Phase) {
    self.phase.store(phase.rawValue, ordering: .relaxed)
  }

  /// Says what a signal would find while a fit goes on: training stops between two steps; when it is over, the
  /// checkpoint, if one is kept, has all that scoring needs.
  static func follow(_ event: TrainingEvent, keepsCheckpoint: Bool) {
    switch event {
    case .started: enter(.working)
    case .finished(let summary) where summary.ending != .interrupted:
      enter(keepsCheckpoint ? .resumable : .idle)
      if let signal { handler(signal.number) }
    default: break
    }
  }

  /// Whether a signal has come.
  static var hasHappened: Bool { signal != nil }

  /// The exit code of what a signal has ended, as shells have it: 143 for SIGTERM, 129 for SIGHUP, else 130.
  static var status: ExitStatus {
    switch signal {
    case .terminate: .terminated
    case .hangUp: .hungUp
    case .interrupt, .user1, nil: .interrupted
    }
  }

  /// The first signal that has come.
  static var signal: Signal? { Signal(number: requested.load(ordering: .relaxed)) }

  private static let handler: @convention(c) (Int32) -> Void = { number in
    let phase = Phase(rawValue: Interruption.phase.load(ordering: .relaxed)) ?? .idle
    let isFirst = Interruption.requested.compareExchange(
      expected: 0, desired: number, ordering: .relaxed
    ).exchanged
    guard phase != .working || !isFirst else { return }
    let isKept = Interruption.keepsRecords.load(ordering: .relaxed)
    let isOfBatch = number == Signal.user1.number
    Signal.end(
      status: isOfBatch ? (isKept ? ExitStatus.tryAgain : .interrupted).rawValue : 128 + number,
      message: phase == .resumable
        ? "forecast: interrupted; go on with the same command and --resume\n"
        : isKept ? "forecast: interrupted; go on with the same command\n" : "forecast: interrupted\n")
  }
}
