import Forecasters
import Layers
import Runs
import TimeSeries

extension RequestError {
  /// The message in the words of the command line; advice in words that can be followed where the user says what is wanted.
  func sentence(_ wording: Wording) -> String {
    switch self {
    // Commands with options of training name those that were given.
    case .unknownModel, .invalidValue, .noModels, .nothingToTrain: description
    case .configuration(_, .unusableColumns): description
    case .configuration(let model, let error):
      "\(error.isOfOneSetting && wording == .options ? "--set" : "\(model):") \(error) (see: forecast models \(model))"
    case .cannotLearnLaw: "\(description); leave out --loss"
    case .noAttention: "\(description); leave out --log-attention"
    case .noValidationRows(let split, let choice):
      "the split \(split) has no validation rows, which choose \(choice); \(Remedy.usualSplit.sentence(wording))"
    case .noValidationValues(_, _, nil): description
    case .noValidationValues(let split, let choice, let other?):
      "the validation rows of the split \(split) have too few values to choose \(choice) on; "
        + Remedy.split(other).sentence(wording)
    case .notLocal(let model):
      "\(model) is not fitted to each series by itself; name a model that is, such as --model auto-theta, or leave out "
        + "--predict, and then: forecast predict MODEL.safetensors"
    }
  }
}

extension ConfigurationError {
  /// Whether it begins with the key of a setting.
  fileprivate var isOfOneSetting: Bool {
    switch self {
    case .invalidValue, .unknownKey, .missingKey: true
    case .noPeriodicColumns, .tooManyParameters, .unusableColumns: false
    }
  }
}
