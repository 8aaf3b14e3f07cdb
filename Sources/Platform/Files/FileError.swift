#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a file could not be read or written: which file, what was tried, and what the system answered.
public struct FileError: Error, Equatable, Sendable {
  /// What was tried.
  public enum Operation: Sendable {
    /// Opening or reading an existing file.
    case read
    /// Making the file, or putting it in its place.
    case create
    /// Writing into a file that had been opened: the disk is full, the pipe was closed.
    case write
  }

  /// What the system answered.
  public enum Reason: Equatable, Sendable {
    /// There is no such file, or for a file to be created no such folder.
    case missing
    /// A folder stands where a file is needed.
    case isDirectory
    /// A pipe, a socket or a device stands where a regular file is needed.
    case isNoRegularFile(FileStatus.Kind)
    /// The user may not do this.
    case notPermitted
    /// A file that nobody may write to stands where one is to be made.
    case isReadOnly
    /// Nobody reads what is written.
    case closedPipe
    /// The content does not fit into memory.
    case outOfMemory
    /// Anything else: the system's error number.
    case system(Int32)
  }

  /// The file as the user named it.
  public let path: String
  /// What was tried.
  public let operation: Operation
  /// What the system answered.
  public let reason: Reason

  /// Describes a failure that the caller found itself.
  public init(path: String, operation: Operation, reason: Reason) {
    self.path = path
    self.operation = operation
    self.reason = reason
  }

  /// Takes the reason from an error number of the system.
  init(path: String, operation: Operation, number: Int32) {
    let reason: Reason =
      switch number {
      case ENOENT: .missing
      case EISDIR: .isDirectory
      case EACCES, EPERM, EROFS: .notPermitted
      case EPIPE: .closedPipe
      case ENOMEM: .outOfMemory
      default: .system(number)
      }
    self.init(path: path, operation: operation, reason: reason)
  }

  /// A file of the wrong kind.
  init(path: String, operation: Operation, kind: FileStatus.Kind) {
    self.init(
      path: path, operation: operation, reason: kind == .folder ? .isDirectory : .isNoRegularFile(kind))
  }

  /// The same error for the path that the user knows.
  public func about(_ path: String, _ operation: Operation? = nil) -> FileError {
    FileError(path: path, operation: operation ?? self.operation, reason: reason)
  }
}

extension FileError: CustomStringConvertible {
  /// One line such as "data.csv: no such file" or "out/model.safetensors: cannot be created: no such folder"; of an empty path what is
  /// wrong alone.
  public var description: String {
    let problem =
      switch (operation, reason) {
      case (.read, .missing): "no such file"
      case (.read, _): "cannot be read: \(answer)"
      case (.create, .missing): "cannot be created: no such folder"
      case (.create, .isReadOnly): "cannot be replaced: \(answer)"
      case (.create, _): "cannot be created: \(answer)"
      case (.write, _): "cannot be written: \(answer)"
      }
    return path.isEmpty ? problem : "\(path): \(problem)"
  }

  private var answer: String {
    switch reason {
    case .missing: "no such file"
    case .isDirectory: "it is a folder"
    case .isNoRegularFile(.pipe): "it is a pipe, not a regular file"
    case .isNoRegularFile(.socket): "it is a socket, not a regular file"
    case .isNoRegularFile: "it is a device, not a regular file"
    case .notPermitted: "permission denied"
    case .isReadOnly: "it is read-only; name another file, or let this one be written to (chmod u+w)"
    case .closedPipe: "nobody reads it"
    case .outOfMemory: "it does not fit into memory"
    case .system(ENOTDIR):
      "a file stands where a folder is needed; name another folder, or move the file away"
    case .system(ELOOP): "it is a link that leads back to itself; remove it, or let it lead elsewhere"
    case .system(let number): unsafe String(cString: strerror(number))
    }
  }
}
