import Platform

/// Runs programs as a user does: from the start of a fresh process to its end.
enum ChildProcess {
  /// Where the standard output of a program goes.
  enum Output {
    case inherited, discarded
  }

  /// Runs `program` and waits for its end.
  ///
  /// - Returns: Its peak memory in bytes; workloads that report it keep their own, the least that is ever returned, small.
  /// - Throws: `BenchmarkError` if it cannot be started or fails.
  static func run(_ program: String, _ arguments: [String], output: Output) throws(BenchmarkError) -> Int {
    let ending: Subprocess.Ending
    do {
      ending = try Subprocess(program, arguments, discardsOutput: output == .discarded).ending()
    } catch {
      throw .notStarted(program: program)
    }
    guard ending.status == 0 else { throw .failed(program: program, status: ending.status) }
    return ending.peakBytes
  }
}
