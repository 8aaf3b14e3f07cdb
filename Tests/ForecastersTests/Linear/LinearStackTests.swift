import Forecasters
import Forecasting
import Layers
import LinearMaps
import Tensors
import Testing
import TimeSeries
import Training

struct LinearStackTests {
  private static let (lookback, horizon) = (10, 4)

  private static func windows(rows: Int = 300, channels: Int = 3) throws -> WindowSet {
    var generator = SeededGenerator(seed: 3)
    let columns = (0..<channels).map { channel in
      var level: Float = 0
      return (
        name: "c\(channel)",
        values: (0..<rows).map { row -> Double in
          level = 0.9 * level + generator.normal()
          return Double(level) + Double(channel) + 2 * Double((row + channel) % 5)
        }
      )
    }
    let stamps = (0..<rows).map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    let panel = try Panel(source: "walk", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    return try WindowSet(data, splits: [split], shape: .init(lookback: lookback, horizon: horizon))
  }

  private static func fitted<F: Forecaster>(
    _ type: F.Type, _ windows: WindowSet, _ settings: [(String, String)], channels: Int = 3, threads: Int = 2
  ) throws -> F {
    var configuration = F.Configuration()
    for (key, value) in settings { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: channels, frequency: .hours(1))
    var model = try F.make(configuration, for: task, using: &generator)
    _ = try model.fit(
      TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: threads)),
      TrainingControl())
    return model
  }

  /// With one candidate the stack is the map of the closed form, up to a penalty too small to matter.
  @Test func withOneCandidateTheStackIsTheClosedForm() throws {
    let windows = try Self.windows()
    let stack = try Self.fitted(
      LinearStack.self, windows,
      [
        ("scopes", "pooled"), ("centrings", "last"), ("ridges", "1e-10"), ("lookbacks", "1"),
        ("naive", "false"),
      ])
    let closed = try Self.fitted(
      LinearClosedForm.self, windows, [("normalization", "last"), ("ridge", "1e-10")])
    let histories = windows.validation.histories(0..<windows.validation.count)
    let (a, b) = (stack.forecast(histories), closed.forecast(histories))
    guard case .standardized(let ours) = a.values, case .standardized(let theirs) = b.values else {
      Issue.record("not standardised")
      return
    }
    #expect(zip(ours.values, theirs.values).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func sharesAddUpAndAreTold() throws {
    let stack = try Self.fitted(LinearStack.self, Self.windows(), [("season", "5")])
    let shares = try #require(stack.namedTensors.first { $0.name == "shares" }).value
    let count = shares.shape[1]
    for channel in 0..<3 {
      let total: Float = shares.values[channel * count..<(channel + 1) * count].reduce(0, +)
      #expect(abs(total - 1) < 1e-5)
    }
    #expect(stack.notes.count == 1 && stack.notes[0].contains(" % "))
    let summary = stack.summary(channels: ["a", "b", "c"])
    #expect(summary.count > 4 && summary.contains { $0.contains("b: ") })
  }

  /// A fit to the same rows makes the same maps of the stored shares, to the last bit.
  @Test func sharesAreStoredAsTheyWereFound() throws {
    let windows = try Self.windows()
    let stack = try Self.fitted(LinearStack.self, windows, [("season", "5")])
    let (tensors, numbers) = (stack.namedTensors, stack.namedNumbers)
    let values = tensors.map(\.value.values)
    var stored = try stack.restored(from: LearntValues(tensors: tensors, numbers: numbers))
    #expect(stored.namedNumbers.map(\.values) == numbers.map(\.values))
    try stored.refit(
      on: TrainingData(windows),
      TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2)),
      TrainingControl())
    #expect(stored.namedTensors.map(\.value.values) == values)
    // A file of an earlier version has them in single precision.
    let older = try stack.restored(from: LearntValues(tensors: tensors))
    #expect(older.namedTensors.map(\.value.values) == values)
    let cut = [(name: "exact_shares", values: [0.5, 0.5])]
    #expect(throws: ModelFileError.self) {
      try stack.restored(from: LearntValues(tensors: tensors, numbers: cut))
    }
  }

  /// What SAMformer learns the rest of is fitted before it, with a second head as without.
  @Test func theStackBelowSAMformerIsFittedAlsoWhereALawIsStated() throws {
    let windows = try Self.windows()
    func maps<F: Forecaster>(_ type: F.Type, _ law: OutputLaw?) throws -> [(name: String, value: Tensor)] {
      var generator = SeededGenerator(seed: 1)
      let task = ForecastTask(
        lookback: Self.lookback, horizon: Self.horizon, channelCount: 3, frequency: .hours(1)
      ).stating(law)
      var model = try F.make(F.Configuration(), for: task, using: &generator)
      var recipe = TrainingRecipe()
      recipe.epochs = 1
      if law != nil { try recipe.set("loss", to: "gaussian") }
      _ = try model.fit(
        TrainingData(windows),
        TrainingPlan(recipe: recipe, seed: 1, workers: Workers(threadCount: 2)), TrainingControl())
      return model.namedTensors.filter { $0.name.hasPrefix("stack.") }
    }
    let (plain, stated) = (
      try maps(ResidualSAMformer.self, nil), try maps(LawForecaster<ResidualSAMformer>.self, .gaussian)
    )
    let alone = try Self.fitted(LinearStack.self, windows, []).namedTensors
    #expect(plain.map(\.name) == alone.map { "stack.\($0.name)" })
    #expect(plain.map(\.value.values) == alone.map(\.value.values))
    #expect(stated.map(\.value.values) == alone.map(\.value.values))
  }

  /// A season without noise has as many different histories as rows of the season.
  @Test func raisedPenaltiesAreSaid() throws {
    let columns = (0..<3).map { channel in
      (name: "c\(channel)", values: (0..<300).map { Double(($0 + channel) % 5) })
    }
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: 300)
    let panel = try Panel(source: "saw", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    let windows = try WindowSet(
      data, splits: [split], shape: .init(lookback: Self.lookback, horizon: Self.horizon))
    let settings = [("ridges", "1e-18"), ("naive", "false"), ("season", "5")]
    let stack = try Self.fitted(LinearStack.self, windows, settings)
    #expect(stack.notes.last?.contains("were raised, to 1e-1") == true, "\(stack.notes)")
    #expect(stack.summary(channels: ["a", "b", "c"]).contains { $0.contains("3 of 3 channels") })
    let stored = try stack.restored(
      from: LearntValues(tensors: stack.namedTensors, numbers: stack.namedNumbers))
    #expect(stored.notes == stack.notes)
    let usual = try Self.fitted(LinearStack.self, Self.windows(), [("season", "5")])
    #expect(usual.notes.count == 1 && usual.namedNumbers.map(\.name) == ["exact_shares"])
  }

  @Test func listsOfSettingsAreReadAndRefused() throws {
    var configuration = LinearStack.Configuration()
    try configuration.set("ridges", to: "0.1+10")
    try configuration.set("centrings", to: "last")
    #expect(configuration.ridges == [0.1, 10] && configuration.centrings == [.last])
    for (key, value) in [("ridges", "0.1+"), ("ridges", "-1"), ("ridges", ""), ("centrings", "first")] {
      #expect(throws: ConfigurationError.self) { try configuration.set(key, to: value) }
    }
  }

  /// A season that does not fit leaves no candidate.
  @Test func noCandidateIsRefused() throws {
    #expect(throws: ConfigurationError.self) {
      try Self.fitted(LinearStack.self, Self.windows(), [("centrings", "season"), ("naive", "false")])
    }
  }
}
