import FoundationEssentials
import Testing

/// What doc comments and pages link to is there: `make docs` refuses a link that leads nowhere.
@Suite struct DocumentationTests {
  private let tree: SourceTree

  init() throws { tree = try SourceTree.sources.get() }

  /// A symbol between double backquotes is a link, and a module's pages know its own symbols only; others stand between single ones.
  @Test func linkedSymbolsAreDeclaredInTheirModule() throws {
    for module in tree.modules {
      let files = tree.files.filter { $0.module == module }
      let declared = Set(files.flatMap(\.declaredNames)).union(["init", "callAsFunction", "Swift", module])
      let texts =
        files.map { ($0.path, $0.comments) }
        + tree.pages.filter { $0.module == module }.map { ($0.path, $0.text) }
      for (path, text) in texts {
        for link in Self.links(in: text) {
          let name = link.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
          #expect(declared.contains(String(name)), "\(path) links to \(link)")
        }
      }
    }
  }

  @Test func linkedPagesAreInTheirModule() {
    let names = Dictionary(grouping: tree.pages, by: \.module).mapValues { Set($0.map(\.pageName)) }
    var count = 0
    for page in tree.pages {
      for link in page.text.split(separator: "<doc:", omittingEmptySubsequences: false).dropFirst() {
        let name = String(link.prefix { $0 != ">" })
        #expect(names[page.module]?.contains(name) == true, "\(page.path) links to \(name)")
        count += 1
      }
    }
    #expect(count > 0)
  }

  /// Who finds a script must find what it is for.
  @Test func everyScriptOfAnExperimentIsNamedInTheReadmeBesideIt() throws {
    let root = "\(SourceTree.package)/experiments"
    let scripts = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      $0.hasSuffix(".py") || $0.hasSuffix(".sh")
    }
    #expect(!scripts.isEmpty)
    for script in scripts {
      let parts = script.split(separator: "/")
      let readme = ([root[...]] + parts.dropLast() + ["README.md"]).joined(separator: "/")
      let bytes = try #require(FileManager.default.contents(atPath: readme), "\(readme)")
      #expect(String(decoding: bytes, as: UTF8.self).contains(parts[parts.count - 1]), "\(script)")
    }
  }

  /// What stands between double backquotes.
  private static func links(in text: String) -> [Substring] {
    text.split(separator: "\n").flatMap { line in
      line.split(separator: "``", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 && !$0.element.isEmpty && !$0.element.hasPrefix("`") }.map(\.element)
    }
  }
}

extension SourceTree.File {
  /// What a link to a page calls it.
  fileprivate var pageName: String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.dropLast(".md".count))
  }

  /// The lines that begin with three slashes.
  fileprivate var comments: String {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("///") }
      .joined(separator: "\n")
  }

  /// Names behind the words that declare something.
  fileprivate var declaredNames: [String] {
    let words: Set<Substring> = [
      "func", "var", "let", "struct", "enum", "class", "protocol", "typealias", "associatedtype", "case",
    ]
    return code.flatMap { _, line -> [String] in
      let parts = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
      // `case one, two` declares several.
      guard parts.first != "case" else { return parts.dropFirst().map(String.init) }
      return zip(parts, parts.dropFirst()).filter { words.contains($0.0) }.map { String($0.1) }
    }
  }
}
