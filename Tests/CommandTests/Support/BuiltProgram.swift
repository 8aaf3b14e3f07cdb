import Glibc
import Testing

/// The programs that were built together with these tests.
enum BuiltProgram {
  /// The path of `forecast`, beside the test bundle.
  static func path(_ name: String = "forecast") throws -> String {
    var info = Dl_info()
    try #require(dladdr(#dsohandle, &info) != 0, "the path of the test bundle is not known")
    var folder = String(cString: try #require(info.dli_fname))
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      let candidate = "\(folder)/\(name)"
      var status = stat()
      if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(candidate, X_OK) == 0 {
        return candidate
      }
    }
    throw NotBuilt(name: name, bundle: String(cString: try #require(info.dli_fname)))
  }

  struct NotBuilt: Error, CustomStringConvertible {
    let name: String
    let bundle: String
    var description: String { "no program '\(name)' beside \(bundle); run swift build --product \(name)" }
  }
}
