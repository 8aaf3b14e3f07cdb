import Glibc

/// The names in a folder.
struct FolderListing {
  private let names: [String]

  struct Missing: Error {}

  init(_ path: String) throws {
    guard let folder = opendir(path) else { throw Missing() }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    }
    self.names = names
  }

  /// Swift files without their extension.
  var swiftFiles: [String] {
    names.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }
  }
}
