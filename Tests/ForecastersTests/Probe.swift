import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import Testing
import TimeSeries
import Training

/// The checks of the conformance suite for one forecaster, once its type is known.
struct Probe<F: Forecaster> {
  private let task = ConformanceTests.task

  /// Published sizes that take seconds, by the key of the setting, and what takes milliseconds instead.
  private static var smallSizes: [String: String] { ["hiddenSize": "16", "feedForwardSize": "32"] }

  private var configuration: F.Configuration {
    get throws {
      var configuration = F.Configuration()
      for field in F.Configuration.fields {
        if let size = Self.smallSizes[field.key] { try configuration.set(field.key, to: size) }
      }
      return configuration
    }
  }

  private func make(seed: UInt64 = 1) throws -> F {
    var generator = SeededGenerator(seed: seed)
    return try F(configuration, for: task, using: &generator)
  }

  /// Forecasts windows that begin on rows 0, 1, … of an hourly file.
  private func forecast(_ forecaster: F, _ values: Tensor, firstRow: Int = 0) throws -> Tensor {
    let rows = Array(firstRow..<firstRow + values.shape[0])
    let features = F.calendarFeatures(try configuration, for: task)
    let batch = Batch(
      history: values, future: features.map { calendar($0, rows) },
      origins: rows.map { WindowOrigin(series: 0, row: $0, stamp: stamp($0)) })
    guard case .standardized(let forecast) = forecaster.forecast(batch).values else {
      Issue.record("units of a batch that has none")
      return values
    }
    return forecast
  }

  private func stamp(_ row: Int) -> Timestamp { Frequency.hours(1).advance(Timestamp(year: 2020), by: row) }

  private func calendar(_ features: CalendarFeatures, _ rows: [Int]) -> Tensor {
    concatenated(
      rows.map { row in features.tensor(at: (row..<row + task.lookback + task.horizon).map(stamp)) })
  }

  private func history(batch: Int, seed: UInt64 = 1) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let shape = [batch, task.channelCount, task.lookback]
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  func expectShapes() throws {
    for batch in [1, 5] {
      let result = try forecast(try make(), history(batch: batch))
      #expect(result.shape == [batch, task.channelCount, task.horizon])
    }
  }

  func expectSameSeedSameForecast() throws {
    let (a, b) = (try make(), try make())
    #expect(try forecast(a, history(batch: 3)).values == forecast(b, history(batch: 3)).values)
  }

  func expectIndependentWindows() throws {
    let forecaster = try make()
    let both = history(batch: 2)
    let together = try forecast(forecaster, both)
    for window in 0..<2 {
      let alone = try forecast(forecaster, both.slices(window..<window + 1), firstRow: window)
      let difference =
        zip(alone.values, together.slices(window..<window + 1).values).map { abs($0 - $1) }.max() ?? 0
      #expect(difference < 1e-5)
    }
  }

  func expectFiniteOnConstants() throws {
    let constant = Tensor(shape: [2, task.channelCount, task.lookback], filledWith: 3)
    #expect(try forecast(try make(), constant).isFinite)
  }

  func expectLearning() throws {
    var forecaster = try make()
    let published = F.recipe(for: task, try configuration)
    if published == nil, forecaster.parameterCount == 0 { return }
    var recipe = published ?? TrainingRecipe()
    recipe.epochs = 5
    // Some published rates are meant for thousands of steps of wide layers; here are fifty of narrow ones.
    (recipe.learningRate, recipe.schedule) = (max(recipe.learningRate, 5e-3), .constant)
    let windows = try sineWindows().marking(F.calendarFeatures(configuration, for: task))
    let workers = Workers(threadCount: 1)
    func error() -> Double {
      score(forecaster, on: windows.validation, workers: workers).score(deviations: [1, 1, 1]).mseNorm
    }
    let before = error()
    _ = try forecaster.fit(
      TrainingData(training: windows.training, validation: windows.validation),
      TrainingPlan(recipe: recipe, seed: 1, workers: workers), TrainingControl())
    #expect(error() < 0.5 * before, "\(before) before, \(error()) after")
    try expectRebuilding(forecaster)
  }

  /// What a fit has chosen is in the resolved configuration and in the tensors, and nowhere else.
  private func expectRebuilding(_ fitted: F) throws {
    var generator = SeededGenerator(seed: 9)
    let untrained = try F(fitted.resolved(configuration), for: task, using: &generator)
    let rebuilt = try untrained.replacingTensors(named: fitted.namedTensors)
    #expect(try forecast(rebuilt, history(batch: 2)).values == forecast(fitted, history(batch: 2)).values)
  }

  func expectFileRoundTrip() throws {
    // Nothing keeps its first value, so that what is forgotten shows; grids still rise, variances stay positive.
    let untrained = try make(seed: 3)
    let trained = untrained.replacingTensors(
      untrained.namedTensors.map { 1.01 * $0.value + Tensor(shape: $0.value.shape, filledWith: 0.01) })
    let bytes = SafetensorsFile(trained.namedTensors, metadata: []).serialized()
    let tensors = try SafetensorsFile(parsing: bytes, named: "memory").tensors
    let restored = try make(seed: 4).replacingTensors(named: tensors)
    #expect(try forecast(restored, history(batch: 2)).values == forecast(trained, history(batch: 2)).values)
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
      (name: "c\(channel)", values: (0..<500).map { Double(cosine(Float($0) * 0.26 + Float(channel))) })
    }
    let panel = try Panel(source: "sine", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    return try WindowSet(data, splits: [split], shape: .init(lookback: task.lookback, horizon: task.horizon))
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
