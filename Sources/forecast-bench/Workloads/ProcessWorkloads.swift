import Forecasters
import Forecasting
import Layers
import TimeSeries

extension Workload {
  /// A forecast in a fresh process, from start to end.
  static let predictProcess = Workload(
    name: "predict-process", summary: "a process of: forecast predict, ETTh1, lookback 512, horizon 96"
  ) { setting in
    let data = try setting.dataFile("ETTh1.csv", imitatedBy: .etth)
    let model = setting.newFile("model.safetensors")
    try ForecastProgram.fit(data, to: model, ["--batch-size", "256"], setting)
    let forecast = setting.newFile("forecast.csv")
    return BenchmarkTask(
      data: data.origin,
      operations: ETTh1Protocol(valuePath: .lowRank).arithmetic.forecastOperations(windows: 1)
    ) {
      try ForecastProgram.run(["predict", model, data.path, "--output", forecast], setting)
    }
  }

  /// A fit in a fresh process, from loading to the test score.
  static let fitProcess = Workload(
    name: "fit-process",
    summary: "a process of: forecast fit, ETTh1, one epoch, full values, batch 256, lookback 512, horizon 96"
  ) { setting in
    let data = try setting.dataFile("ETTh1.csv", imitatedBy: .etth)
    let model = setting.newFile("model.safetensors")
    let batchSize = 256
    return BenchmarkTask(
      data: data.origin, operations: ETTh1Protocol(valuePath: .full).fitOperations(batchSize: batchSize)
    ) {
      try ForecastProgram.fit(
        data, to: model, ["--set", "valuePath=full", "--batch-size", "\(batchSize)"], setting)
    }
  }
}

extension Workload {
  /// A local model of one short file in two fresh processes: fitted, and forecast from its model file.
  static let thetaProcess = Workload(
    name: "theta-process", summary: "two processes: forecast fit and predict, theta, 60 rows, horizon 12"
  ) { setting in
    let data = try setting.dataFile("sales-60-rows.csv", imitatedBy: .etth, rows: 60)
    let model = setting.newFile("theta.safetensors")
    let forecast = setting.newFile("theta.csv")
    return BenchmarkTask(data: data.origin, operations: nil) {
      _ = try ForecastProgram.run(
        [
          "fit", data.path, "--model", "theta", "--target", "OT", "--features", "S", "--horizon", "12",
          "--split", "1/0/0", "--quiet", "--output", model,
        ], setting)
      return try ForecastProgram.run(["predict", model, data.path, "--output", forecast], setting)
    }
  }
}

/// The program `forecast` beside this one.
enum ForecastProgram {
  /// Fits for one epoch.
  ///
  /// - Returns: Peak memory of the process in bytes.
  @discardableResult
  static func fit(
    _ data: BenchmarkSetting.DataFile, to model: String, _ options: [String], _ setting: BenchmarkSetting
  ) throws -> Int {
    try run(
      [
        "fit", data.path, "--model", "samformer", "--epochs", "1", "--lookback", "\(ETTh1Protocol.lookback)",
        "--horizon",
        "\(ETTh1Protocol.horizon)", "--quiet", "--output", model,
      ] + options, setting)
  }

  static func run(_ arguments: [String], _ setting: BenchmarkSetting) throws -> Int {
    try ChildProcess.run(
      Machine.sibling("forecast"), arguments + ["--threads", "\(setting.workers.threadCount)"],
      output: .discarded)
  }
}

/// The published protocol of the hourly transformer files: twelve, four and four months of 30 days.
private struct ETTh1Protocol {
  static let lookback = 512
  static let horizon = 96

  let arithmetic: SAMformerArithmetic

  init(valuePath: ChannelAttention.ValuePath) {
    var configuration = SAMformer.Configuration()
    configuration.valuePath = valuePath
    arithmetic = SAMformerArithmetic(
      task: ForecastTask(lookback: Self.lookback, horizon: Self.horizon, channelCount: 7),
      configuration: configuration)
  }

  /// Operations of one epoch with SAM, and of scoring the validation and test windows.
  func fitOperations(batchSize: Int) -> Double {
    let (steps, rest) = (12 * 720 - Self.lookback - Self.horizon + 1).quotientAndRemainder(
      dividingBy: batchSize)
    return Double(steps) * arithmetic.stepOperations(batchSize: batchSize)
      + arithmetic.stepOperations(batchSize: rest)
      + 2 * arithmetic.forecastOperations(windows: 4 * 720 - Self.horizon + 1)
  }
}
