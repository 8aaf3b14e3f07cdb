import Forecasters
import Forecasting
import Persistence
import Tensors
import Testing
import TimeSeries

/// The checks of the conformance suite for one forecaster, once its type is known.
struct Probe<F: Forecaster> {
  private let task = ConformanceTests.task

  private func make(seed: UInt64 = 1) throws -> F {
    var generator = SeededGenerator(seed: seed)
    return try F(.init(), for: task, using: &generator)
  }

  private func forecast(_ forecaster: F, _ history: Tensor) -> Tensor {
    var pass = ForwardPass.inference
    return forecaster.forecast(History(values: history), in: &pass)
  }

  private func history(batch: Int, seed: UInt64 = 1) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let shape = [batch, task.channelCount, task.lookback]
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  func expectShapes() throws {
    for batch in [1, 5] {
      let result = forecast(try make(), history(batch: batch))
      #expect(result.shape == [batch, task.channelCount, task.horizon])
    }
  }

  func expectSameSeedSameForecast() throws {
    let (a, b) = (try make(), try make())
    #expect(forecast(a, history(batch: 3)).values == forecast(b, history(batch: 3)).values)
  }

  func expectIndependentWindows() throws {
    let forecaster = try make()
    let both = history(batch: 2)
    let together = forecast(forecaster, both)
    for window in 0..<2 {
      let alone = forecast(forecaster, both.slices(window..<window + 1))
      let difference =
        zip(alone.values, together.slices(window..<window + 1).values).map { abs($0 - $1) }.max() ?? 0
      #expect(difference < 1e-5)
    }
  }

  func expectFiniteOnConstants() throws {
    let constant = Tensor(shape: [2, task.channelCount, task.lookback], filledWith: 3)
    #expect(forecast(try make(), constant).isFinite)
  }

  func expectLearning() throws {
    var forecaster = try make()
    guard var recipe = F.recipe(for: task, .init()) else {
      #expect(forecaster.parameterCount == 0)
      return
    }
    recipe.epochs = 5
    let windows = try sineWindows()
    let workers = Workers(threadCount: 1)
    func error() -> Double {
      score(forecaster, on: windows.validation, workers: workers).score(deviations: [1, 1, 1]).mseNorm
    }
    let before = error()
    _ = try forecaster.fit(
      TrainingData(training: windows.training, validation: windows.validation),
      TrainingPlan(recipe: recipe, seed: 1, workers: workers), TrainingControl())
    #expect(error() < 0.5 * before, "\(before) before, \(error()) after")
  }

  func expectFileRoundTrip() throws {
    let trained = try make(seed: 3)
    let bytes = SafetensorsFile(trained.namedTensors, metadata: []).serialized()
    let tensors = try SafetensorsFile(parsing: bytes, named: "memory").tensors
    let restored = try make(seed: 4).replacingTensors(named: tensors)
    #expect(forecast(restored, history(batch: 2)).values == forecast(trained, history(batch: 2)).values)
  }

  func expectRefusals() throws {
    for field in F.Configuration.fields {
      var configuration = F.Configuration()
      let error = #expect(throws: ConfigurationError.self) {
        try configuration.set(field.key, to: "nonsense")
      }
      #expect(error?.description.contains(field.key) == true)
      try configuration.set(field.key, to: field.value(configuration).plain)
      #expect(configuration == F.Configuration())
    }
    var configuration = F.Configuration()
    #expect(throws: ConfigurationError.self) { try configuration.set("noSuchKey", to: "1") }
    #expect(try F.Configuration(json: JSONReader(configuration.json)) == configuration)
  }

  private func sineWindows() throws -> WindowSet {
    let stamps = (0..<500).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let columns = (0..<3).map { channel in
      (name: "c\(channel)", values: (0..<500).map { cosine(Float($0) * 0.26 + Float(channel)) })
    }
    let frame = try TimeSeriesFrame(source: "sine", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: frame)
    let series = try StandardScaler(fitting: frame, rows: split.train).transform(frame)
    return try WindowSet(series, split: split, shape: .init(lookback: task.lookback, horizon: task.horizon))
  }
}

extension Probe where F == LastValue {
  /// Opens the forecaster called `name` and hands its probe to `body`.
  static func opening(_ name: String, _ body: (any ProbeChecks) throws -> Void) throws {
    func probe<Other: Forecaster>(_ type: Other.Type) -> any ProbeChecks { Probe<Other>() }
    let type = try #require(ForecasterCatalog.forecaster(named: name))
    try body(probe(type))
  }
}

/// The checks, without the forecaster's type.
protocol ProbeChecks {
  func expectShapes() throws
  func expectSameSeedSameForecast() throws
  func expectIndependentWindows() throws
  func expectFiniteOnConstants() throws
  func expectLearning() throws
  func expectFileRoundTrip() throws
  func expectRefusals() throws
}

extension Probe: ProbeChecks {}

extension JSONValue {
  /// The value as a user would type it.
  var plain: String {
    if case .string(let text) = self { return text }
    return text()
  }
}
