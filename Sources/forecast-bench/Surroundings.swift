import Platform

/// What else happens on the machine while a workload is measured.
enum Surroundings: String, CaseIterable {
  /// Nothing that the benchmark knows of.
  case alone
  /// Another process computes without pause.
  case neighbour
  /// Another process computes half of the time, two milliseconds in four, and each run comes after a serial stretch:
  /// what a host does whose cores are slow or shared.
  case slowHost = "slow host"

  /// Computing and idle stretches of the process beside, in milliseconds; nil for no such process.
  private var rhythm: (busy: Double, idle: Double)? {
    switch self {
    case .alone: nil
    case .neighbour: (1, 0)
    case .slowHost: (2, 2)
    }
  }

  /// Seconds of computing on one thread before each run, which do not count as time of the run.
  var serialStretch: Double { self == .slowHost ? 3e-4 : 0 }

  /// Calls `body` with the process beside at work.
  func during<Result>(_ body: () throws -> Result) throws -> Result {
    guard let rhythm else { return try body() }
    let arguments = ["--busy", "\(rhythm.busy)", "--idle", "\(rhythm.idle)"]
    let neighbour: Subprocess
    do { neighbour = try Subprocess(Machine.programPath, arguments, discardsOutput: true) } catch {
      throw BenchmarkError.notStarted(program: Machine.programPath)
    }
    let outcome = Swift.Result { try body() }
    neighbour.kill()
    return try outcome.get()
  }
}

/// Computing for its own sake.
enum BusyLoop {
  /// Computes and rests in turns until the process that started this one is gone.
  static func run(busy: Double, idle: Double) {
    let parent = Host.parentProcess
    while Host.parentProcess == parent {
      compute(seconds: busy / 1e3)
      if idle > 0 { Host.sleep(seconds: idle / 1e3) }
    }
  }

  /// Keeps the calling thread busy.
  static func compute(seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {}
  }
}
