import Layers
import Tensors
import Testing
import Training

struct TrainerTests {
  private func plan(threads: Int = 1, _ change: (inout TrainingRecipe) -> Void = { _ in }) -> TrainingPlan {
    var recipe = TrainingRecipe()
    (recipe.epochs, recipe.patience, recipe.learningRate, recipe.batchSize) = (60, 60, 0.05, 16)
    change(&recipe)
    return TrainingPlan(recipe: recipe, seed: 3, workers: Workers(threadCount: threads))
  }

  private func fitted(_ points: LinePoints, _ plan: TrainingPlan) throws -> LineModel {
    var model = LineModel()
    _ = try Trainer(plan, TrainingControl()).fit(
      &model, on: points, validatedBy: points.validation(of: LineModel.self))
    return model
  }

  @Test(arguments: [ObjectiveChoice.squaredError, .absoluteError, .huber(delta: 0.5)])
  func aModelThatKnowsNothingOfTimeIsTrained(_ objective: ObjectiveChoice) throws {
    let model = try fitted(LinePoints(count: 200), plan { $0.loss = objective })
    #expect(abs(model.w.values[0] - 3) < 0.05 && abs(model.b.values[0] + 1) < 0.05)
  }

  @Test(arguments: [ObjectiveChoice.squaredError, .absoluteError, .huber(delta: 0.5)])
  func examplesOfNoWeightTeachNothing(_ objective: ObjectiveChoice) throws {
    let model = try fitted(LinePoints(count: 200, firstWrong: 150), plan { $0.loss = objective })
    #expect(abs(model.w.values[0] - 3) < 0.05 && abs(model.b.values[0] + 1) < 0.05)
  }

  @Test func bothPassesOfSAMSeeAnInputThatIsPreprocessedOnce() {
    let counter = LineModel.Counter()
    var model = LineModel(counting: counter)
    let plan = plan { $0.rho = 0.5 }
    var optimizer = plan.recipe.makeOptimizer()
    let step = TrainingStep(plan, on: LinePoints(count: 64))
    _ = step(&model, by: &optimizer, on: Array(0..<64), number: 0)
    #expect(counter.value.withLock { $0 } == 1)
  }

  @Test func partsAddUpToTheSameWeightsForAnyThreads() throws {
    let points = LinePoints(count: 600, rowsPerExample: 64)
    let models = try [1, 2, 3].map { threads in
      try fitted(points, plan(threads: threads) { ($0.batchSize, $0.epochs) = (200, 5) })
    }
    #expect(models.allSatisfy { $0.w.values == models[0].w.values && $0.b.values == models[0].b.values })
  }
}
