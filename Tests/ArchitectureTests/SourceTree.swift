import FoundationEssentials
import Testing

/// The source files of the package this test belongs to.
struct SourceTree {
  /// A Swift file.
  struct File {
    let module: String
    /// The path below the folder.
    let path: String
    let text: String

    /// The lines without comments, each with its number.
    var code: [(number: Int, text: Substring)] {
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
        let code = line.drop { $0 == " " }
        guard !code.isEmpty, !code.hasPrefix("//") else { return nil }
        return (index + 1, code)
      }
    }

    /// The modules that the file imports.
    var imports: [String] {
      code.compactMap { _, line in
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else {
          return nil
        }
        return String(words[index + 1])
      }
    }
  }

  /// Every Swift file, in order of its path.
  let files: [File]
  /// Every page of documentation, in order of its path.
  let pages: [File]
  /// The folders below the folder: Swift modules and those in C.
  let modules: [String]

  /// The folder of the package.
  static let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The files of the modules, read once for all tests.
  static let sources = Result { try SourceTree() }

  /// - Parameter folder: Below the package.
  init(_ folder: String = "Sources") throws {
    let root = "\(Self.package)/\(folder)"
    modules = try FileManager.default.contentsOfDirectory(atPath: root).filter { !$0.hasPrefix(".") }.sorted()
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
    func read(_ path: String) throws -> File {
      let bytes = try #require(FileManager.default.contents(atPath: "\(root)/\(path)"))
      return File(
        module: String(path.prefix { $0 != "/" }), path: path, text: String(decoding: bytes, as: UTF8.self))
    }
    files = try paths.filter { $0.hasSuffix(".swift") }.map(read)
    pages = try paths.filter { $0.hasSuffix(".md") }.map(read)
  }

  /// The modules of this package that a module imports.
  func imports(of module: String) -> Set<String> {
    Set(files.filter { $0.module == module }.flatMap(\.imports)).intersection(modules)
  }
}
