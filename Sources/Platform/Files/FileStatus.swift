#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What stands at a path: its kind, size, permissions and identity.
public struct FileStatus: Sendable, Equatable {
  /// The kinds of files that the program tells apart.
  public enum Kind: Sendable, Equatable {
    case regular, folder, pipe, socket, device
  }

  /// The kind, links followed.
  public let kind: Kind
  /// Size in bytes; 0 for what has no size.
  public let size: Int
  /// Read, write and execute bits, without those that change who runs a program.
  public let permissions: UInt32
  /// What tells the file from all others, whatever name leads to it.
  public let identity: FileIdentity

  /// The status of the file at `path`, links followed; nil if nothing is there.
  public init?(ofFile path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .folder
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
    size = Int(status.st_size)
    permissions = UInt32(status.st_mode) & 0o777
    identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }
}

/// Device and number of a file: equal for two paths exactly if they lead to the same file.
public struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let number: UInt64
}
