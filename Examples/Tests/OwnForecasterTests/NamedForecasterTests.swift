import Backtests
import Forecasters
import Forecasting
import Glibc
import Layers
import OwnForecaster
import Runs
import Tensors
import Testing
import TimeSeries

/// What a program may do with a forecaster of its own once the catalogue has it.
@Suite struct NamedForecasterTests {
  private static let rows = (0..<60).map { Double($0 * $0 % 17) }
  private let data: DataSource

  init() throws {
    try ForecasterCatalog.add(FadingMean.self)
    let stamps = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: Self.rows.count)
    data = .panel(try Panel(source: "rows", timestamps: stamps, columns: [(name: "y", values: Self.rows)]))
  }

  private func request() -> FitRequest {
    var request = FitRequest(data: data, workers: Workers(threadCount: 1))
    (request.model, request.lookback, request.horizon) = ("fading-mean", 20, 5)
    request.settings = [(key: "kept", value: "0.5")]
    return request
  }

  @Test func itIsFittedAndForecastsByItsName() throws {
    let result = try Fit(request()).run()
    #expect(result.test != nil)
    let forecast = try Prediction(result.model, data: data).table
    var (sum, total, weight) = (0.0, 0.0, 1.0)
    for value in Self.rows.suffix(20).reversed() {
      sum += weight * value
      total += weight
      weight /= 2
    }
    #expect(forecast.values.count == 5)
    #expect(forecast.values.allSatisfy { abs($0 - sum / total) < 1e-9 }, "\(forecast.values)")
  }

  @Test func itIsStoredAndReadAgain() throws {
    let model = try Fit(request()).run().model
    let path = "/tmp/forecast-examples-\(UInt64.random(in: 0 ... .max)).safetensors"
    try model.write(to: path)
    let again = try Prediction(ModelFile(reading: path), data: data).table
    #expect(try again.csv == Prediction(model, data: data).table.csv)
    unlink(path)
  }

  @Test func itIsComparedWithOthersFromEarlierRows() throws {
    var request = BacktestRequest(
      data: data, models: ["fading-mean", "last-value"], workers: Workers(threadCount: 1))
    (request.horizon, request.windows) = (5, 3)
    let plan = try BacktestPlan(request)
    let store = BacktestMemory()
    try plan.run(plan.jobs, into: store)
    for job in plan.jobs {
      let forecasts = store.forecasts(of: job).forecasts
      #expect(forecasts.count == 3 && forecasts.allSatisfy { $0.values.count == 5 })
    }
  }

  @Test func anotherOneOfTheSameNameIsRefused() throws {
    try ForecasterCatalog.add(FadingMean.self)
    #expect(ForecasterCatalog.names.filter { $0 == "fading-mean" }.count == 1)
    #expect(throws: (any Error).self) { try ForecasterCatalog.add(Impostor.self) }
  }
}

/// A forecaster under a name that another one has.
private struct Impostor: UntrainedForecaster {
  static let card = ForecasterCard(name: "ets", summary: "another one", source: "an example")

  struct Configuration: ForecasterConfiguration {
    static let fields: [ConfigurationField<Self>] = []
  }

  let horizon: Int

  init(
    _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    horizon = task.horizon
  }

  func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {
    for step in forecast.indices { forecast[step] = 0 }
  }
}
