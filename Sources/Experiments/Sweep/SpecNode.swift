import Persistence
import Text
import Yams

/// A value in a YAML file that knows its place.
struct SpecNode {
  let node: Node
  let file: String

  /// The outermost value of `text`.
  ///
  /// - Throws: `SpecError` if the text is not YAML, is empty, or repeats a key.
  init(parsing text: String, file: String) throws(SpecError) {
    let node: Node?
    do {
      // The plain resolver: which scalars are numbers is decided where they are read.
      node = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      throw SpecError(error, file: file)
    } catch {
      throw SpecError(file: file, problem: "\(error)")
    }
    guard let node else { throw SpecError(file: file, problem: "the file is empty") }
    self.init(node, file)
  }

  private init(_ node: Node, _ file: String) {
    (self.node, self.file) = (node, file)
  }

  /// An error at this place.
  func error(_ problem: String) -> SpecError {
    SpecError(file: file, line: node.mark?.line, column: node.mark?.column, problem: problem)
  }

  /// A key of a mapping with its value.
  struct Member {
    let key: SpecNode
    let value: SpecNode
    var name: String { key.node.string ?? "" }
  }

  /// The members of a mapping.
  func members() throws(SpecError) -> [Member] {
    guard case .mapping(let mapping) = node else { throw error("expected keys and values, found \(kind)") }
    var members: [Member] = []
    for (key, value) in mapping {
      let member = Member(key: SpecNode(key, file), value: SpecNode(value, file))
      guard case .scalar = key else { throw member.key.error("a key must be a name") }
      members.append(member)
    }
    return members
  }

  /// Members by name, none of them besides `known`.
  func members(_ known: [String], of what: String) throws(SpecError) -> [String: SpecNode] {
    var byName: [String: SpecNode] = [:]
    for member in try members() {
      guard known.contains(member.name) else {
        let hint =
          nearest(to: member.name, among: known).map { "did you mean '\($0)'?" }
          ?? "the keys are \(known.joined(separator: ", "))"
        throw member.key.error("\(member.name.quoted) is not a key of \(what); \(hint)")
      }
      byName[member.name] = member.value
    }
    return byName
  }

  /// The elements of a sequence that is not empty; a single value is a sequence of one.
  func elements() throws(SpecError) -> [SpecNode] {
    switch node {
    case .sequence(let sequence):
      guard !sequence.isEmpty else { throw error("the list is empty") }
      return sequence.map { SpecNode($0, file) }
    case .scalar: return [self]
    default: throw error("expected a list, found \(kind)")
    }
  }

  /// The text of a scalar.
  func text() throws(SpecError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw error("expected a value, found \(kind)")
    }
    return scalar.string
  }

  /// A whole number within `range`.
  func integer(in range: ClosedRange<Int>) throws(SpecError) -> Int {
    let text = try text()
    guard let number = Int(text), range.contains(number) else {
      throw error("\(text.quoted) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Whether the value is a mapping.
  var isMapping: Bool {
    if case .mapping = node { true } else { false }
  }

  private var kind: String {
    switch node {
    case .mapping: "keys and values"
    case .sequence: "a list"
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : scalar.string.quoted
    case .alias: "an alias"
    }
  }
}

extension SpecError {
  fileprivate init(_ error: YamlError, file: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      self.init(file: file, line: mark.line, column: mark.column, problem: "not valid YAML: \(problem)")
    case .reader(let problem, _, _, _):
      self.init(file: file, problem: "not valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { $0.quoted }.joined(separator: ", ")
      self.init(
        file: file, line: context.mark.line, column: context.mark.column,
        problem: "the key \(names) occurs twice; remove one")
    default:
      self.init(file: file, problem: "not valid YAML: \(error)")
    }
  }
}
