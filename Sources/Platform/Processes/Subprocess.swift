#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another program that this one starts and waits for.
public struct Subprocess: ~Copyable {
  /// How a program ended.
  public struct Ending: Sendable {
    /// The exit status; 128 and more for a signal, as shells count.
    public let status: Int
    /// The largest memory it had, in bytes. Linux counts the starting process in, whose own memory is the least that
    /// is ever returned.
    public let peakBytes: Int
  }

  /// Why a program has no ending.
  public enum Failure: Error {
    case notStarted
    case interrupted
  }

  private let process: pid_t

  /// Starts a program of the search path with these arguments.
  ///
  /// - Parameter discardsOutput: Whether what it writes to standard output goes nowhere.
  /// - Throws: `Failure.notStarted`.
  public init(_ program: String, _ arguments: [String], discardsOutput: Bool = false) throws(Failure) {
    var pointers = unsafe ([program] + arguments).map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    unsafe pointers.append(nil)
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    if discardsOutput {
      _ = unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    // A thread of this process may block signals, and children would inherit that.
    var attributes = posix_spawnattr_t()
    _ = unsafe posix_spawnattr_init(&attributes)
    defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
    var noSignals = sigset_t()
    _ = unsafe sigemptyset(&noSignals)
    _ = unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
    _ = unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process = pid_t()
    guard unsafe posix_spawnp(&process, program, &actions, &attributes, pointers, environ) == 0 else {
      throw .notStarted
    }
    self.process = process
  }

  /// Waits for its end.
  ///
  /// - Throws: `Failure.notStarted` if the system has lost it.
  public consuming func ending() throws(Failure) -> Ending {
    guard let ending = try ending(options: 0) else { throw .notStarted }
    return ending
  }

  /// Waits for its end, and ends it as soon as it is no longer wanted.
  ///
  /// - Throws: `Failure.interrupted` if it was ended.
  public consuming func ending(unless isInterrupted: () -> Bool) throws(Failure) -> Ending {
    while true {
      if let ending = try ending(options: WNOHANG) { return ending }
      if isInterrupted() {
        try end()
        throw .interrupted
      }
      usleep(20_000)
    }
  }

  /// Ends the program, whatever it is doing.
  public consuming func kill() {
    signal(SIGKILL)
    _ = try? ending(options: 0)
  }

  /// Asks the program to end, and ends it where it has not within two seconds.
  private borrowing func end() throws(Failure) {
    signal(SIGTERM)
    for _ in 0..<100 {
      if try ending(options: WNOHANG) != nil { return }
      usleep(20_000)
    }
    signal(SIGKILL)
    _ = try ending(options: 0)
  }

  private borrowing func signal(_ number: Int32) { _ = sendSignal(process, number) }

  private borrowing func ending(options: Int32) throws(Failure) -> Ending? {
    var (status, usage): (Int32, rusage) = (0, rusage())
    while true {
      let result = unsafe wait4(process, &status, options, &usage)
      if result == 0 { return nil }
      if result > 0 { break }
      guard errno == EINTR else { throw .notStarted }
    }
    // WIFEXITED, WEXITSTATUS and WTERMSIG are macros that Swift does not see.
    let signal = status & 0x7F
    return Ending(
      status: Int(signal == 0 ? (status >> 8) & 0xFF : 128 + signal), peakBytes: usage.peakBytes)
  }
}

/// The system's `kill`, which the method of that name hides.
private func sendSignal(_ process: pid_t, _ number: Int32) -> Int32 { kill(process, number) }
