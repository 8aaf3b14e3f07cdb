import FoundationEssentials
import Testing

/// What the manifest of the package this test belongs to says of its targets.
struct Manifest {
  /// The targets, with the names of what each depends on.
  let dependencies: [String: Set<String>]

  init() throws {
    let bytes = try #require(FileManager.default.contents(atPath: "\(SourceTree.package)/Package.swift"))
    var dependencies: [String: Set<String>] = [:]
    let kinds = [".target(", ".executableTarget(", ".testTarget("]
    var target: Substring = ""
    let text = String(decoding: bytes, as: UTF8.self) + "\n    .target("
    for line: Substring in text.split(separator: "\n") {
      let code = line.drop { $0 == " " }
      // Targets begin four spaces from the left; whatever is deeper belongs to them.
      guard kinds.contains(where: { code.hasPrefix($0) }), line.count - code.count == 4 else {
        target += code
        continue
      }
      let texts = target.split(separator: "\"", omittingEmptySubsequences: false)
      if target.contains("name: "), texts.count > 2 {
        dependencies[String(texts[1])] = Set(Self.list(in: target).map(String.init))
      }
      target = code
    }
    self.dependencies = dependencies
  }

  /// The names between the brackets behind `dependencies:`.
  private static func list(in target: Substring) -> [Substring] {
    guard let start = target.firstRange(of: "dependencies: [") else { return [] }
    let list = target[start.upperBound...].prefix { $0 != "]" }
    return list.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
  }
}
