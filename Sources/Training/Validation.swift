/// How a model is scored after each epoch, on examples it does not learn from.
public struct Validation<Model> {
  /// Number of examples that are scored.
  public let exampleCount: Int
  /// Scores a model, or throws `TrainingError.interrupted`.
  public let errors: (Model) throws(TrainingError) -> ValidationErrors

  /// - Parameter errors: Scores a model on all `exampleCount` examples.
  public init(exampleCount: Int, errors: @escaping (Model) throws(TrainingError) -> ValidationErrors) {
    (self.exampleCount, self.errors) = (exampleCount, errors)
  }
}

/// The mean errors of a model over validation examples, in the units of the targets.
public struct ValidationErrors: Sendable, Equatable {
  /// Mean squared error.
  public let mse: Double
  /// Mean absolute error.
  public let mae: Double
  /// The mean loss of what is stated about each target; nil where targets are forecast by one value.
  public let law: Double?

  /// - Parameter mse: Mean squared error.
  /// - Parameter mae: Mean absolute error.
  /// - Parameter law: The mean loss of what is stated about each target.
  public init(mse: Double, mae: Double, law: Double? = nil) {
    (self.mse, self.mae, self.law) = (mse, mae, law)
  }
}
