import Forecasters
import Forecasting
import Layers
import LeastSquares
import Tensors
import Testing
import TimeSeries
import Training

struct LinearClosedFormTests {
  private static let (lookback, horizon) = (10, 4)

  /// Random walks of three channels, 300 rows.
  private func windows() throws -> WindowSet {
    var generator = SeededGenerator(seed: 3)
    let columns = (0..<3).map { channel in
      var level: Float = 0
      return (
        name: "c\(channel)",
        values: (0..<300).map { _ -> Double in
          level = 0.9 * level + generator.normal()
          return Double(level + Float(channel))
        }
      )
    }
    let stamps = (0..<300).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let panel = try Panel(source: "walk", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    return try WindowSet(
      data, splits: [split], shape: .init(lookback: Self.lookback, horizon: Self.horizon))
  }

  private func fitted(
    _ windows: WindowSet, _ normalization: LinearClosedForm.Normalization, ridge: Float, threads: Int = 1
  ) throws -> LinearClosedForm {
    var configuration = LinearClosedForm.Configuration()
    (configuration.normalization, configuration.ridge) = (normalization, ridge)
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(lookback: Self.lookback, horizon: Self.horizon, channelCount: 3)
    var model = try LinearClosedForm(configuration, for: task, using: &generator)
    _ = try model.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: threads)),
      TrainingControl())
    return model
  }

  /// The same map from windows that are really copied and normalised one by one.
  @Test(arguments: [LinearClosedForm.Normalization.instance, .last])
  func theMapIsThatOfCopiedWindows(_ normalization: LinearClosedForm.Normalization) throws {
    let windows = try windows()
    let expected = try #require(
      copiedEquations(windows.training, normalization == .last).solution(ridge: 0.01, freeInputs: 1))
    let tensors = try fitted(windows, normalization, ridge: 0.01).namedTensors.map(\.value)
    for step in 0..<Self.horizon {
      let row = expected.dropFirst(step * (Self.lookback + 1)).prefix(Self.lookback + 1)
      let ours =
        tensors[0].values[step * Self.lookback..<(step + 1) * Self.lookback] + [tensors[1].values[step]]
      #expect(zip(ours, row).allSatisfy { abs(Double($0) - $1) < 1e-5 })
    }
  }

  private func copiedEquations(_ windows: TrainingWindows, _ usesLast: Bool) -> NormalEquations {
    let (batch, target) = windows.batch(0..<windows.count)
    let size = Self.lookback + 1
    var gram = [Double](repeating: 0, count: size * size)
    var cross = [Double](repeating: 0, count: Self.horizon * size)
    var squares = 0.0
    for row in 0..<windows.count * 3 {
      let x = batch.history.values[row * Self.lookback..<(row + 1) * Self.lookback].map(Double.init)
      let mean = x.reduce(0, +) / Double(x.count)
      let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
      let level = usesLast ? x[x.count - 1] : mean
      let inputs = x.map { $0 - level } + [usesLast ? 1 : (variance + 1e-5).squareRoot()]
      let outputs = target.values[row * Self.horizon..<(row + 1) * Self.horizon].map { Double($0) - level }
      for i in 0..<size {
        for j in 0..<size { gram[i * size + j] += inputs[i] * inputs[j] }
        for step in 0..<Self.horizon { cross[step * size + i] += outputs[step] * inputs[i] }
      }
      squares += outputs.reduce(0) { $0 + $1 * $1 }
    }
    return NormalEquations(inputSize: size, gram: gram, cross: cross, outputSquares: squares)
  }

  /// What is reported while choosing is what scoring the validation windows gives.
  @Test(arguments: [LinearClosedForm.Normalization.instance, .last])
  func theReportedErrorIsThatOfTheForecasts(_ normalization: LinearClosedForm.Normalization) throws {
    let windows = try windows()
    var reported: [Double] = []
    var control = TrainingControl()
    control.report = { if case .tried(_, let error) = $0 { reported.append(error) } }
    var configuration = LinearClosedForm.Configuration()
    (configuration.normalization, configuration.ridge) = (normalization, 0.1)
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(lookback: Self.lookback, horizon: Self.horizon, channelCount: 3)
    var model = try LinearClosedForm(configuration, for: task, using: &generator)
    let workers = Workers(threadCount: 1)
    _ = try model.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: workers), control)
    let error = try score(model, on: windows.validation, workers: workers).score(deviations: [1, 1, 1])
      .mseNorm
    #expect(reported.count == 1 && abs(reported[0] - error) < 1e-5 * error)
  }

  @Test func everyNumberOfThreadsGivesTheSameBits() throws {
    let windows = try windows()
    let one = try fitted(windows, .best, ridge: 0)
    for threads in [2, 3] {
      let other = try fitted(windows, .best, ridge: 0, threads: threads)
      #expect(zip(one.namedTensors, other.namedTensors).allSatisfy { $0.value.values == $1.value.values })
    }
  }

  @Test func theBestOfAllSettingsIsKept() throws {
    let windows = try windows()
    func error(_ model: LinearClosedForm) throws -> Double {
      try score(model, on: windows.validation, workers: Workers(threadCount: 1))
        .score(deviations: [1, 1, 1]).mseNorm
    }
    let best = try fitted(windows, .best, ridge: 0)
    for normalization in [LinearClosedForm.Normalization.instance, .last] {
      for ridge: Float in [1e-3, 1e-2, 1e-1, 1] {
        #expect(try error(best) <= error(fitted(windows, normalization, ridge: ridge)) + 1e-9)
      }
    }
  }
}

