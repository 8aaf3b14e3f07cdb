import Platform

/// The names in a folder.
struct FolderListing {
  private let names: [String]

  init(_ path: String) throws { names = try Folder.names(in: path) }

  /// Swift files without their extension.
  var swiftFiles: [String] {
    names.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }
  }
}
