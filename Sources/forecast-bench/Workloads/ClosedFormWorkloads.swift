import Datasets
import TimeSeries

extension Workload {
  /// Linear maps that are solved exactly, each in fresh processes from reading to test scores.
  static let closedForm: [Workload] = [
    maps(
      "closed-form-etth1",
      "four processes: forecast fit, linear-closed-form, ETTh1, lookback 512, horizons 96 to 720",
      "ETTh1.csv", .etth, "linear-closed-form", ["--lookback", "512"], horizons: [96, 192, 336, 720]),
    maps(
      "stack-etth1-96", "a process of: forecast fit, linear-stack, ETTh1, horizon 96", "ETTh1.csv", .etth,
      "linear-stack", [], horizons: [96]),
    maps(
      "stack-weather-96", "a process of: forecast fit, linear-stack, weather, horizon 96", "weather.csv",
      .weather, "linear-stack", [], horizons: [96]),
  ]

  private static func maps(
    _ name: String, _ summary: String, _ file: String, _ dataset: SyntheticDataset, _ model: String,
    _ options: [String], horizons: [Int]
  ) -> Workload {
    Workload(name: name, summary: summary) { setting in
      let data = try setting.dataFile(file, imitatedBy: dataset)
      let output = setting.newFile("\(name).safetensors")
      return BenchmarkTask(data: data.origin, operations: nil) {
        var peak = 0
        for horizon in horizons {
          let arguments = [
            "fit", data.path, "--model", model, "--horizon", "\(horizon)", "--no-refit", "--no-baselines",
            "--quiet", "--output", output,
          ]
          peak = max(peak, try ForecastProgram.run(arguments + options, setting))
        }
        return peak
      }
    }
  }
}
