import Persistence
import Platform

/// Why a safetensors file could not be read.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The file is missing or the system refuses to read it.
  case unreadable(FileError)
  /// The bytes begin as those of another kind of file.
  case otherFormat(file: String)
  /// The bytes are not a whole, consistent safetensors file.
  case damaged(file: String, problem: String)
  /// The file is sound but holds something this program does not read.
  case unsupported(file: String, problem: String)
}

extension SafetensorsError: CustomStringConvertible {
  /// One line that names the file, what is wrong, and what to do about it.
  public var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .otherFormat(let file): "\(file): is not a safetensors file"
    case .damaged(let file, let problem): "\(file): \(problem); the file is damaged, write it again"
    case .unsupported(let file, let problem): "\(file): \(problem)"
    }
  }
}
