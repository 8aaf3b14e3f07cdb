/// Something whose time is worth knowing: it is made ready once and then run again and again.
struct Workload: Sendable {
  /// The name on the command line and in reports.
  let name: String
  /// One line that says what a run does.
  let summary: String
  /// Makes everything ready that is not to be measured.
  let prepare: @Sendable (BenchmarkSetting) throws -> BenchmarkTask

  /// Every workload, in the order of reports.
  static let all: [Workload] =
    training
    + [
      .predictProcess, .fitProcess, .thetaProcess, .csvLoad, .csvLoadWeather,
    ] + LocalWorkloads.all + closedForm

  /// Steps of training, which this process takes itself.
  static let training: [Workload] =
    TrainingWorkload.all.map(\.workload) + TransformerWorkload.all.map(\.workload) + DeepWorkload.all

  static func named(_ name: String) -> Workload? {
    all.first { $0.name == name }
  }
}

/// A workload that is ready to run.
struct BenchmarkTask {
  /// Where the data come from, in words.
  let data: String
  /// Floating-point operations of all matrix products of one run; nil if there are none to speak of.
  let operations: Double?
  /// Runs once; returns the peak memory in bytes of the process that it started, nil if it ran in this one.
  let run: () throws -> Int?
}
