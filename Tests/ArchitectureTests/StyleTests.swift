import Testing

/// Laws of style that a reader of one file cannot check.
@Suite struct StyleTests {
  private let tree: SourceTree

  init() throws { tree = try SourceTree.sources.get() }

  /// `jobs(true, blocks)` says nothing where it is called. A condition that something is about needs no label.
  @Test func noParameterWithoutALabelIsABoolean() {
    for file in tree.files {
      for (number, line) in file.code {
        for name in Self.unlabelledBooleans(in: line) where name != "condition" {
          Issue.record("\(file.path):\(number): \(name)")
        }
      }
    }
  }

  @Test(arguments: [
    ("func f(_ isLocal: Bool, _ count: Int)", ["isLocal"]), ("init(a: Bool, b isB: Bool)", []),
    ("_ a: Booleans, _ b: Bool = true", ["b"]),
  ]) func unlabelledBooleansAreFound(line: String, names: [String]) {
    #expect(Self.unlabelledBooleans(in: line[...]) == names)
  }

  /// The names behind `_ ` and before `: Bool`.
  private static func unlabelledBooleans(in line: Substring) -> [String] {
    line.split(separator: "_ ", omittingEmptySubsequences: false).dropFirst().compactMap { text in
      let name = text.prefix { $0.isLetter || $0.isNumber }
      let type = text.dropFirst(name.count)
      guard !name.isEmpty, type.hasPrefix(": Bool") else { return nil }
      return type.dropFirst(": Bool".count).first?.isLetter == true ? nil : String(name)
    }
  }
}
