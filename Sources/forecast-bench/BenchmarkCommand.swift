import ArgumentParser
import Platform
import Tensors
import Text

/// The command line: which workloads to measure and how to show the results.
struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast-bench",
    abstract: "Measures the speed of training, prediction and reading on this machine.",
    discussion: """
      Each workload warms up, then repeats until its time is over; medians are reported. The arithmetic peak is \
      measured in the same run with the same number of threads. Data are synthetic unless FORECAST_DATA_DIR names \
      a folder with ETTh1.csv, ETTm1.csv or weather.csv. FORECAST_CPU=avx512|avx2|portable forces the instructions.
      """)

  @Option(
    name: .customLong("workload"),
    help: ArgumentHelp("Measure only this one (see: --list); repeatable.", valueName: "name"))
  var names: [String] = []

  @Option(help: ArgumentHelp("Threads to use. (default: all cores)", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("Time for each workload after its warm-up.", valueName: "s"))
  var seconds = 2.0

  @Flag(help: "Print one JSON object per workload instead of a table.")
  var json = false

  @Flag(
    help: """
      Show what several threads gain over one in training steps: alone, beside a process that computes without pause, and \
      as on a host with slow and shared cores.
      """)
  var neighbour = false

  @Option(help: ArgumentHelp("Compute for so many milliseconds …", visibility: .hidden))
  var busy: Double?

  @Option(help: ArgumentHelp("… and rest for so many, until the starting process ends.", visibility: .hidden))
  var idle = 0.0

  @Flag(help: "List the workloads.")
  var list = false

  @Flag(help: ArgumentHelp("Leave out the lines above the first row.", visibility: .hidden))
  var withoutHeader = false

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    guard seconds > 0, seconds <= 3600 else { throw ValidationError("--seconds must be in 0 … 3600") }
    if let unknown = names.first(where: { Workload.named($0) == nil }) {
      throw ValidationError(
        "there is no workload '\(unknown)'; they are \(Workload.all.map(\.name).joined(separator: ", "))")
    }
  }

  func run() throws {
    if list {
      for workload in Workload.all {
        try Report.show(workload.name.leftAligned(in: Report.nameWidth) + workload.summary)
      }
      return
    }
    if let busy { return BusyLoop.run(busy: busy, idle: idle) }
    let workers = Workers(asked: threads)
    if neighbour {
      let chosen = Workload.training.filter { names.isEmpty || names.contains($0.name) }
      return try NeighbourTable(of: chosen, on: workers, seconds: seconds).printRows()
    }
    if !json, !withoutHeader {
      try Report.show(Machine.summary)
      try Report.show(
        "threads \(workers.threadCount), kernels \(Processor.instructionSet)\n\n\(Report.header)")
    }
    let workloads = names.isEmpty ? Workload.all : names.compactMap(Workload.named)
    if workloads.count == 1 {
      try measure(workloads[0], on: workers)
    } else {
      try measureEach(of: workloads, on: workers)
    }
  }

  private func measure(_ workload: Workload, on workers: Workers) throws {
    let setting = try BenchmarkSetting(workers: workers)
    let task = try workload.prepare(setting)
    // Before and after: where other programs take their share, they may do so at one of the two times only.
    let peakBefore = Processor.peakOperationsPerSecond(of: workers)
    let measurement = try Measurement(of: task, seconds: seconds)
    let peak = max(peakBefore, Processor.peakOperationsPerSecond(of: workers))
    let report = Report(workload: workload.name, workers: workers, peak: peak, task: task, measurement)
    try Report.show(json ? report.json.text() : report.row)
  }

  /// Measures each workload in a process of its own, so that no memory of one counts for the next.
  private func measureEach(of workloads: [Workload], on workers: Workers) throws {
    for workload in workloads {
      let arguments = [
        "--workload", workload.name, "--threads", "\(workers.threadCount)", "--seconds", "\(seconds)",
        json ? "--json" : "--without-header",
      ]
      do throws(BenchmarkError) {
        _ = try ChildProcess.run(Machine.programPath, arguments, output: .inherited)
      } catch {
        // The child has said so.
        if case .failed(_, let status) = error, Report.unreadStatuses.contains(status) {
          throw ExitCode(Int32(status))
        }
        throw error
      }
    }
  }
}
