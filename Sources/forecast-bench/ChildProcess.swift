import Glibc

/// Runs programs as a user does: from the start of a fresh process to its end.
enum ChildProcess {
  /// Where the standard output of a program goes.
  enum Output {
    case inherited, discarded
  }

  /// Runs `program` and waits for its end.
  ///
  /// - Returns: Its peak memory in bytes. Linux counts the starting process in, whose own memory is the least that
  ///   is ever returned; workloads that report it keep theirs small.
  /// - Throws: `BenchmarkError` if it cannot be started or fails.
  static func run(_ program: String, _ arguments: [String], output: Output) throws(BenchmarkError) -> Int {
    let process = try start(program, arguments, output)
    var (status, usage): (Int32, rusage) = (0, rusage())
    while unsafe wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw .notStarted(program: program) }
    }
    // WIFEXITED, WEXITSTATUS and WTERMSIG are macros that Swift does not see.
    let signal = status & 0x7F
    let code = signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    guard code == 0 else { throw .failed(program: program, status: Int(code)) }
    return Machine.bytes(ofPeakIn: usage)
  }

  /// Starts `program` and goes on; somebody waits for it or ends it.
  static func start(
    _ program: String, _ arguments: [String], _ output: Output
  ) throws(BenchmarkError) -> pid_t {
    var pointers = unsafe ([program] + arguments).map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    unsafe pointers.append(nil)
    var actions = unsafe posix_spawn_file_actions_t()
    _ = unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    if output == .discarded {
      _ = unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    var process = pid_t()
    guard unsafe posix_spawn(&process, program, &actions, nil, pointers, environ) == 0 else {
      throw .notStarted(program: program)
    }
    return process
  }

  /// Ends a process that runs until then.
  static func end(_ process: pid_t) {
    _ = kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
  }
}
