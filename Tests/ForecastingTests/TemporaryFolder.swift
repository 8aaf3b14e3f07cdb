import Glibc

/// A folder of its own for one test, removed with what is in it.
final class TemporaryFolder {
  private let path: String

  struct CannotCreate: Error {}

  init() throws {
    var template = Array("\(P_tmpdir)/forecast-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw CannotCreate() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  deinit {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      unlink(file(name))
    }
    closedir(folder)
    rmdir(path)
  }
}
