import Optimizers

extension TrainingRecipe {
  /// Largest count of anything: sums of larger ones would overflow, and no fit needs them.
  private static let mostCounted = 1_000_000
  private static let positive = Float.leastNonzeroMagnitude...Float.greatestFiniteMagnitude
  private static let notNegative = 0...Float.greatestFiniteMagnitude

  /// Every value, described: options, keys of sweeps, model files, refusals and help follow.
  public static let fields: [Field<Self>] = [
    .integer(
      "epochs", \.epochs, in: 0...mostCounted,
      "largest number of passes over the training windows; 0 trains nothing"),
    .integer("batchSize", \.batchSize, in: 1...mostCounted, "windows per step"),
    .number(
      "learningRate", \.learningRate, in: positive, "first learning rate", accepted: "a positive number"),
    .text(
      "schedule", \.schedule, LearningRateSchedule.accepted, "how the learning rate changes",
      write: \.description, read: { LearningRateSchedule($0) }),
    .integer(
      "patience", \.patience, in: 1...mostCounted,
      "epochs without a better validation error before training stops"),
    .choice("optimizer", \.optimizer, "the optimizer"),
    .number(
      "weightDecay", \.weightDecay, in: notNegative, "weight decay of the optimizer", accepted: "0 or more"),
    .number(
      "rho", \.rho, in: notNegative,
      "radius of sharpness-aware minimisation (SAM); 0 trains without it", accepted: "0 or more"),
    .boolean("isAdaptive", \.isAdaptive, "scale the radius by the weights (ASAM)"),
    .text(
      "sam", \.sam, SharpnessForm.accepted, "how SAM climbs: SAM or one of its relatives",
      write: \.description, read: { SharpnessForm($0) }
    ).addedLater(),
    .choice("samParameters", \.samParameters, "the parameters that SAM moves").addedLater(),
    .text(
      "loss", \.loss, ObjectiveChoice.accepted, "what is minimised", write: \.description,
      read: { ObjectiveChoice($0) }),
    .optionalNumber(
      "gradientLimit", \.gradientLimit, in: positive, "shorten gradients that are longer than this",
      accepted: "a positive number"),
    .optionalText(
      "averaging", \.averaging, WeightAverage.accepted,
      "validate and keep a mean of the weights, over steps (ema) or over the ends of epochs (swa)",
      write: \.description, read: { WeightAverage($0) }),
  ]
}
