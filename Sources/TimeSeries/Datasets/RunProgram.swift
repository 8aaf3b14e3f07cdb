import Glibc

/// How a program ended.
enum ProgramResult {
  /// With an exit status; 128 and more for a signal, as shells count.
  case exited(Int32)
  /// It could not be started.
  case notStarted
}

/// Runs a program of the search path with these arguments, and waits until it ends.
func runProgram(_ program: String, _ arguments: [String]) -> ProgramResult {
  var pointers = unsafe ([program] + arguments).map { unsafe strdup($0) }
  defer { unsafe pointers.forEach { unsafe free($0) } }
  unsafe pointers.append(nil)
  var process = pid_t()
  guard unsafe posix_spawnp(&process, program, nil, nil, pointers, environ) == 0 else { return .notStarted }
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0 {
    guard errno == EINTR else { return .notStarted }
  }
  // WIFEXITED, WEXITSTATUS and WTERMSIG are macros that Swift does not see.
  let signal = status & 0x7F
  return .exited(signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
}