struct SeasonalNaiveTests {
  private func model(_ season: Int, lookback: Int, _ frequency: Frequency?) throws -> SeasonalNaive {
    var configuration = SeasonalNaive.Configuration()
    configuration.season = season
    var generator = SeededGenerator(seed: 1)
    return try SeasonalNaive(
      configuration,
      for: ForecastTask(lookback: lookback, horizon: 5, channelCount: 1, frequency: frequency),
      using: &generator)
  }

  @Test(arguments: [
    (Frequency.hours(1), 24), (.minutes(15), 96), (.minutes(10), 144), (.days(1), 7), (.businessDays, 5),
    (.months(1, isMonthEnd: false), 12),
  ])
  func theSeasonIsTheUsualOneOfTheFrequency(_ frequency: Frequency, _ season: Int) throws {
    #expect(try model(0, lookback: 200, frequency).resolved(.init()).season == season)
  }

  @Test func aShortHistoryIsSaid() throws {
    let short = try model(0, lookback: 12, .hours(1))
    #expect(short.resolved(.init()).season == 1)
    #expect(short.notes.count == 1 && short.notes[0].contains("24 rows does not fit into the lookback"))
    #expect(try model(0, lookback: 24, .hours(1)).notes.isEmpty)
    #expect(throws: ConfigurationError.self) { try model(25, lookback: 24, .hours(1)) }
  }

  /// Rows that are missing are continued by those that were observed, and not by what histories of maps are filled with.
  @Test func missingRowsAreNotRepeated() throws {
    let task = ForecastTask(lookback: 8, horizon: 3, channelCount: 1)
    let history: [Double] = [1, 9, 3, 4, .nan, 6, .nan, .nan]
    var generator = SeededGenerator(seed: 1)
    func forecast(_ forecaster: some UntrainedForecaster) -> [Double] {
      var values = [0.0, 0, 0]
      var span = values.mutableSpan
      let isContinued = forecaster.continuing(observed: history.span, into: &span)
      #expect(isContinued)
      return values
    }
    let lastValue = forecast(try LastValue(.init(), for: task, using: &generator))
    let mean = forecast(try Mean(.init(), for: task, using: &generator))
    let drift = forecast(try Drift(.init(), for: task, using: &generator))
    let seasonalNaive = forecast(try model(4, lookback: 8, nil))
    #expect(lastValue == [6, 6, 6])
    #expect(mean == [4.6, 4.6, 4.6])
    #expect(drift == [9, 10, 11])
    #expect(seasonalNaive == [1, 6, 3])
  }

  /// Hourly data with a season of 7 rows: the frequency says 24, the training rows say 7.
  @Test func theTrainingRowsMayChoose() throws {
    let stamps = (0..<300).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let values = (0..<300).map { Double($0 % 7) }
    let panel = try Panel(source: "saw", timestamps: stamps, columns: [(name: "a", values: values)])
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    let windows = try WindowSet(data, splits: [split], shape: .init(lookback: 50, horizon: 9))
    var generator = SeededGenerator(seed: 1)
    var unknown = try SeasonalNaive(
      .init(), for: ForecastTask(lookback: 50, horizon: 9, channelCount: 1), using: &generator)
    _ = try unknown.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 1)), TrainingControl())
    #expect(unknown.resolved(.init()).season == 7)
    let error = try score(unknown, on: windows.test, workers: Workers(threadCount: 1)).score(deviations: [1])
    #expect(error.mseNorm < 1e-9)
  }
}
