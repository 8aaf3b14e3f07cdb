import TimeSeries

extension Workload {
  /// Reading a file of 10 MB in the form of the transformer files.
  static let csvLoad = Workload(
    name: "csv-load", summary: "reading a transformer file of 10 MB (ETTm1) into columns"
  ) { setting in
    // As many rows of synthetic data as make 10 MB.
    try reading(setting.dataFile("ETTm1.csv", imitatedBy: .etth, rows: 167_000), setting)
  }

  /// Reading a file in the form of the weather benchmark.
  static let csvLoadWeather = Workload(
    name: "csv-load-weather", summary: "reading weather.csv (52,696 rows, 21 channels) into columns"
  ) { setting in
    try reading(setting.dataFile("weather.csv", imitatedBy: .weather), setting)
  }

  private static func reading(
    _ file: BenchmarkSetting.DataFile, _ setting: BenchmarkSetting
  ) -> BenchmarkTask {
    var options = ReadingOptions(threadCount: setting.workers.threadCount)
    // What others do not do either; fit-process has it.
    options.computesDigest = false
    return BenchmarkTask(data: file.origin, operations: nil) {
      _ = try Panel(reading: file.path, options)
      return nil
    }
  }
}
