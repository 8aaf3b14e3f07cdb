import Layers
import Optimizers
import Tensors

/// Fits a model by gradient descent: shuffled batches with the remainder kept, validation after each epoch, the best
/// weights kept, an end when they stop improving.
///
/// ```swift
/// var line = Line()
/// let points = Points(count: 64)
/// let validation = Validation<Line>(exampleCount: 1) { line in
///   let miss = abs(Double(line.w.scalar) - 3)
///   return ValidationErrors(mse: miss * miss, mae: miss)
/// }
/// let plan = TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: workers)
/// let summary = try Trainer(plan, TrainingControl()).fit(&line, on: points, validatedBy: validation)
/// ```
public struct Trainer {
  private let plan: TrainingPlan
  private let control: TrainingControl

  /// - Parameter plan: How to fit.
  /// - Parameter control: Who watches, and where an interrupted fit goes on.
  public init(_ plan: TrainingPlan, _ control: TrainingControl) {
    (self.plan, self.control) = (plan, control)
  }

  private var recipe: TrainingRecipe { plan.recipe }

  /// Rows (see ``Examples/rowsPerExample``) of what a model may look at before an epoch.
  private static let rowsOfSample = 2048

  /// Leaves the parameters of the best epoch in `model`.
  ///
  /// - Parameter data: The examples whose loss is minimised.
  /// - Parameter validation: Chooses the best epoch and when to stop.
  /// - Throws: `TrainingError.recipe` for a recipe out of bounds, before anything is computed.
  public func fit<Model: Trainable, Data: Examples>(
    _ model: inout Model, on data: Data, validatedBy validation: Validation<Model>
  ) throws(TrainingError) -> TrainingSummary where Model.Input == Data.Input {
    do { try recipe.check(for: model) } catch { throw .recipe(error) }
    var optimizer = recipe.makeOptimizer()
    var best = control.checkpoint?.bestValues ?? model.learntValues
    var epochs = control.checkpoint?.epochs ?? []
    if let checkpoint = control.checkpoint {
      try checkpoint.check(expectation(of: model, optimizer, exampleCount: data.count))
      try resume(&model, &optimizer, from: checkpoint, validation)
    }
    control.report(
      .started(outline(model, data.count, validation.exampleCount, firstEpoch: epochs.count + 1)))
    var ending = TrainingSummary.Ending.completed
    while epochs.count < recipe.epochs {
      if isPatienceSpent(epochs) {
        ending = .earlyStop
        break
      }
      guard
        let report = try runEpoch(
          of: &model, by: &optimizer, on: data, validatedBy: validation, after: epochs)
      else {
        ending = .interrupted
        break
      }
      epochs.append(report)
      if report.isBest { best = optimizer.averaged(model).learntValues }
      control.observe?(optimizer.averaged(model), report.epoch)
      control.report(.epochFinished(report))
      try control.save?(
        Checkpoint(
          epochs: epochs, values: model.learntValues, bestValues: best, optimizer: optimizer.state))
    }
    // Before the first validated epoch there is no best: what an interruption leaves is all there is.
    if !epochs.isEmpty { model = model.replacingLearntValues(best) }
    let summary = TrainingSummary(ending: ending, epochs: epochs)
    control.report(.finished(summary))
    return summary
  }

  /// Goes on where a checkpoint was left.
  private func resume<Model: Trainable>(
    _ model: inout Model, _ optimizer: inout any Optimizer, from checkpoint: Checkpoint,
    _ validation: Validation<Model>
  ) throws(TrainingError) {
    model = model.replacingLearntValues(checkpoint.values)
    optimizer.state = checkpoint.optimizer
    let validated = optimizer.averaged(model)
    try checkpoint.checkBest(validated: validated.learntValues)
    if !checkpoint.isSealed { try checkpoint.checkErrors(of: validated, validation) }
  }

  private func expectation(
    of model: some Module, _ optimizer: any Optimizer, exampleCount: Int
  ) -> CheckpointExpectation {
    CheckpointExpectation(
      learntShapes: model.learntValues.map(\.shape), parameterShapes: model.parameters.map(\.shape),
      recipe: recipe, stepsPerEpoch: recipe.stepCount(examples: exampleCount),
      memoryCount: optimizer.memoryCount)
  }

  private func isPatienceSpent(_ epochs: [EpochReport]) -> Bool {
    epochs.count >= recipe.patience && !epochs.suffix(recipe.patience).contains { $0.isBest }
  }

  /// One epoch with its validation; nil if interrupted.
  private func runEpoch<Model: Trainable, Data: Examples>(
    of model: inout Model, by optimizer: inout any Optimizer, on data: Data,
    validatedBy validation: Validation<Model>, after epochs: [EpochReport]
  ) throws(TrainingError) -> EpochReport? where Model.Input == Data.Input {
    let (start, epoch) = (ContinuousClock.now, epochs.count)
    optimizer.learningRate = recipe.schedule.rate(
      atEpoch: epoch, of: recipe.epochs, first: recipe.learningRate)
    guard let loss = try runSteps(epoch, of: &model, by: &optimizer, on: data) else { return nil }
    optimizer.endEpoch(epoch + 1, of: model)
    guard let errors = try validation.errorsIfNotInterrupted(optimizer.averaged(model)) else { return nil }
    guard errors.mse.isFinite else {
      throw .nonFiniteValidation(epoch: epoch + 1, learningRate: optimizer.learningRate)
    }
    let objective = recipe.loss.objective
    let best = epochs.map { objective.selectionError(of: $0.validation) }.min() ?? .infinity
    return EpochReport(
      epoch: epoch + 1, trainingLoss: loss, validation: errors, learningRate: optimizer.learningRate,
      seconds: (ContinuousClock.now - start) / .seconds(1),
      isBest: objective.selectionError(of: errors) < best)
  }

  /// The mean loss over the examples of an epoch; nil if interrupted.
  private func runSteps<Model: Trainable, Data: Examples>(
    _ epoch: Int, of model: inout Model, by optimizer: inout any Optimizer, on data: Data
  ) throws(TrainingError) -> Double? where Model.Input == Data.Input {
    var order = Array(0..<data.count)
    var generator = SeededGenerator(seed: plan.seed, purpose: .shuffle, index: epoch)
    generator.shuffle(&order)
    model.prepare(forEpoch: epoch) {
      data.examples(at: order.prefix(max(1, Self.rowsOfSample / data.rowsPerExample))).input
    }
    let stepCount = recipe.stepCount(examples: data.count)
    let step = TrainingStep(plan, on: data)
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

  private func outline(
    _ model: some Module, _ exampleCount: Int, _ validationCount: Int, firstEpoch: Int
  ) -> TrainingOutline {
    TrainingOutline(
      parameterCount: model.parameterCount, trainingExamples: exampleCount,
      validationExamples: validationCount, stepsPerEpoch: recipe.stepCount(examples: exampleCount),
      epochs: recipe.epochs, firstEpoch: firstEpoch)
  }
}

extension Validation {
  fileprivate func errorsIfNotInterrupted(_ model: Model) throws(TrainingError) -> ValidationErrors? {
    do { return try errors(model) } catch {
      if case .interrupted = error { return nil }
      throw error
    }
  }
}

extension TrainingRecipe {
  /// Optimizer steps of one epoch.
  func stepCount(examples: Int) -> Int {
    (examples + batchSize - 1) / batchSize
  }
}
