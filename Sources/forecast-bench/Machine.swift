import Platform
import Tensors

/// The machine and the process that the benchmark runs in.
enum Machine {
  /// Processor and cores in one line.
  static var summary: String {
    "\(Host.processorName), \(Host.coreCount) \(Host.coreCount == 1 ? "core" : "cores")"
  }

  /// All cores unless asked otherwise, and no more than `OMP_NUM_THREADS`.
  static func workers(asked threads: Int?) -> Workers {
    let limit = Environment["OMP_NUM_THREADS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? .max
    return Workers(threadCount: min(threads ?? Host.coreCount, limit))
  }

  /// This program.
  static var programPath: String { Host.programPath ?? CommandLine.arguments[0] }

  /// The program called `name` in the folder of this one.
  static func sibling(_ name: String) -> String {
    programPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/\(name)"
  }

  /// The folder of benchmark files, if there is one.
  static var dataFolder: String? { Environment["FORECAST_DATA_DIR"] }

  static func canRead(_ path: String) -> Bool { FileContents.isReadable(path) }

  /// Largest resident memory of this process so far, in bytes.
  static var peakMemory: Int { Host.peakMemory }

  /// Writes what has been printed, so that the lines of other processes follow it.
  static func flushOutput() { Host.flushOutput() }
}
