import Persistence

/// One epoch of a fit.
public struct EpochReport: Sendable, Equatable {
  /// Counted from 1.
  public let epoch: Int
  /// Mean training loss before each step.
  public let trainingLoss: Double
  /// Mean errors over all validation examples, standardised units.
  public let validation: ValidationErrors
  /// The learning rate of the epoch.
  public let learningRate: Float
  /// Wall-clock time of the epoch with its validation.
  public let seconds: Double
  /// Whether no epoch before had a lower validation error.
  public let isBest: Bool

  /// - Parameter epoch: Counted from 1.
  /// - Parameter isBest: Whether no epoch before had a lower validation error.
  public init(
    epoch: Int, trainingLoss: Double, validation: ValidationErrors, learningRate: Float, seconds: Double,
    isBest: Bool
  ) {
    (self.epoch, self.trainingLoss, self.validation) = (epoch, trainingLoss, validation)
    (self.learningRate, self.seconds, self.isBest) = (learningRate, seconds, isBest)
  }

  /// Mean squared error over all validation examples, standardised units.
  public var validationMSE: Double { validation.mse }
  /// Mean absolute error over all validation examples, standardised units.
  public var validationMAE: Double { validation.mae }
}

extension EpochReport {
  /// The members of an epoch in logs and checkpoints.
  public var json: JSONValue {
    let object: JSONValue = [
      "epoch": .integer(epoch), "train_loss": .number(trainingLoss), "val_mse_norm": .number(validationMSE),
      "val_mae_norm": .number(validationMAE), "learning_rate": JSONValue(learningRate),
      "seconds": .number(seconds),
      "is_best": .boolean(isBest),
    ]
    return object.adding("val_law_loss", validation.law)
  }

  /// Reads an epoch back.
  ///
  /// - Throws: `JSONError` naming the member that is missing or wrong.
  public init(json: JSONReader) throws(JSONError) {
    self.init(
      epoch: try json.member("epoch").integer(), trainingLoss: try json.member("train_loss").number(),
      validation: ValidationErrors(
        mse: try json.member("val_mse_norm").number(), mae: try json.member("val_mae_norm").number(),
        law: try json.optionalMember("val_law_loss")?.number()),
      learningRate: Float(try json.member("learning_rate").number()),
      seconds: try json.member("seconds").number(),
      isBest: try json.member("is_best").boolean())
  }
}

extension JSONValue {
  /// The object with a number at its end; as it is for nil.
  fileprivate func adding(_ key: String, _ number: Double?) -> JSONValue {
    guard let number, case .object(var members) = self else { return self }
    members[key] = .number(number)
    return .object(members)
  }
}
