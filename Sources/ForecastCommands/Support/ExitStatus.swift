import Experiments
import Forecasting
import Layers
import Persistence
import Runs
import Tensors
import TimeSeries
import Training

/// The exit codes of the program (those of sysexits.h, and 130 as shells report an interrupt).
enum ExitStatus: Int32 {
  case success = 0
  /// Everything was done, but not all of it came out well: runs of a sweep failed, a published number was missed.
  case incomplete = 1
  case usage = 64
  case badData = 65
  case missingFile = 66
  case internalError = 70
  case cannotCreate = 73
  case writeFailed = 74
  /// The state was kept on the request of a batch system: the same command goes on.
  case tryAgain = 75
  case interrupted = 130
}

/// Why a command ends without success: one or two lines for the user, and the exit code.
struct CommandFailure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    (self.status, self.message) = (status, message)
  }

  /// Translates the errors of the libraries.
  init(_ error: any Error, model path: String? = nil) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as DataError:
      let isUsage = error.kind == .invalidOption
      self.init(isUsage ? .usage : error.isAboutFile ? .missingFile : .badData, error.description)
    case let error as RequestError: self.init(.usage, error.description)
    case let error as ConfigurationError: self.init(.usage, error.description)
    case let error as ModelFileError: self.init(error, path: path)
    case let error as FileError: self.init(error)
    case let error as TrainingError: self.init(error)
    case let error as DatasetFetchError: self.init(error)
    case let error as SpecError: self.init(.badData, error.description)
    case let error as RecordError: self.init(.badData, error.description)
    default: self.init(.internalError, "unexpected error: \(error)")
    }
  }

  private init(_ error: ModelFileError, path: String?) {
    switch error {
    case .file(.unreadable(let error)): self.init(error)
    case .file(let error): self.init(.badData, error.description)
    case .otherSettings: self.init(.usage, Self.naming(path, error.description))
    default: self.init(.badData, Self.naming(path, error.description))
    }
  }

  private init(_ error: FileError) {
    let status: ExitStatus =
      switch error.operation {
      case .read: .missingFile
      case .create: .cannotCreate
      case .write: .writeFailed
      }
    self.init(status, error.description)
  }

  private init(_ error: TrainingError) {
    let status: ExitStatus =
      switch error {
      case .checkpoint: .writeFailed
      case .unfitCheckpoint, .singularSystem: .badData
      case .choiceNeedsValidation: .usage
      case .interrupted: .interrupted
      case .nonFiniteLoss, .nonFiniteValidation: .internalError
      }
    self.init(status, error.description)
  }

  private init(_ error: DatasetFetchError) {
    switch error {
    case .file(let error): self.init(error)
    case .occupied: self.init(.cannotCreate, error.description)
    case .wrongDigest: self.init(.badData, error.description)
    case .noSource, .noDigest, .noDownloader, .downloadFailed: self.init(.missingFile, error.description)
    }
  }

  private static func naming(_ path: String?, _ problem: String) -> String {
    path.map { "\($0): \(problem)" } ?? problem
  }
}

/// Runs `body` and translates what it throws.
///
/// - Parameter path: The model file that the body reads, for messages.
func reportingFailures<Result>(model path: String? = nil, _ body: () throws -> Result) throws(CommandFailure)
  -> Result
{
  do { return try body() } catch { throw CommandFailure(error, model: path) }
}
