import Platform
import Presentation
import Synchronization
import Training

/// The signals that ask the program to end.
///
/// While there is nothing to keep (files are read, windows are scored), the first one ends the process within the
/// handler, with the exit code that shells give it: 130 for SIGINT, 143 for SIGTERM, 129 for SIGHUP. While there is, it
/// is remembered, and whoever works looks for it between two steps. A second one always ends the process at once. Where only whole parts of
/// the work are kept, the first one does too if the part goes on for more than a second.
enum Interruption {
  /// What a signal that comes now would find.
  enum Phase: Int32 {
    /// Nothing that is worth keeping.
    case idle
    /// Work that asks ``hasHappened`` and keeps its state.
    case working
    /// Work that asks ``hasHappened`` and keeps what is whole: nothing is lost with the part that it is at.
    case inParts
    /// Work whose state is kept: the same command goes on with it.
    case resumable
  }

  private static let requested = Atomic<Int32>(0)
  private static let phase = Atomic<Int32>(Phase.idle.rawValue)
  private static let keepsRecords = Atomic<Bool>(false)
  private static let sharesRecords = Atomic<Bool>(false)

  /// Begins to catch the signals.
  static func catchSignals() {
    // What the handler reads is there before it can be called.
    enter(.idle)
    requested.store(0, ordering: .relaxed)
    keepsRecords.store(false, ordering: .relaxed)
    sharesRecords.store(false, ordering: .relaxed)
    for signal in [Signal.interrupt, .terminate, .hangUp] { signal.handle(by: handler) }
    Signal.handleAlarm { alarm in
      let first = Interruption.requested.load(ordering: .relaxed)
      // Whoever started the process may have set an alarm of its own.
      Interruption.end(first == 0 ? alarm : first)
    }
  }

  /// Begins to catch the signal with which batch systems announce the end of the time.
  ///
  /// - Parameters:
  ///   - isKept: Whether the same command goes on with what is done, also where the signal ends the process at once.
  ///   - isShared: Whether the work is one part of several, which a batch system ends and begins again.
  static func catchBatchSignal(isKept: Bool, isShared: Bool = false) {
    keepsRecords.store(isKept, ordering: .relaxed)
    sharesRecords.store(isShared, ordering: .relaxed)
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
    switch phase {
    case .working where isFirst: return
    case .inParts where isFirst: Signal.startAlarm(seconds: 1)
    default: end(number)
    }
  }

  /// Ends the process for a signal, within its handler.
  private static func end(_ number: Int32) -> Never {
    let isKept = keepsRecords.load(ordering: .relaxed)
    let isShared = sharesRecords.load(ordering: .relaxed)
    let signal = Signal(number: number)
    let isToBeRequeued = isKept && (signal == .user1 || (signal == .terminate && isShared))
    let plain = signal == .user1 ? ExitStatus.interrupted.rawValue : 128 + number
    Signal.end(
      status: isToBeRequeued ? ExitStatus.tryAgain.rawValue : plain,
      message: phase.load(ordering: .relaxed) == Phase.resumable.rawValue
        ? "forecast: interrupted; go on with the same command and --resume\n"
        : isKept ? "forecast: interrupted; go on with the same command\n" : "forecast: interrupted\n",
      clearsLine: LiveLine.isStanding)
  }
}
