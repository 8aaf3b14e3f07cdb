import Forecasting
import Layers
import Runs
import Tensors
import TestSupport
import Testing
import Training

/// What a fit says that cannot be made.
@Suite struct FittingErrorTests {
  /// A forecaster that no data suit.
  private struct Refusing: UntrainedForecaster {
    static let card = ForecasterCard(name: "refusing", summary: "refuses all data", source: "made for a test")
    typealias Configuration = NothingToSet

    let horizon: Int

    init(
      _ configuration: Configuration, for task: ForecastTask, using generator: inout SeededGenerator
    ) throws(ConfigurationError) {
      horizon = task.horizon
    }

    func continuing(_ history: Span<Double>, into forecast: inout MutableSpan<Double>) {}

    mutating func fit(
      _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
    ) throws(TrainingError) -> TrainingSummary {
      throw .notFitted(column: "a", problem: "not this one")
    }

    mutating func refit(
      on data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
    ) throws(TrainingError) {
      throw .notFitted(column: "a", problem: "not this one")
    }
  }

  /// A first fit and one to other rows alike; forecasters do not know where their rows come from.
  @Test func fitsAndRefitsNameTheFileThatTheyCannotBeMadeTo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("odd.csv", Array(SampleFile.hourly(rows: 200).utf8))
    var request = FitRequest(data: path, workers: Workers(threadCount: 1))
    (request.lookback, request.horizon) = (24, 6)
    let data = TrainingData(try Fit(request).prepare(Refusing.self).windows)
    let task = ForecastTask(lookback: 24, horizon: 6, channelCount: 3)
    var generator = SeededGenerator(seed: 1)
    var forecaster = try Refusing(NothingToSet(), for: task, using: &generator)
    let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: request.workers)
    let source = data.training.data.panel.source
    let expected = TrainingError.notFitted(source: source, column: "a", problem: "not this one")
    #expect(source.hasSuffix("odd.csv"))
    #expect(throws: expected) { _ = try forecaster.fit(to: data, plan, TrainingControl()) }
    #expect(throws: expected) { try forecaster.refit(to: data, plan, TrainingControl()) }
  }
}
