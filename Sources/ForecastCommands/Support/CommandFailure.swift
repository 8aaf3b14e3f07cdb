import Datasets
import Experiments
import Forecasting
import Layers
import Moments
import Persistence
import Platform
import Runs
import Specs
import Studies
import Tensors
import Text
import TimeSeries
import Training

/// Why a command ends without success: one or two lines for the user, and the exit code.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    (self.status, self.message) = (status, message)
  }

  /// The message as a terminal may show it: what files and options hold is spelt out where it does not print.
  var text: String {
    message.split(separator: "\n").map { String($0).printable }.joined(separator: "\n")
  }

  /// Translates the errors of the libraries.
  init(_ error: any Error, model path: String? = nil, wording: Wording = .options) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as DataError:
      let status: ExitStatus =
        switch error.kind {
        case .invalidOption: .usage
        case .missingFile, .unreadable: .missingFile
        case .outOfMemory: .internalError
        default: .badData
        }
      self.init(status, error.sentence(wording))
    case let error as RequestError: self.init(.usage, error.sentence(wording))
    case let error as ConfigurationError: self.init(.usage, error.description)
    case let error as ModelFileError: self.init(error, path: path)
    case let error as FileError: self.init(error)
    case let error as TrainingError: self.init(error, path: path, wording)
    case let error as DatasetFetchError: self.init(error)
    case let error as ForecastError:
      self.init(error.isOfOptions ? .usage : .badData, Self.naming(path, error.sentence))
    case MomentsError.unreadable(let error): self.init(error)
    case let error as MomentsError:
      self.init(error.isOfOptions ? .usage : .badData, error.sentence)
    case let error as UpdateError:
      self.init(error.isOfOptions ? .usage : .badData, Self.naming(path, error.sentence))
    case let error as SpecError: self.init(error.isOfMissingFile ? .missingFile : .badData, error.description)
    case let error as UnknownStudy: self.init(.usage, error.description)
    case let error as RecordError: self.init(.badData, error.description)
    default: self.init(.internalError, "unexpected error: \(error)")
    }
  }

  private init(_ error: ModelFileError, path: String?) {
    switch error {
    case .file(.unreadable(let error)): self.init(error)
    case .file: self.init(.badData, error.sentence)
    case .otherSettings, .otherData: self.init(.usage, Self.naming(path, error.sentence))
    default: self.init(.badData, Self.naming(path, error.sentence))
    }
  }

  init(_ error: FileError) {
    let status: ExitStatus =
      switch (error.operation, error.reason) {
      case (_, .outOfMemory): .internalError
      case (.read, _): .missingFile
      case (.create, _): .cannotCreate
      case (.write, .closedPipe): .closedPipe
      case (.write, _): .writeFailed
      }
    // As where results are printed: `head` has what it wanted.
    let isQuiet = status == .closedPipe && error.path == "/dev/stdout"
    let fix = (error.operation, error.reason) == (.read, .missing) ? "; check the path" : ""
    self.init(status, isQuiet ? "" : error.about(error.path.printable).description + fix)
  }

  private init(_ error: TrainingError, path: String?, _ wording: Wording) {
    let status: ExitStatus =
      switch error {
      case .checkpoint(_, isOutOfMemory: true): .internalError
      case .checkpoint: .writeFailed
      case .unfitCheckpoint, .singularSystem, .notFitted: .badData
      // Other options would do: a lower rate, for losses that are no number.
      case .choiceNeedsValidation, .emptyFolds, .recipe, .nonFiniteLoss, .nonFiniteValidation: .usage
      case .interrupted: Interruption.status
      }
    if case .unfitCheckpoint = error {
      self.init(status, Self.naming(path, error.sentence(wording)))
    } else {
      self.init(status, error.sentence(wording))
    }
  }

  private init(_ error: DatasetFetchError) {
    switch error {
    case .file(let error): self.init(error)
    case .occupied: self.init(.cannotCreate, error.description)
    case .wrongDigest, .tooLarge: self.init(.badData, error.description)
    case .interrupted: self.init(Interruption.status, error.description)
    case .noSource, .noDigest, .noDownloader, .downloadFailed: self.init(.missingFile, error.description)
    }
  }

  private static func naming(_ path: String?, _ problem: String) -> String {
    path.map { "\($0): \(problem)" } ?? problem
  }
}

/// Runs `body` and translates what it throws.
///
/// - Parameters:
///   - path: The model file that the body reads, for messages.
///   - wording: Where the user says what is wanted.
func reportingFailures<Result>(
  model path: String? = nil, wording: Wording = .options, _ body: () throws -> Result
) throws(CommandFailure) -> Result {
  do { return try body() } catch { throw CommandFailure(error, model: path, wording: wording) }
}
