import ArgumentParser
import Forecasting
import Optimizers
import Runs
import Tensors
import Training

struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Largest number of passes over the training windows; 0 trains nothing.", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Windows per step.", valueName: "n"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("First learning rate.", valueName: "rate"))
  var learningRate: Float?

  @Option(
    help: ArgumentHelp(
      "How the learning rate changes: \(LearningRateSchedule.accepted).", valueName: "schedule"))
  var schedule: String?

  @Option(
    help: ArgumentHelp("Epochs without a better validation error before training stops.", valueName: "n"))
  var patience: Int?

  @Option(help: ArgumentHelp("The optimizer: adam | adamw | sgd.", valueName: "name"))
  var optimizer: String?

  @Option(help: ArgumentHelp("Weight decay of the optimizer.", valueName: "lambda"))
  var weightDecay: Float?

  @Option(
    help: ArgumentHelp("Radius of sharpness-aware minimisation (SAM); 0 trains without it.", valueName: "rho")
  )
  var rho: Float?

  @Flag(help: "Scale the radius by the weights (ASAM).")
  var adaptive = false

  @Option(help: ArgumentHelp("What is minimised: \(ObjectiveChoice.accepted).", valueName: "loss"))
  var loss: String?

  @Option(help: ArgumentHelp("Shorten gradients that are longer than this.", valueName: "norm"))
  var clip: Float?

  func validate() throws {
    try requireCount(epochs, "--epochs", from: 0)
    try requireCount(batchSize, "--batch-size")
    try require(learningRate, "--learning-rate", "a positive number") { $0 > 0 && $0.isFinite }
    try require(schedule, "--schedule", LearningRateSchedule.accepted) { LearningRateSchedule($0) != nil }
    try requireCount(patience, "--patience")
    try require(optimizer, "--optimizer", "adam | adamw | sgd") { OptimizerKind(rawValue: $0) != nil }
    try require(weightDecay, "--weight-decay", "0 or more") { $0 >= 0 && $0.isFinite }
    try require(rho, "--rho", "0 or more") { $0 >= 0 && $0.isFinite }
    try require(loss, "--loss", ObjectiveChoice.accepted) { ObjectiveChoice($0) != nil }
    try require(clip, "--clip", "a positive number") { $0 > 0 && $0.isFinite }
  }

  var changes: RecipeChanges {
    var changes = RecipeChanges()
    changes.epochs = epochs
    changes.batchSize = batchSize
    changes.learningRate = learningRate
    changes.schedule = schedule.flatMap { LearningRateSchedule($0) }
    changes.patience = patience
    changes.optimizer = optimizer.flatMap { OptimizerKind(rawValue: $0) }
    changes.weightDecay = weightDecay
    changes.rho = rho
    changes.isAdaptive = adaptive ? true : nil
    changes.loss = loss.flatMap { ObjectiveChoice($0) }
    changes.gradientLimit = clip
    return changes
  }
}
