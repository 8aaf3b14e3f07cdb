import Forecasting
import Safetensors
import Text

extension ModelFileError {
  /// The message in the words of the command line, without the name of the file.
  var sentence: String {
    switch self {
    case .file(let error): error.sentence
    case .notAModel: "\(description) (forecast fit writes one)"
    case .otherSettings(let difference):
      "belongs to a fit with other settings (\(difference)); use the same ones, or leave out --resume"
    case .otherData(let change):
      "belongs to a fit on other data (\(change)); give those, or leave out --resume"
    case .earlierCheckpoint:
      "is a checkpoint of an earlier format, or a damaged one; leave out --resume to start anew"
    case .damagedCheckpoint(let problem):
      "is a damaged checkpoint, or none: \(problem); remove it, and leave out --resume to start anew"
    case .missingTensor(let name):
      "lacks the tensor \(name.quoted) that the model has; check --model and --set"
    case .unexpectedTensor(let name):
      "has a tensor \(name.quoted) that the model has not; check --model and --set"
    case .wrongShape(let name, let found, let expected):
      "tensor \(name.quoted) has shape \(found), the model needs \(expected); check --lookback, --horizon and --set"
    default: description
    }
  }
}

extension SafetensorsError {
  /// The message in the words of the command line.
  var sentence: String {
    switch self {
    case .otherFormat: "\(description), such as forecast fit writes"
    default: description
    }
  }
}
