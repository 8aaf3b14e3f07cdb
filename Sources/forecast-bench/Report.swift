import ArgumentParser
import Persistence
import Platform
import Tensors
import Text

/// The result of one workload, for people and for programs.
struct Report {
  private let workload: String
  private let threads: Int
  private let peak: Double
  private let operations: Double?
  private let data: String
  private let measurement: Measurement

  /// - Parameter peak: Operations a second that the threads can do at most.
  init(workload: String, workers: Workers, peak: Double, task: BenchmarkTask, _ measurement: Measurement) {
    (self.workload, threads, self.peak) = (workload, workers.threadCount, peak)
    (operations, data, self.measurement) = (task.operations, task.data, measurement)
  }

  /// Operations a second at the median.
  private var rate: Double? { operations.map { $0 / measurement.median } }

  /// One object; times are milliseconds, rates 10⁹ operations a second, memory 10⁶ bytes.
  var json: JSONValue {
    [
      "workload": .string(workload), "threads": .integer(threads), "ms": .number(measurement.median * 1e3),
      "gflops": rate.map { .number($0 / 1e9) } ?? .null, "peak_gflops": .number(peak / 1e9),
      "share_of_peak": rate.map { .number($0 / peak) } ?? .null,
      "min_ms": .number(measurement.shortest * 1e3), "max_ms": .number(measurement.longest * 1e3),
      "repeats": .integer(measurement.count), "peak_mb": .number(Double(measurement.peakMemory) / 1e6),
      "instruction_set": .string(Processor.instructionSet), "data": .string(data),
    ]
  }

  /// The names of the columns of ``row``.
  static let header = line([
    "workload", "ms", "min", "max", "runs", "GFLOP/s", "of peak", "peak", "MB", "data",
  ])

  /// One line of the table.
  var row: String {
    Self.line([
      workload, TextFormatting.fixed(measurement.median * 1e3, places: 2),
      TextFormatting.fixed(measurement.shortest * 1e3, places: 2),
      TextFormatting.fixed(measurement.longest * 1e3, places: 2), "\(measurement.count)",
      rate.map { TextFormatting.fixed($0 / 1e9, places: 1) } ?? "–",
      rate.map { TextFormatting.fixed($0 / peak * 100, places: 1) + " %" } ?? "–",
      TextFormatting.fixed(peak / 1e9, places: 0),
      TextFormatting.fixed(Double(measurement.peakMemory) / 1e6, places: 0), data,
    ])
  }

  /// How wide the column of the workloads' names is.
  static let nameWidth = 26

  /// The exit codes where results cannot be written, and where nobody reads them: those of `forecast`.
  static let unreadStatuses: Set<Int> = [unwritable, unread]
  private static let unwritable = 74, unread = 141

  /// Writes a line of results at once, so that those of other processes follow it.
  ///
  /// - Throws: What ends the program with one of ``unreadStatuses``.
  static func show(_ line: String) throws {
    do throws(FileError) { try StandardStream.output.write(line + "\n") } catch {
      guard error.reason != .closedPipe else { throw ExitCode(Int32(unread)) }
      try? StandardStream.errors.write("forecast-bench: \(error)\n")
      throw ExitCode(Int32(unwritable))
    }
  }

  private static func line(_ cells: [String]) -> String {
    let widths = [9, 9, 9, 6, 9, 8, 6, 6]
    let numbers = zip(cells.dropFirst(), widths).map { $0.rightAligned(in: $1) }
    return cells[0].leftAligned(in: nameWidth) + numbers.joined() + "  " + cells[widths.count + 1]
  }
}
