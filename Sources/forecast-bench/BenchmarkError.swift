/// Why a workload could not be measured.
enum BenchmarkError: Error, CustomStringConvertible {
  /// No temporary folder could be made.
  case folder
  /// A program could not be started.
  case notStarted(program: String)
  /// A program failed; its message stands on standard error.
  case failed(program: String, status: Int)

  var description: String {
    switch self {
    case .folder: "no temporary folder can be made; set TMPDIR to a folder that can be written to"
    case .notStarted(let program): "\(program) cannot be started; build it with: make build"
    case .failed(let program, let status): "\(program) ended with status \(status)"
    }
  }
}
