import Persistence
import Tensors

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
      workload, decimal(measurement.median * 1e3, places: 2), decimal(measurement.shortest * 1e3, places: 2),
      decimal(measurement.longest * 1e3, places: 2), "\(measurement.count)",
      rate.map { decimal($0 / 1e9, places: 1) } ?? "–",
      rate.map { decimal($0 / peak * 100, places: 1) + " %" } ?? "–",
      decimal(peak / 1e9, places: 0), decimal(Double(measurement.peakMemory) / 1e6, places: 0), data,
    ])
  }

  private static func line(_ cells: [String]) -> String {
    let widths = [-26, 9, 9, 9, 6, 9, 8, 6, 6]
    let columns = zip(cells, widths).map { cell, width in padded(cell, to: width) }
    return columns.joined() + "  " + cells[widths.count]
  }
}

/// `text` filled up with spaces: behind it if `width` is negative, before it otherwise.
func padded(_ text: String, to width: Int) -> String {
  let spaces = String(repeating: " ", count: max(0, Int(width.magnitude) - text.count))
  return width < 0 ? text + spaces : spaces + text
}

/// A number that is not negative with `places` decimals.
func decimal(_ number: Double, places: Int) -> String {
  let scale = (0..<places).reduce(1) { product, _ in product * 10 }
  let (whole, fraction) = Int((number * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
  guard places > 0 else { return "\(whole)" }
  let digits = "\(fraction)"
  return "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
}
