import Layers
import Optimizers
import Tensors

/// The fit that a checkpoint is to continue, as far as it decides what a checkpoint can hold.
struct CheckpointExpectation {
  /// Shapes of everything learnt, parameters first.
  let learntShapes: [[Int]]
  /// Shapes of the parameters.
  let parameterShapes: [[Int]]
  let recipe: TrainingRecipe
  let stepsPerEpoch: Int
  /// Memories that the optimizer keeps of each parameter.
  let memoryCount: Int
}

extension Checkpoint {
  /// Refuses a state that the fit cannot have been in, whoever made it.
  ///
  /// - Throws: `TrainingError.unfitCheckpoint`.
  func check(_ expected: CheckpointExpectation) throws(TrainingError) {
    try require(
      [values, bestValues].allSatisfy { $0.map(\.shape) == expected.learntShapes }
        && optimizer.memories.allSatisfy { $0.map(\.shape) == expected.parameterShapes },
      "its tensors have other shapes than the model")
    try require((values + bestValues).allSatisfy(\.isFinite), "its weights are not finite")
    try require(
      epochs.map(\.epoch) == Array(1..<epochs.count + 1) && epochs.count <= expected.recipe.epochs,
      "its epochs are not the first of the fit")
    let (steps, overflow) = epochs.count.multipliedReportingOverflow(by: expected.stepsPerEpoch)
    try require(
      !overflow && optimizer.stepCount == steps,
      "it has taken \(optimizer.stepCount) steps where \(epochs.count) epochs take \(steps)")
    try require(
      optimizer.memories.count == (steps == 0 ? 0 : expected.memoryCount),
      "it has \(optimizer.memories.count) memories of the optimizer")
    try checkEpochs(expected.recipe)
  }

  private func checkEpochs(_ recipe: TrainingRecipe) throws(TrainingError) {
    let objective = recipe.loss.objective
    var best = Double.infinity
    for report in epochs {
      let rate = recipe.schedule.rate(
        atEpoch: report.epoch - 1, of: recipe.epochs, first: recipe.learningRate)
      let error = objective.selectionError(of: report.validation)
      try require(
        report.trainingLoss.isFinite && report.validationMSE.isFinite && report.seconds >= 0
          && abs(report.learningRate - rate) <= 1e-5 * rate && report.isBest == (error < best),
        "the record of epoch \(report.epoch) contradicts itself")
      best = min(best, error)
    }
  }

  /// Refuses best weights that are not those of the last epoch where that was the best.
  ///
  /// - Parameter validated: Everything learnt by now as it was validated.
  func checkBest(validated: [Tensor]) throws(TrainingError) {
    guard epochs.last?.isBest == true else { return }
    try require(
      zip(validated, bestValues).allSatisfy { $0.hasSameBits(as: $1) },
      "its last epoch is its best, and yet their weights differ")
  }

  /// Refuses weights whose validation errors are not those recorded for them: what can be checked without a digest.
  ///
  /// - Parameter model: As the last epoch was validated.
  func checkErrors<Model: Module>(
    of model: Model, _ validation: Validation<Model>
  ) throws(TrainingError) {
    let best = epochs.last { $0.isBest }
    for (report, values) in [(epochs.last, model.learntValues), (best, bestValues)] {
      guard let recorded = report?.validation else { continue }
      let found = try validation.errors(model.replacingLearntValues(values))
      // Machines of other instructions round differently.
      try require(
        abs(found.mse - recorded.mse) <= 1e-5 * recorded.mse
          && abs(found.mae - recorded.mae) <= 1e-5 * recorded.mae,
        "its weights do not have the validation error that is recorded for them")
    }
  }

  private func require(
    _ condition: Bool, _ problem: @autoclosure () -> String
  ) throws(TrainingError) {
    guard condition else { throw .unfitCheckpoint(problem()) }
  }
}

extension Tensor {
  fileprivate func hasSameBits(as other: Tensor) -> Bool {
    shape == other.shape && zip(values, other.values).allSatisfy { $0.bitPattern == $1.bitPattern }
  }
}
