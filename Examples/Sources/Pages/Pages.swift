import Datasets
import Forecasters
import Forecasting
import Runs
import Tensors
import TimeSeries

/// What the examples of the pages may use without declaring it. `Examples/extract` makes a method of each of them.
///
/// They run in a folder of their own with two files: `data.csv`, sixty days of
/// synthetic transformer data, and `model.safetensors`, a model of it.
struct Pages {
  /// Hourly values of sixty days.
  let load = (0..<60 * 24).map { hour in
    let fromNoon = Double(hour % 24 - 12)
    return 100 + fromNoon * fromNoon + Double(hour % 7)
  }
  /// Five years of months.
  let sales = (0..<60).map { month in
    let fromJuly = Double(month % 12 - 6)
    return 200 + 2 * Double(month) - fromJuly * fromJuly
  }
  /// The load and a temperature.
  let panel: Panel
  /// Windows over the panel.
  let windows: WindowSet
  /// What the windows ask for.
  let task = ForecastTask(lookback: 48, horizon: 12, channelCount: 2, frequency: .hours(1))
  /// A forecaster for them, not yet fitted.
  let forecaster: NLinear
  /// Four rows of three numbers.
  let x = Tensor(shape: [4, 3], values: (0..<12).map { Float($0) / 6 - 1 })
  /// Draws random numbers.
  var generator = SeededGenerator(seed: 1)
  /// Two threads.
  let workers = Workers(threadCount: 2)

  init() throws {
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2026), count: load.count)
    let temperature = load.map { 40 - $0 / 10 }
    panel = try Panel(
      source: "load", timestamps: stamps,
      columns: [(name: "load", values: load), (name: "temperature", values: temperature)])
    let split = try SplitRule.usualRatios.resolve(for: panel)
    windows = try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: task.lookback, horizon: task.horizon))
    forecaster = try NLinear(.init(), for: task, using: &generator)
    try SyntheticDataset.etth.write(to: "data.csv", rows: load.count, seed: 1)
    var request = FitRequest(data: .file("data.csv"), workers: workers)
    request.model = LinearClosedForm.card.name
    (request.lookback, request.horizon) = (task.lookback, task.horizon)
    try Fit(request).run().model.write(to: "model.safetensors")
  }
}

/// Runs every example.
@main
enum Main {
  static func main() throws {
    for (place, run) in Pages.examples {
      print("— \(place)")
      var pages = try Pages()
      try run(&pages)
    }
  }
}
