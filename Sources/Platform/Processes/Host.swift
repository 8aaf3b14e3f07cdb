#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The machine and the process.
public enum Host {
  /// How many cores the system shows, at least 1.
  public static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Name, release and architecture of the system.
  public static var systemName: String {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return "unknown" }
    return [text(&names.sysname), text(&names.release), text(&names.machine)].joined(separator: " ")
  }

  /// The model name as Linux knows it; processors without one are named by their kind.
  public static var processorName: String {
    let lines = (try? FileContents.bytes(ofFile: "/proc/cpuinfo"))?.split(separator: UInt8(ascii: "\n")) ?? []
    let line = lines.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) }
    return name ?? "unnamed processor"
  }

  /// The process that started this one, or whoever took it over when that ended.
  public static var parentProcess: Int { Int(getppid()) }

  /// Waits; a signal may end it early.
  public static func sleep(seconds: Double) {
    _ = usleep(UInt32(max(0, min(seconds, 1000)) * 1e6))
  }

  /// The first argument of the program that is no UTF-8, with what is none replaced; nil if all are. Its own name is no argument.
  public static var garbledArgument: String? {
    let arguments = unsafe CommandLine.unsafeArgv
    for index in (0..<Int(CommandLine.argc)).dropFirst() {
      guard let text = unsafe arguments[index], unsafe String(validatingCString: text) == nil else {
        continue
      }
      return unsafe String(cString: text)
    }
    return nil
  }

  /// The file of the running program; nil where the system does not tell.
  public static var programPath: String? { Paths.resolved("/proc/self/exe") }

  /// Largest resident memory of this process so far, in bytes.
  public static var peakMemory: Int {
    var usage = rusage()
    guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.peakBytes
  }

  /// Ends the process.
  public static func exit(_ status: Int32) -> Never {
    endProcess(status)
  }

  /// Ends the process after a line on standard error and the removal of its temporary files, without any more of its own code: other
  /// threads may be at work.
  public static func exitAtOnce(_ status: Int32, message: String) -> Never {
    try? StandardStream.errors.write(message)
    StandingFiles.unlinkAll()
    _exit(status)
  }

  private static func text<Characters>(_ characters: inout Characters) -> String {
    unsafe withUnsafeBytes(of: &characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension rusage {
  /// Largest resident memory in bytes; Linux counts it in units of 1024.
  var peakBytes: Int { ru_maxrss * 1024 }
}

/// The system's `exit`, which the method of that name hides.
private func endProcess(_ status: Int32) -> Never {
  exit(status)
}
