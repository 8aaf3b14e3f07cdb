import Forecasters
import Forecasting
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// What a model file holds of a local model, and what it need not hold.
@Suite struct StoredLawTests {
  private static let task = ForecastTask(
    lookback: 12, horizon: 3, channelCount: 2, frequency: .months(1, isMonthEnd: false))

  /// Two columns, the second of which begins on the row of a number.
  private static func windows(secondBegins first: Int) throws -> WindowSet {
    let values = (0..<40).map { (row: Int) -> Double in
      let wave = row * row * 7 % 13
      return Double(100 + row + wave)
    }
    let panel = try Panel(
      source: "sales",
      timestamps: Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2014), count: 40),
      columns: [
        (name: "a", values: values),
        (
          name: "b",
          values: values.indices.map { (row: Int) -> Double in row < first ? .nan : 2 * values[row] }
        ),
      ])
    let split = Split(train: 0..<28, validation: 28..<28, test: 28..<40)
    return try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: 12, horizon: 3))
  }

  private static func fitted<F: Forecaster>(_ type: F.Type, _ windows: WindowSet) throws -> F {
    var generator = SeededGenerator(seed: 1)
    var forecaster = try F(.init(), for: task, using: &generator)
    _ = try forecaster.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 1)), TrainingControl())
    return forecaster
  }

  /// The bounds of 80 % of the first test window.
  private static func bounds(_ forecaster: some QuantilePredictor, _ windows: WindowSet) -> [[Double]] {
    let forecast = forecaster.quantiles(of: windows.test.histories([0]), at: [0.1, 0.9])
    return (0..<2).flatMap { channel in
      (0..<2).map { forecast.units(window: 0, output: $0, channel: channel, mean: 0, deviation: 1) }
    }
  }

  /// It has no fit, and is fitted once it has rows; the file was said to be damaged.
  @Test func aColumnWithoutAValueInTheRowsOfTheFitIsNoDamage() throws {
    let windows = try Self.windows(secondBegins: 28)
    let fitted = try Self.fitted(SimpleExponentialSmoothing.self, windows)
    let restored = try fitted.restored(from: LearntValues(tensors: [], numbers: fitted.namedNumbers))
    let batch = windows.test.histories([5])
    for channel in 0..<2 {
      let values = restored.forecast(batch).units(window: 0, channel: channel, mean: 0, deviation: 1)
      #expect(values == fitted.forecast(batch).units(window: 0, channel: channel, mean: 0, deviation: 1))
      #expect(values.allSatisfy { $0 > 90 })
    }
    // One of which something is missing is damaged still.
    for missing in [" last", "channel0/"] {
      let parts = fitted.namedNumbers.filter { !$0.name.contains(missing) }
      #expect(throws: ModelFileError.self) {
        try fitted.restored(from: LearntValues(tensors: [], numbers: parts))
      }
    }
  }

  /// A file of before holds no law of a plain forecaster: it is that of the rows up to the forecast, which the fit has seen here.
  @Test func plainForecastersOfBeforeTakeTheLawOfTheRows() throws {
    func check<F: PlainForecaster>(_ type: F.Type) throws {
      let windows = try Self.windows(secondBegins: 0)
      let fitted = try Self.fitted(type, windows)
      #expect(!fitted.namedNumbers.isEmpty && fitted.parameterCount == 0)
      let stored = try fitted.restored(from: LearntValues(tensors: [], numbers: fitted.namedNumbers))
      var generator = SeededGenerator(seed: 1)
      let before = try F(.init(), for: Self.task, using: &generator).restored(
        from: LearntValues(tensors: []))
      let expected = Self.bounds(fitted, windows)
      #expect(expected.joined().allSatisfy { $0.isFinite })
      #expect(Self.bounds(stored, windows) == expected)
      for (one, two) in zip(Self.bounds(before, windows).joined(), expected.joined()) {
        #expect((one - two).magnitude < 1e-9 * two.magnitude)
      }
    }
    try check(LastValue.self)
    try check(SeasonalNaive.self)
  }
}
