import Text
import TimeSeries
import Training

extension TrainingError {
  /// The message in words that can be followed where the user says what is wanted.
  func sentence(_ wording: Wording) -> String {
    guard wording == .options || self == .choiceNeedsValidation else { return description }
    return switch self {
    case .nonFiniteLoss(let epoch, let step, let rate):
      "the loss became infinite in epoch \(epoch), step \(step); try --learning-rate \(Self.smaller(rate))"
    case .nonFiniteValidation(let epoch, let rate):
      "the validation error became infinite in epoch \(epoch); try --learning-rate \(Self.smaller(rate))"
    case .choiceNeedsValidation:
      "there are no validation rows to choose settings on; \(Remedy.usualSplit.sentence(wording)), or give them all"
        + (wording == .options ? " with --set" : "")
    case .emptyFolds(let count):
      "\(TextFormatting.count(count, "fold")) of these rows would hold no window; take fewer, or the validation rows: "
        + "try --set folds=0"
    case .singularSystem:
      "the inputs depend on each other too closely to be solved for; try --set ridge=0.1"
    case .unfitCheckpoint(let problem):
      "is a damaged checkpoint: \(problem); leave out --resume to start anew"
    case .notFitted(_, .some, _, _): "\(description); another model may do, such as ets"
    case .recipe, .notFitted, .interrupted, .checkpoint: description
    }
  }
}
