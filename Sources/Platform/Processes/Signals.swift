#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The signals by which users and systems ask a program to end.
public enum Signal: CaseIterable, Sendable {
  /// Ctrl-C.
  case interrupt
  /// The system asks politely.
  case terminate
  /// The terminal was closed.
  case hangUp
  /// A batch system says that time is nearly over.
  case user1

  /// The number of the system.
  public var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangUp: SIGHUP
    case .user1: SIGUSR1
    }
  }

  /// The signal with this number of the system.
  public init?(number: Int32) {
    switch number {
    case SIGINT: self = .interrupt
    case SIGTERM: self = .terminate
    case SIGHUP: self = .hangUp
    case SIGUSR1: self = .user1
    default: return nil
    }
  }

  /// Has `handler` called with the signal's number when it comes. A signal that whoever started the process wants
  /// ignored (`nohup`) stays ignored.
  public func handle(by handler: @escaping @convention(c) (Int32) -> Void) {
    StandingFiles.prepare()
    let before = signal(number, handler)
    if unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
      _ = signal(number, SIG_IGN)
    }
  }

  /// Has `handler` called where the process aborts, on the thread that does; when it returns, the process ends as it would have.
  public static func handleAbort(by handler: @escaping @convention(c) (Int32) -> Void) {
    _ = signal(SIGABRT, handler)
  }

  /// Has `handler` called when the time that ``startAlarm(seconds:)`` gives is over.
  public static func handleAlarm(by handler: @escaping @convention(c) (Int32) -> Void) {
    _ = signal(SIGALRM, handler)
  }

  /// Begins to wait for the alarm. Fit for a handler.
  public static func startAlarm(seconds: UInt32) { _ = alarm(seconds) }

  /// Has a file that grows beyond the limit of its user (`ulimit -f`) be an error of whoever writes it, and not the end of the process.
  public static func ignoreFileSizeLimit() { _ = signal(SIGXFSZ, SIG_IGN) }

  /// Ends the process at once, without any of its own code, after a line on standard error and the removal of its temporary files. Fit
  /// for a handler.
  ///
  /// - Parameter clearsLine: Whether the terminal's line has text that the message takes the place of.
  public static func end(status: Int32, message: StaticString, clearsLine: Bool = false) -> Never {
    if clearsLine {
      let clear: StaticString = "\r\u{1B}[K"
      _ = unsafe write(STDERR_FILENO, clear.utf8Start, clear.utf8CodeUnitCount)
    }
    _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    StandingFiles.unlinkAll()
    _exit(status)
  }
}
