import FoundationEssentials
import Glibc

/// A folder of its own for one test, removed with everything in it.
package final class TemporaryFolder: Sendable {
  /// Its path.
  package let path: String

  struct CannotCreate: Error {}

  /// Makes the folder.
  package init() throws {
    var template = Array("\(P_tmpdir)/forecast-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CannotCreate() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
