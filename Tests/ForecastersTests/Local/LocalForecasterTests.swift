import Classical
import Forecasters
import Forecasting
import LocalModels
import Persistence
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// Forecasters that are fitted to each channel by itself.
@Suite struct LocalForecasterTests {
  /// Monthly sales with trend and season, two columns, the second ten times the first and a little different.
  private static let rows: [Double] = (0..<72).map { row in
    let season = [10, 6, 0, -4, -8, -10, -7, -2, 3, 5, 8, -1][row % 12]
    return 200 + Double(row) + 3 * Double(season) + [2, -3, 1, 4, -2, -1, 0][row % 7]
  }

  private static func panel(_ count: Int, from first: Int = 0, change: (Int, Double) -> Double = { $1 })
    throws
    -> Panel
  {
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2014), count: 72)
    let rows = first..<first + count
    return try Panel(
      source: "sales", timestamps: Array(stamps[rows]),
      columns: [
        (name: "a", values: rows.map { change($0, Self.rows[$0]) }),
        (name: "b", values: rows.map { 10 * Self.rows[$0] + Double($0 % 5) }),
      ])
  }

  private static let task = ForecastTask(
    lookback: 1, horizon: 12, channelCount: 2, frequency: .months(1, isMonthEnd: false))

  private static func windows(_ panel: Panel) throws -> WindowSet {
    let split = Split(train: 0..<48, validation: 48..<48, test: 48..<panel.rowCount)
    return try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: 1, horizon: 12))
  }

  private static func fitted<F: LocalForecaster>(_ type: F.Type, threads: Int = 1) throws -> F {
    var generator = SeededGenerator(seed: 1)
    var forecaster = try F(.init(), for: task, using: &generator)
    let windows = try windows(panel(72))
    _ = try forecaster.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: threads)),
      TrainingControl())
    return forecaster
  }

  /// Asked between rounds of channels: a backtest of many series ends when it is told to.
  @Test func aFitOfManyChannelsCanBeInterrupted() throws {
    var generator = SeededGenerator(seed: 1)
    let (count, stamps) = (40, Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: 60))
    let panel = try Panel(
      source: "many", timestamps: stamps,
      columns: (0..<count).map { column in
        (name: "c\(column)", values: (0..<60).map { Double(($0 * (column + 3)) % 11) })
      })
    let split = Split(train: 0..<48, validation: 48..<48, test: 48..<60)
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: 1, horizon: 12))
    let task = ForecastTask(lookback: 1, horizon: 12, channelCount: count, frequency: .hours(1))
    let data = TrainingData(windows)
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2))
    for (limit, ending) in [(0, TrainingSummary.Ending.interrupted), (1, .interrupted), (1000, .solved)] {
      var (forecaster, asked) = (try Holt(.init(), for: task, using: &generator), 0)
      var control = TrainingControl()
      control.isInterrupted = {
        asked += 1
        return asked > limit
      }
      #expect(try forecaster.fit(data, plan, control).ending == ending, "\(limit)")
    }
  }

  /// Every window of the test rows: channel a, then b, twelve steps each.
  private static func forecasts(_ forecaster: some Forecaster, _ panel: Panel) throws -> [[Double]] {
    let test = try windows(panel).test
    let forecast = forecaster.forecast(test.histories(0..<test.count))
    return (0..<test.count).flatMap { window in
      (0..<2).map { forecast.units(window: window, channel: $0, mean: 0, deviation: 1) }
    }
  }

  @Test func theStateIsFilteredForwardToEveryOrigin() throws {
    let forecasts = try Self.forecasts(Self.fitted(ExponentialSmoothing.self), Self.panel(72))
    for (channel, values) in [Self.rows, Self.rows.enumerated().map { 10 * $1 + Double($0 % 5) }].enumerated()
    {
      var model = try LocalModelCatalog.model(named: "ets").fit(
        LocalSeries(values: Array(values[..<48]), season: 12))
      for window in 0..<13 {
        #expect(forecasts[2 * window + channel] == model.means(horizon: 12), "window \(window)")
        model.update(with: values[48 + window])
      }
    }
  }

  @Test func windowsMayComeInAnyOrder() throws {
    let forecaster = try Self.fitted(DynamicOptimizedTheta.self)
    let inOrder = try Self.forecasts(forecaster, Self.panel(72))
    let test = try Self.windows(Self.panel(72)).test
    for order in [[5, 0, 12, 3], [7], [2, 2]] {
      let forecast = forecaster.forecast(test.histories(order))
      for (position, window) in order.enumerated() {
        for channel in 0..<2 {
          #expect(
            forecast.units(window: position, channel: channel, mean: 0, deviation: 1)
              == inOrder[2 * window + channel])
        }
      }
    }
  }

  @Test func quantilesAreThoseOfTheFilteredState() throws {
    let forecaster = try Self.fitted(ExponentialSmoothing.self)
    let test = try Self.windows(Self.panel(72)).test
    let probabilities = [0.025, 0.5, 0.975]
    let quantiles = forecaster.quantiles(test.histories([0, 4]), at: probabilities)
    #expect(quantiles.count == 2 * 2 * 3 * 12)
    var model = try LocalModelCatalog.model(named: "ets").fit(
      LocalSeries(values: Array(Self.rows[..<48]), season: 12))
    for row in 48..<52 { model.update(with: Self.rows[row]) }
    let expected = try #require(try model.quantiles(horizon: 12, at: probabilities))
    // Window 1, channel 0.
    #expect(Array(quantiles[72..<108]) == Array(expected.joined()))
    #expect(expected[0][0] < expected[1][0] && expected[1][0] < expected[2][0])
  }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let (one, three) = try (
      Self.fitted(ARIMA.self), Self.fitted(ARIMA.self, threads: 3)
    )
    #expect(one.namedNumbers.map(\.name) == three.namedNumbers.map(\.name))
    let ofOne: [UInt64] = one.namedNumbers.flatMap { $0.values.map(\.bitPattern) }
    let ofThree: [UInt64] = three.namedNumbers.flatMap { $0.values.map(\.bitPattern) }
    #expect(ofOne == ofThree)
  }

  /// A file with the newest rows alone, or with rows missing before its first, still continues the state.
  @Test func laterRowsContinueTheState() throws {
    let forecaster = try Self.fitted(ExponentialSmoothing.self)
    let whole = Self.last(forecaster, try Self.panel(72))
    #expect(Self.last(forecaster, try Self.panel(30, from: 42)) == whole)
    #expect(Self.last(forecaster, try Self.panel(24, from: 48)) == whole)
    let gap = Self.last(forecaster, try Self.panel(20, from: 52))
    #expect(gap != whole && zip(gap, whole).allSatisfy { ($0 - $1).magnitude < 20 })
  }

  /// Rows with other values where the state has seen its last rows are another series: the method is fitted to them.
  @Test func anotherSeriesIsFittedAnew() throws {
    let forecaster = try Self.fitted(ExponentialSmoothing.self)
    let other = try Self.panel(72) { row, value in 3 * value + Double(row % 4) }
    let expected = try LocalModelCatalog.model(named: "ets").fit(
      LocalSeries(values: other.values(ofColumn: 0), season: 12))
    #expect(Self.last(forecaster, other) == expected.means(horizon: 12))
    // Rows from before the last one that the state has seen, too.
    let early = try Self.panel(40)
    let atEarly = try LocalModelCatalog.model(named: "ets").fit(
      LocalSeries(values: Array(Self.rows[..<40]), season: 12))
    #expect(Self.last(forecaster, early) == atEarly.means(horizon: 12))
  }

  /// A value that was revised after the state had seen it counts as it is now; a stored state knows it too.
  @Test func revisedRowsAreFittedAnew() throws {
    let forecaster = try Self.fitted(ExponentialSmoothing.self)
    let restored = try forecaster.restored(
      from: LearntValues(tensors: [], numbers: forecaster.namedNumbers))
    let revised = try Self.panel(72) { row, value in row == 40 ? value + 30 : value }
    let expected = try LocalModelCatalog.model(named: "ets").fit(
      LocalSeries(values: revised.values(ofColumn: 0), season: 12))
    for one in [forecaster, restored] {
      #expect(Self.last(one, revised) == expected.means(horizon: 12))
    }
    #expect(forecaster.parameterCount == restored.parameterCount)
  }

  /// The forecast of channel a after the last row.
  private static func last(_ forecaster: some Forecaster, _ panel: Panel) -> [Double] {
    let stamps = panel.only.timestamps
    let origin = WindowOrigin(series: 0, row: stamps.count - 1, stamp: stamps[stamps.count - 1])
    let plain = StandardScaler(means: [0, 0], deviations: [1, 1])
    guard let data = try? ScaledPanel(panel, scalers: [plain]) else { return [] }
    let forecast = forecaster.forecast(
      Batch(
        history: Tensor(shape: [1, 2, 1], filledWith: 0), origins: [origin],
        units: HistoryUnits(data, channels: [0, 1], lookback: 1)))
    return forecast.units(window: 0, channel: 0, mean: 0, deviation: 1)
  }

  @Test(arguments: ForecasterCatalog.names)
  func whatIsStoredForecastsTheSameBits(_ name: String) throws {
    let type = try #require(ForecasterCatalog.forecaster(named: name))
    guard let local = type as? any LocalForecaster.Type else { return }
    try checkStoring(local)
  }

  private func checkStoring<F: LocalForecaster>(_ type: F.Type) throws {
    let forecaster = try Self.fitted(type)
    let description = ModelDescription(
      model: F.card.name, configuration: F.Configuration().json, shape: .init(lookback: 1, horizon: 12),
      columns: .init(
        time: "date", channels: ["a", "b"], frequency: .months(1, isMonthEnd: false),
        scaler: StandardScaler(means: [0, 0], deviations: [1, 1])),
      split: .init(rule: .usualRatios, rows: Split(train: 0..<48, validation: 48..<48, test: 48..<72)),
      data: .init(path: "sales", sha256: ""), recipe: nil, seed: 1, training: .init(epochs: 0, bestEpoch: 0))
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try ModelFile(forecaster, described: description).write(to: path)
    let restored = try ModelFile(reading: path).forecaster(type)
    #expect(try Self.forecasts(restored, Self.panel(72)) == Self.forecasts(forecaster, Self.panel(72)))
    #expect(restored.summary(channels: ["a", "b"]) == forecaster.summary(channels: ["a", "b"]))
    #expect(restored.summary(channels: ["a", "b"]).first?.hasPrefix("a: ") == true)
  }

  @Test func aColumnThatTheMethodRefusesRepeatsItsLastValue() throws {
    var generator = SeededGenerator(seed: 1)
    let panel = try Self.panel(72) { row, value in row % 9 == 0 ? -1 : value }
    let windows = try Self.windows(panel)
    var croston = try Croston(.init(), for: Self.task, using: &generator)
    let data = TrainingData(windows)
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 1))
    _ = try croston.fit(data, plan, TrainingControl())
    #expect(croston.notes.contains { $0.hasPrefix("a: ") && $0.contains("demand cannot be negative") })
    #expect(Self.last(croston, panel) == [Double](repeating: panel.values(ofColumn: 0)[71], count: 12))
    // With no column that it can be fitted to, the fit fails.
    let task = ForecastTask(
      lookback: 1, horizon: 12, channelCount: 2, targetChannels: [0], frequency: .months(1, isMonthEnd: false)
    )
    var alone = try Croston(.init(), for: task, using: &generator)
    #expect {
      _ = try alone.fit(data, plan, TrainingControl())
    } throws: { error in
      if case TrainingError.notFitted(_, let column, _, _) = error { column == "a" } else { false }
    }
  }

  @Test func missingRowsAreFilledOrIntegratedOut() throws {
    let panel = try Self.panel(72) { row, value in [20, 21, 33].contains(row) ? .nan : value }
    let windows = try Self.windows(panel)
    let data = TrainingData(windows)
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 1))
    var generator = SeededGenerator(seed: 1)
    var ets = try ExponentialSmoothing(.init(), for: Self.task, using: &generator)
    _ = try ets.fit(data, plan, TrainingControl())
    #expect(ets.notes.contains("a: missing rows were filled"))
    var arima = try ARIMA(.init(), for: Self.task, using: &generator)
    _ = try arima.fit(data, plan, TrainingControl())
    #expect(!arima.notes.contains("a: missing rows were filled"))
    for forecast in [Self.last(ets, panel), Self.last(arima, panel)] {
      #expect(forecast.allSatisfy { $0.isFinite })
    }
  }

  @Test func namesWithAVariantAreSettings() throws {
    let (name, key, value) = try #require(ForecasterCatalog.variant(named: "ets:M,Ad,M"))
    #expect((name, key, value) == ("ets", "form", "M,Ad,M"))
    #expect(ForecasterCatalog.forecaster(named: "arima:0,1,1(0,1,1)") is ARIMA.Type)
    #expect(ForecasterCatalog.forecaster(named: "samformer:3") == nil)
    #expect(ForecasterCatalog.variant(named: "ets") == nil)
    var configuration = ARIMA.Configuration()
    for text in ["1,1,1", "0,1,1(0,1,1)", "2,0,0 with mean", "0,1,1(0,1,1) with drift", "auto"] {
      if text.hasPrefix("0,1,1(0,1,1) with") {
        #expect(throws: (any Error).self) { try configuration.set("order", to: text) }
        continue
      }
      try configuration.set("order", to: text)
      #expect(try ARIMA.Configuration(json: JSONReader(configuration.json)) == configuration)
    }
    for text in ["1,1", "1,1,1,1", "-1,0,0", "99,0,0", "(1,1,1)", "1,1,1[12]", "nonsense"] {
      #expect(throws: (any Error).self) { try configuration.set("order", to: text) }
    }
  }
}
