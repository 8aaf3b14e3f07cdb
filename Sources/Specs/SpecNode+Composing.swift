import Persistence
import Platform
import Text

extension SpecNode {
  /// How many bytes a spec may have.
  static let sizeLimit = 1 << 20
  /// How deep lists and mappings may nest; a sweep nests five deep.
  static let depthLimit = 16
  /// How many bytes a name or a value may have: more than any path.
  static let scalarLimit = 4096
  /// How many values a spec may have once every alias stands for what it names.
  static let valueLimit = 200_000

  /// The outermost value of the file at `path`.
  ///
  /// - Throws: `FileError` if it cannot be read, `SpecError` with line and column for what is wrong in it.
  package init(reading path: String) throws {
    if let size = FileStatus(ofFile: path)?.size { try Self.requireSize(size, file: path) }
    try self.init(parsing: try FileContents.bytes(ofFile: path), file: path)
  }

  /// The outermost value of a text in UTF-8.
  ///
  /// - Throws: `SpecError` if the text is not YAML, is empty, is too large, repeats a key or has a key that is no name.
  package init(parsing bytes: [UInt8], file: String) throws(SpecError) {
    try Self.requireSize(bytes.count, file: file)
    var composer = SpecComposer(try YAMLReader(bytes, file: file), file: file)
    self = try composer.document()
  }

  /// The name of a file without its folder and what follows the first dot: that of a spec which gives itself none.
  package static func name(ofFile path: String) -> String {
    String(Paths.name(of: path).prefix { $0 != "." })
  }

  /// The folder of a file.
  package static func folder(ofFile path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// - Throws: `SpecError` for more bytes than a spec may have.
  private static func requireSize(_ byteCount: Int, file: String) throws(SpecError) {
    guard byteCount <= sizeLimit else {
      throw SpecError(file: file, problem: "the file has \(byteCount) bytes; a spec has \(sizeLimit) at most")
    }
  }
}

/// Makes a tree of values out of the pieces of a text.
///
/// An alias stands for the value it names, which is shared: what a text can make grow is counted, not copied.
private struct SpecComposer: ~Copyable {
  private var reader: YAMLReader
  private let file: String
  private var anchors: [String: SpecNode] = [:]

  init(_ reader: consuming YAMLReader, file: String) {
    self.reader = reader
    self.file = file
  }

  /// The value of the only document.
  mutating func document() throws(SpecError) -> SpecNode {
    var event = try reader.next()
    while event.kind == .streamStart { event = try reader.next() }
    guard event.kind != .streamEnd else { throw SpecError(file: file, problem: "the file is empty") }
    let root = try node(try reader.next(), depth: 0)
    _ = try reader.next()  // the end of the document
    let next = try reader.next()
    guard next.kind == .streamEnd else {
      throw error(at: next, "a second document begins here; a spec is one document")
    }
    return root
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(SpecError) -> SpecNode {
    guard depth < SpecNode.depthLimit else {
      throw error(at: event, "nested more than \(SpecNode.depthLimit) deep")
    }
    // Every value is what its place asks for; what a tag asks for besides, such as an object of Python, would be passed over.
    if let tag = event.foreignTag {
      throw error(at: event, "the tag \(tag.quoted) asks for a value of another program; remove it")
    }
    let content: SpecNode.Content
    switch event.kind {
    case .scalar(let text):
      guard text.utf8.count <= SpecNode.scalarLimit else {
        throw error(
          at: event,
          "a text of \(text.utf8.count) bytes; names and values have \(SpecNode.scalarLimit) at most")
      }
      content = .scalar(text)
    case .sequenceStart: content = .sequence(try sequence(depth))
    case .mappingStart: content = .mapping(try mapping(depth))
    case .alias: return try aliased(event)
    default: throw error(at: event, "expected a value")
    }
    let node = SpecNode(content, file: file, line: event.line, column: event.column)
    guard node.valueCount <= SpecNode.valueLimit else {
      throw error(at: event, "more than \(SpecNode.valueLimit) values, those that aliases name included")
    }
    if let anchor = event.anchor { anchors[anchor] = node }
    return node
  }

  private func aliased(_ event: YAMLEvent) throws(SpecError) -> SpecNode {
    let name = event.anchor ?? ""
    guard let node = anchors[name] else {
      throw error(at: event, "no value before this one is called \(name.quoted) by an &")
    }
    return SpecNode(node.content, file: file, line: event.line, column: event.column)
  }

  private mutating func sequence(_ depth: Int) throws(SpecError) -> [SpecNode] {
    var elements: [SpecNode] = []
    while true {
      let event = try reader.next()
      if event.kind == .sequenceEnd { return elements }
      elements.append(try node(event, depth: depth + 1))
    }
  }

  private mutating func mapping(_ depth: Int) throws(SpecError) -> [SpecNode.Member] {
    var members: [SpecNode.Member] = []
    var names: Set<String> = []
    while true {
      let event = try reader.next()
      if event.kind == .mappingEnd { return members }
      // Looked at before what is in it: only names are compared with each other.
      guard event.kind != .sequenceStart, event.kind != .mappingStart else {
        throw error(at: event, "a key must be a name")
      }
      let key = try node(event, depth: depth + 1)
      guard case .scalar(let name) = key.content else { throw key.error("a key must be a name") }
      guard names.insert(name).inserted else {
        throw key.error("the key \(name.quoted) occurs twice; remove one")
      }
      members.append(
        SpecNode.Member(name: name, key: key, value: try node(try reader.next(), depth: depth + 1)))
    }
  }

  private func error(at event: YAMLEvent, _ problem: String) -> SpecError {
    SpecError(file: file, line: event.line, column: event.column, problem: problem)
  }
}
