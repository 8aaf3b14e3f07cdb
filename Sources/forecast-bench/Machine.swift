import Platform

/// The machine and the process that the benchmark runs in.
enum Machine {
  /// Processor and cores in one line.
  static var summary: String {
    "\(Host.processorName), \(Host.coreCount) \(Host.coreCount == 1 ? "core" : "cores")"
  }

  /// This program.
  static var programPath: String { Host.programPath ?? CommandLine.arguments[0] }

  /// The program called `name` in the folder of this one.
  static func sibling(_ name: String) -> String {
    Paths.folder(of: programPath) + name
  }

  /// The folder of benchmark files, if there is one.
  static var dataFolder: String? { Environment["FORECAST_DATA_DIR"] }
}
