import Glibc

/// The programs that were built together with these tests.
enum BuiltProgram {
  /// The path of `forecast`, which the build puts beside the test bundle.
  static func path(_ name: String = "forecast") throws(NotBuilt) -> String {
    // The runner is either the bundle itself or is told of the bundle by an argument.
    let starts = CommandLine.arguments.filter { $0.contains("/") } + [resolved("/proc/self/exe")]
    for start in starts {
      var folder = start
      while let slash = folder.lastIndex(of: "/") {
        folder = String(folder[..<slash])
        let candidate = "\(folder)/\(name)"
        if isProgram(candidate) { return candidate }
      }
    }
    throw NotBuilt(name: name, starts: starts)
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  struct NotBuilt: Error, CustomStringConvertible {
    let name: String
    let starts: [String]
    var description: String { "no program '\(name)' beside \(starts); run swift build --product \(name)" }
  }
}
