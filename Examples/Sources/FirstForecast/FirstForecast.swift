import Forecasting
import Runs
import Tensors
import TimeSeries

/// Fits, evaluates and predicts, once from a file and once from values in memory.
///
/// Usage: `FirstForecast data.csv`
@main
enum FirstForecast {
  static func main() throws {
    for path in CommandLine.arguments.dropFirst() { try forecast(.file(path)) }
    try forecast(.panel(twoMonths()))
  }

  /// Prints the test error and the day after the last row.
  static func forecast(_ data: DataSource) throws {
    let workers = Workers(threadCount: 2)
    var request = FitRequest(data: data, workers: workers)
    request.model = "linear-closed-form"
    (request.lookback, request.horizon) = (72, 24)
    let model = try Fit(request).run().model
    let evaluation = try Evaluation(model, data: data, workers: workers)
    print("\(data.name): test error \(evaluation.test?[.mae] ?? .nan)")
    print(try Prediction(model, data: data).table.csv)
  }

  /// Sixty days of hourly values with a daily rhythm.
  static func twoMonths() throws -> Panel {
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: 60 * 24)
    let load = stamps.map { 100 + Double(($0.hour - 12) * ($0.hour - 12)) + Double($0.day % 7) }
    return try Panel(source: "load", timestamps: stamps, columns: [(name: "load", values: load)])
  }
}
