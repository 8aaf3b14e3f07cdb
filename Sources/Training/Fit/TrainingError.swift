import Layers

/// Why a fit could not be finished.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The training loss became infinite or not a number.
  case nonFiniteLoss(epoch: Int, step: Int, learningRate: Float)
  /// A validation forecast became infinite or not a number.
  case nonFiniteValidation(epoch: Int, learningRate: Float)
  /// A value of the recipe is out of its bounds.
  case recipe(ConfigurationError)
  /// There are settings to choose and no validation windows to choose them on.
  case choiceNeedsValidation
  /// There are settings to choose, and none of so many folds holds an example to choose them on.
  case emptyFolds(Int)
  /// The inputs depend on each other so that no penalty that was tried gives a solution.
  case singularSystem
  /// The user asked for the end before there was anything to keep.
  case interrupted
  /// A model can be fitted to no column; the first of them, where one is to blame, its series, where there are several, the data, and why.
  case notFitted(source: String? = nil, column: String?, series: String? = nil, problem: String)
  /// A checkpoint could not be written, perhaps because there is no memory to lay it out in.
  case checkpoint(String, isOutOfMemory: Bool)
  /// A checkpoint holds what this fit cannot have left behind, in words.
  case unfitCheckpoint(String)

  /// The text shown to the user.
  public var description: String {
    switch self {
    case .nonFiniteLoss(let epoch, let step, let rate):
      "the loss became infinite in epoch \(epoch), step \(step); try the learning rate \(Self.smaller(rate))"
    case .nonFiniteValidation(let epoch, let rate):
      "the validation error became infinite in epoch \(epoch); try the learning rate \(Self.smaller(rate))"
    case .recipe(let error):
      "the recipe cannot be followed: \(error)"
    case .choiceNeedsValidation:
      "there are no validation examples to choose settings on; give it some, or give all settings"
    case .emptyFolds(let count):
      "there is nothing to choose settings on in any fold (\(count)); take fewer, or the validation examples"
    case .singularSystem:
      "the inputs depend on each other too closely to be solved for; try a larger penalty, such as ridge=0.1"
    case .notFitted(let source, let column, let series, let problem):
      (source.map { "\($0): " } ?? "") + (column.map { "column '\($0)': " } ?? "")
        + (series.map { "series '\($0)': " } ?? "") + problem
    case .interrupted:
      "interrupted; nothing was written"
    case .checkpoint(let reason, _):
      "the checkpoint could not be written: \(reason)"
    case .unfitCheckpoint(let problem):
      "the checkpoint is damaged: \(problem); remove it to start anew"
    }
  }

  /// The same error with the name of the data, where it is one of theirs.
  package func of(_ source: String) -> TrainingError {
    guard case .notFitted(nil, let column, let series, let problem) = self else { return self }
    return .notFitted(source: source, column: column, series: series, problem: problem)
  }

  /// The rate of most published recipes or, where that is no less, a tenth of the decimal number that the user wrote.
  package static func smaller(_ rate: Float) -> Float {
    rate > 0.001 ? 0.001 : Double(rate.description).map { Float($0 / 10) } ?? rate / 10
  }
}
