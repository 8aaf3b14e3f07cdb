import Persistence
import Platform

/// A folder of its own for one test, removed with everything in it.
package final class TemporaryFolder: Sendable {
  /// Its path.
  package let path: String

  /// Makes the folder.
  package init() throws { path = try Folder.createTemporary("forecast-test") }

  deinit { Folder.remove(path) }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names of all files in the folder, hidden ones too.
  package var names: [String] { (try? Folder.names(in: path, includingHidden: true)) ?? [] }

  /// Writes a file and returns its path.
  package func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try AtomicFile.write(bytes, to: file(name))
    return file(name)
  }

  /// The bytes of a file.
  package func bytes(_ name: String) throws -> [UInt8] { try FileContents.bytes(ofFile: file(name)) }
}
