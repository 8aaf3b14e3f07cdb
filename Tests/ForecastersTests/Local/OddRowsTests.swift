import Forecasters
import Forecasting
import Tensors
import Testing
import TimeSeries
import Training

/// What a fit says that it has left out is what it has left out.
@Suite struct OddRowsTests {
  /// Six years of months with a season and, in one month, a value that a campaign may explain.
  private static func panel() throws -> Panel {
    let stamps = Frequency.months(1, isMonthEnd: false).stamps(after: Timestamp(year: 2014), count: 72)
    let sales = (0..<72).map { row -> Double in
      let (month, noise) = (row % 12, row * 7 % 5)
      return Double(row == 30 ? 3000 : 100 + 20 * month + noise)
    }
    let campaign: [Double] = (0..<72).map { $0 == 30 ? 1 : 0 }
    var options = ReadingOptions()
    (options.targetColumns, options.futureColumns) = (["sales"], ["campaign"])
    return try Panel(
      source: "sales", timestamps: Array(stamps),
      columns: [(name: "sales", values: sales), (name: "campaign", values: campaign)], options)
  }

  private static func leftOut<F: LocalForecaster>(
    _ type: F.Type, set: [(String, String)] = []
  ) throws -> [String] {
    let panel = try panel()
    let split = Split(train: 0..<60, validation: 60..<60, test: 60..<72)
    let windows = try WindowSet(
      ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)]), splits: [split],
      shape: .init(lookback: 1, horizon: 12))
    let task = ForecastTask(
      lookback: 1, horizon: 12, channelCount: 1, futureCount: 1, frequency: .months(1, isMonthEnd: false))
    var (generator, configuration) = (SeededGenerator(seed: 1), F.Configuration())
    for (key, value) in set { try configuration.set(key, to: value) }
    var forecaster = try F(configuration, for: task, using: &generator)
    forecaster.fits.leavesOddRowsOut = true
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 1))
    _ = try forecaster.fit(TrainingData(windows), plan, TrainingControl())
    return forecaster.fits.leftOut
  }

  @Test func aModelThatSeesWhatIsKnownAheadLeavesNothingOut() throws {
    let blind = try Self.leftOut(SimpleExponentialSmoothing.self)
    #expect(blind.count == 1 && blind[0].hasPrefix("sales 3000 of 2016-"), "\(blind)")
    #expect(try Self.leftOut(ARIMA.self, set: [("order", "0,0,0 with mean"), ("season", "1")]).isEmpty)
  }
}
