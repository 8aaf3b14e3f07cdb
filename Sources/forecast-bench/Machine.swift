import Glibc
import Persistence
import Tensors

/// The machine and the process that the benchmark runs in.
enum Machine {
  /// Processor and cores in one line.
  static var summary: String {
    "\(processorName), \(coreCount) \(coreCount == 1 ? "core" : "cores")"
  }

  /// All cores unless asked otherwise, and no more than `OMP_NUM_THREADS`.
  static func workers(asked threads: Int?) -> Workers {
    let limit = Environment["OMP_NUM_THREADS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? .max
    return Workers(threadCount: min(threads ?? coreCount, limit))
  }

  /// This program.
  static var programPath: String {
    unsafe realpath("/proc/self/exe", nil).map { path in
      defer { unsafe free(path) }
      return unsafe String(cString: path)
    } ?? CommandLine.arguments[0]
  }

  /// The program called `name` in the folder of this one.
  static func sibling(_ name: String) -> String {
    programPath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/\(name)"
  }

  /// The folder of benchmark files, if there is one.
  static var dataFolder: String? { Environment["FORECAST_DATA_DIR"] }

  static func canRead(_ path: String) -> Bool {
    unsafe access(path, R_OK) == 0
  }

  /// Largest resident memory of this process so far, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return bytes(ofPeakIn: usage)
  }

  /// Largest resident memory in bytes; the system counts it in units of 1024.
  static func bytes(ofPeakIn usage: rusage) -> Int {
    usage.ru_maxrss * 1024
  }

  /// Writes what has been printed, so that the lines of other processes follow it.
  static func flushOutput() {
    _ = fflush(nil)
  }

  /// The process that started this one, or whoever took it over when that ended.
  static var parentProcess: pid_t { getppid() }

  static func sleep(seconds: Double) {
    _ = usleep(UInt32(seconds * 1e6))
  }

  private static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The model name as Linux knows it; processors without one are named by their kind.
  private static var processorName: String {
    let lines = (try? FileContents.bytes(ofFile: "/proc/cpuinfo"))?.split(separator: UInt8(ascii: "\n")) ?? []
    let line = lines.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last?.drop { $0 == " " }
    return name.map { String($0) } ?? "unnamed processor"
  }
}

/// The variables of the process.
enum Environment {
  static subscript(name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
