import Layers
import Optimizers
import Synchronization
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

  @Test(arguments: [WeightAverage.exponential(decay: 0.9), .stochastic(firstEpoch: 2)])
  func aFitWithMeansOfWeightsKeepsTheBestMeanAndGoesOnWhereItWasInterrupted(_ average: WeightAverage) throws {
    let points = LinePoints(count: 100)
    let plan = plan { ($0.epochs, $0.averaging, $0.learningRate) = (6, average, 0.01) }
    let validation = points.validation(of: LineModel.self)
    var checkpoints: [Checkpoint] = []
    var control = TrainingControl()
    control.save = { checkpoints.append($0) }
    var whole = LineModel()
    let summary = try Trainer(plan, control).fit(&whole, on: points, validatedBy: validation)
    let best = summary.epochs.map(\.validationMSE).min()
    #expect(try validation.errors(whole).mse == best)
    var rest = TrainingControl()
    rest.checkpoint = checkpoints[2]
    rest.checkpoint?.isSealed = false
    var resumed = LineModel()
    _ = try Trainer(plan, rest).fit(&resumed, on: points, validatedBy: validation)
    #expect(resumed.w.values == whole.w.values && resumed.b.values == whole.b.values)
  }

  /// The last batch of an epoch is cut into fewer parts than the others.
  @Test func noTwoPartsOfAnEpochHaveTheSameRandomMasks() throws {
    let points = LinePoints(count: 640, rowsPerExample: 64)
    let plan = plan { ($0.batchSize, $0.epochs) = (200, 2) }
    var model = DrawingModel()
    _ = try Trainer(plan, TrainingControl()).fit(
      &model, on: points, validatedBy: Validation(exampleCount: 1) { _ in ValidationErrors(mse: 1, mae: 1) })
    let drawn = model.drawn.values.withLock { $0 }
    // 200 · 64 rows in 128 parts, three times, and 40 · 64 rows in 32.
    #expect(drawn.count == 2 * (3 * 128 + 32))
    #expect(Set(drawn).count == drawn.count)
  }
}

/// Remembers the first random bits of every pass.
private struct DrawingModel: Trainable, PreparedModel {
  var w = Tensor(shape: [1, 1], filledWith: 1)
  let drawn = Drawn()

  final class Drawn: Sendable {
    let values = Mutex<[UInt64]>([])
  }

  func output(_ input: Tensor, in pass: inout ForwardPass) -> Tensor {
    let bits = pass.generator.next()
    drawn.values.withLock { $0.append(bits) }
    return linear(input, weight: w, bias: nil)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&w, named: "w") }
}
