import Layers
import Optimizers
import Tensors
import TimeSeries

/// Fits a neural forecaster by gradient descent: shuffled batches with the remainder kept, validation after each
/// epoch, the best weights kept, an end when they stop improving.
struct Trainer {
  private let plan: TrainingPlan
  private let control: TrainingControl

  init(_ plan: TrainingPlan, _ control: TrainingControl) {
    (self.plan, self.control) = (plan, control)
  }

  private var recipe: TrainingRecipe { plan.recipe }

  /// Rows (one per window and channel) of what a model may look at before an epoch.
  private static let rowsOfSample = 2048

  /// Leaves the parameters of the best epoch in `model`.
  func fit<Model: NeuralForecaster>(
    _ model: inout Model, _ data: TrainingData
  ) throws(TrainingError) -> TrainingSummary {
    var optimizer = recipe.makeOptimizer()
    var best = control.checkpoint?.bestValues ?? model.learntValues
    var epochs = control.checkpoint?.epochs ?? []
    if let checkpoint = control.checkpoint {
      guard checkpoint.fits(model) else { throw .unfitCheckpoint }
      model = model.replacingTensors(checkpoint.values)
      optimizer.state = checkpoint.optimizer
    }
    control.report(.started(outline(model, data, firstEpoch: epochs.count + 1)))
    var ending = TrainingSummary.Ending.completed
    while epochs.count < recipe.epochs {
      if isPatienceSpent(epochs) {
        ending = .earlyStop
        break
      }
      guard let report = try runEpoch(epochs.count, of: &model, by: &optimizer, data, bestSoFar: epochs)
      else {
        ending = .interrupted
        break
      }
      epochs.append(report)
      if report.isBest { best = model.learntValues }
      control.report(.epochFinished(report))
      try control.save?(
        Checkpoint(
          epochs: epochs, values: model.learntValues, bestValues: best, optimizer: optimizer.state))
    }
    // Before the first validated epoch there is no best: what an interruption leaves is all there is.
    if !epochs.isEmpty { model = model.replacingTensors(best) }
    let summary = TrainingSummary(ending: ending, epochs: epochs)
    control.report(.finished(summary))
    return summary
  }

  private func isPatienceSpent(_ epochs: [EpochReport]) -> Bool {
    epochs.count >= recipe.patience && !epochs.suffix(recipe.patience).contains { $0.isBest }
  }

  /// One epoch with its validation; nil if interrupted.
  private func runEpoch<Model: NeuralForecaster>(
    _ epoch: Int, of model: inout Model, by optimizer: inout any Optimizer, _ data: TrainingData,
    bestSoFar: [EpochReport]
  ) throws(TrainingError) -> EpochReport? {
    let start = ContinuousClock.now
    optimizer.learningRate = recipe.schedule.rate(
      atEpoch: epoch, of: recipe.epochs, first: recipe.learningRate)
    guard let loss = try runSteps(epoch, of: &model, by: &optimizer, data.training) else { return nil }
    let errors = score(model, on: data.validation, workers: plan.workers).standardized
    guard errors.mseNorm.isFinite else {
      throw .nonFiniteValidation(epoch: epoch + 1, learningRate: optimizer.learningRate)
    }
    let report = EpochReport(
      epoch: epoch + 1, trainingLoss: loss, validationMSE: errors.mseNorm, validationMAE: errors.maeNorm,
      learningRate: optimizer.learningRate, seconds: (ContinuousClock.now - start) / .seconds(1),
      isBest: false)
    let previous = bestSoFar.map { recipe.selectionError(of: $0) }.min() ?? .infinity
    return report.marked(asBest: recipe.selectionError(of: report) < previous)
  }

  /// The mean loss over the windows of an epoch; nil if interrupted.
  private func runSteps<Model: NeuralForecaster>(
    _ epoch: Int, of model: inout Model, by optimizer: inout any Optimizer, _ windows: TrainingWindows
  ) throws(TrainingError) -> Double? {
    var order = Array(0..<windows.count)
    var generator = SeededGenerator(seed: plan.seed, purpose: .shuffle, index: epoch)
    generator.shuffle(&order)
    model.prepare(forEpoch: epoch) {
      windows.batch(order.prefix(max(1, Self.rowsOfSample / windows.channelCount))).history
    }
    let stepCount = recipe.stepCount(windows: windows.count)
    let step = TrainingStep(plan, on: windows)
    var total = 0.0
    for index in 0..<stepCount {
      if control.isInterrupted() { return nil }
      let batch = Array(order[index * recipe.batchSize..<min(order.count, (index + 1) * recipe.batchSize)])
      let loss = step(&model, by: &optimizer, on: batch, number: epoch * stepCount + index)
      guard loss.isFinite else {
        throw .nonFiniteLoss(epoch: epoch + 1, step: index + 1, learningRate: optimizer.learningRate)
      }
      total += loss * Double(batch.count)
      control.report(.stepped(epoch: epoch + 1, step: index + 1, stepCount: stepCount, loss: loss))
    }
    return total / Double(max(1, order.count))
  }

  private func outline(_ model: some NeuralForecaster, _ data: TrainingData, firstEpoch: Int)
    -> TrainingOutline
  {
    TrainingOutline(
      parameterCount: model.parameterCount, trainingWindows: data.training.count,
      validationWindows: data.validation.count, stepsPerEpoch: recipe.stepCount(windows: data.training.count),
      epochs: recipe.epochs, firstEpoch: firstEpoch)
  }
}

extension TrainingRecipe {
  /// Optimizer steps of one epoch.
  func stepCount(windows: Int) -> Int {
    (windows + batchSize - 1) / batchSize
  }

  /// The validation error that decides which epoch is best: the one that is trained for.
  func selectionError(of epoch: EpochReport) -> Double {
    loss == .absoluteError ? epoch.validationMAE : epoch.validationMSE
  }
}

extension Checkpoint {
  /// Whether every tensor has the shape that `model` gives it.
  fileprivate func fits(_ model: some NeuralForecaster) -> Bool {
    let shapes = (learnt: model.learntValues.map(\.shape), trained: model.parameters.map(\.shape))
    return [values, bestValues].allSatisfy { $0.map(\.shape) == shapes.learnt }
      && optimizer.memories.allSatisfy { $0.map(\.shape) == shapes.trained }
  }
}

extension Forecaster {
  /// Everything that has been learnt, in the order of `namedTensors`.
  fileprivate var learntValues: [Tensor] { namedTensors.map(\.value) }
}

extension EpochReport {
  fileprivate func marked(asBest isBest: Bool) -> EpochReport {
    EpochReport(
      epoch: epoch, trainingLoss: trainingLoss, validationMSE: validationMSE, validationMAE: validationMAE,
      learningRate: learningRate, seconds: seconds, isBest: isBest)
  }
}
