import Persistence
import Safetensors
import Tensors

/// Why a model file cannot be used.
public enum ModelFileError: Error, Sendable, Equatable {
  /// The file is missing, unreadable or not a safetensors file.
  case file(SafetensorsError)
  /// The file is a safetensors file without a forecaster's description.
  case notAModel
  /// The description is damaged: what is missing or wrong.
  case description(String)
  /// The file was written by a newer version.
  case newerFormat(Int)
  /// No forecaster has the name in the file.
  case unknownForecaster(String, known: [String])
  /// A checkpoint belongs to a fit with other settings: the first difference.
  case otherSettings(String)
  /// The checkpoint belongs to a fit on other data; how they differ, in words.
  case otherData(String)
  /// A checkpoint has other settings than this version writes: it is of an earlier one, or damaged.
  case earlierCheckpoint
  /// A checkpoint is damaged: what is missing or wrong.
  case damagedCheckpoint(String)
  /// Weights or description are not those that the file was written with.
  case altered
  /// The file lacks a tensor of the model.
  case missingTensor(String)
  /// The file has a tensor that the model has not.
  case unexpectedTensor(String)
  /// A tensor has another shape than in the model.
  case wrongShape(String, found: [Int], expected: [Int])
  /// A tensor holds an infinite number or none.
  case nonFiniteTensor(String)
}

extension ModelFileError: CustomStringConvertible {
  /// What is wrong and what to do, without the name of the file.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notAModel: "has no forecast.config; it is not a model of this program"
    case .description(let problem): "its description is damaged: \(problem); fit the model again"
    case .newerFormat(let version):
      "has format version \(version), this program reads up to \(ModelDescription.formatVersion); use a newer one"
    case .unknownForecaster(let name, let known):
      "is a '\(name)', which this program does not have; it has \(known.joined(separator: ", "))"
    case .otherSettings(let difference):
      "belongs to a fit with other settings (\(difference)); use the same ones, or start anew"
    case .otherData(let change):
      "belongs to a fit on other data (\(change)); give those, or start anew"
    case .damagedCheckpoint(let problem):
      "is a damaged checkpoint, or none: \(problem); remove it to start anew"
    case .earlierCheckpoint: "is a checkpoint of an earlier format, or a damaged one; remove it to start anew"
    case .altered: "does not have the digest that was stored in it; it is damaged, fit the model again"
    case .missingTensor(let name):
      "lacks the tensor '\(name)' that the model has; it is of another model, or of other settings"
    case .unexpectedTensor(let name):
      "has a tensor '\(name)' that the model has not; it is of another model, or of other settings"
    case .wrongShape(let name, let found, let expected):
      "tensor '\(name)' has shape \(found), the model needs \(expected); it is of other sizes or settings"
    case .nonFiniteTensor(let name): "tensor '\(name)' holds infinite values; fit the model again"
    }
  }
}
