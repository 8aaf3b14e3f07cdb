import Forecasters
import Forecasting
import Tensors
import Testing
import TimeSeries
import Training

/// Fits that are parts of a combination's fit are taken over from it.
@Suite struct SharedFitTests {
  private static let rowCount = 72

  /// Monthly rows: ordinary ones, some with a gap, some that begin late, some that never change, some whose season grows.
  private static func panel(level: Double) throws -> Panel {
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2014), count: rowCount)
    let sales = (0..<rowCount).map { row in
      let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
      return level + Double(row) + 3 * Double(season) + [2, -3, 1, 4, -2, -1, 0][row % 7]
    }
    return try Panel(
      source: "sales", timestamps: Array(stamps),
      columns: [
        (name: "ordinary", values: sales),
        (name: "gap", values: sales.enumerated().map { $0 == 20 ? .nan : $1 }),
        (name: "late", values: sales.enumerated().map { $0 < 6 ? .nan : $1 }),
        (name: "constant", values: sales.map { _ in level }),
        (name: "growing", values: sales.enumerated().map { $1 * (1 + Double($0) / 50) }),
      ])
  }

  private static let task = ForecastTask(
    lookback: 1, horizon: 12, channelCount: 5, frequency: .months(1, isMonthEnd: false))

  private static func data(_ panel: Panel) throws -> TrainingData {
    let split = Split(train: 0..<60, validation: 60..<60, test: 60..<72)
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: 1, horizon: 12))
    return TrainingData(windows)
  }

  private static func fitted<F: LocalForecaster>(
    _ type: F.Type, _ panel: Panel, after others: [any Forecaster] = [], set: [(String, String)] = []
  ) throws -> F {
    var (generator, configuration) = (SeededGenerator(seed: 1), F.Configuration())
    for (key, value) in set { try configuration.set(key, to: value) }
    var forecaster = try F(configuration, for: task, using: &generator)
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2))
    _ = try forecaster.fit(data(panel), plan, TrainingControl(), after: others)
    return forecaster
  }

  private static func check<F: LocalForecaster>(_ type: F.Type) throws {
    let (panel, other) = (try panel(level: 200), try panel(level: 900))
    let alone = try fitted(type, panel)
    let after = try fitted(type, panel, after: [fitted(SimpleCombination.self, panel)])
    #expect(after.namedNumbers.map(\.name) == alone.namedNumbers.map(\.name))
    #expect(after.namedNumbers.map(\.values).description == alone.namedNumbers.map(\.values).description)
    #expect(after.notes == alone.notes)
    // What is taken over is the combination's part, not fitted again: here it is that of other rows with the same stamps.
    let taken = try fitted(type, panel, after: [fitted(SimpleCombination.self, other)])
    let ordinary = { (forecaster: F) in
      forecaster.namedNumbers.filter { $0.name.hasPrefix("series0.channel0/") }.map(\.values)
    }
    #expect(try ordinary(taken) == ordinary(fitted(type, other)))
    #expect(ordinary(taken) != ordinary(alone))
  }

  @Test func partsOfACombinationAreThoseFittedAlone() throws {
    try Self.check(ExponentialSmoothing.self)
    try Self.check(ComplexExponentialSmoothing.self)
    try Self.check(DynamicOptimizedTheta.self)
    try Self.check(ARIMA.self)
  }

  @Test func otherSettingsAreAnotherModel() throws {
    let (panel, other) = (try Self.panel(level: 200), try Self.panel(level: 900))
    let form = [("form", "A,A,A")]
    let alone = try Self.fitted(ExponentialSmoothing.self, panel, set: form)
    let after = try Self.fitted(
      ExponentialSmoothing.self, panel, after: [Self.fitted(SimpleCombination.self, other)], set: form)
    #expect(after.namedNumbers.map(\.values).description == alone.namedNumbers.map(\.values).description)
  }
}
