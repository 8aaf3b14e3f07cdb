import Persistence
import Text

/// A value in a YAML file that knows its place.
package struct SpecNode: Sendable {
  /// What stands there.
  let content: Content
  /// The file as the user named it.
  package let file: String
  /// Line and column, counted from 1; those of the alias where the value is one.
  package let line: Int, column: Int
  /// How many values it is made of, itself among them; an alias counts as what it names.
  let valueCount: Int

  /// What a value may be. Which scalars are numbers is decided where they are read.
  enum Content: Sendable {
    case scalar(String)
    case sequence([SpecNode])
    case mapping([Member])
  }

  /// A key of a mapping with its value.
  package struct Member: Sendable {
    package let name: String
    package let key: SpecNode
    package let value: SpecNode
  }

  init(_ content: Content, file: String, line: Int, column: Int) {
    (self.content, self.file, self.line, self.column) = (content, file, line, column)
    valueCount =
      switch content {
      case .scalar: 1
      case .sequence(let elements): elements.reduce(1) { $0 + $1.valueCount }
      case .mapping(let members): members.reduce(1) { $0 + 1 + $1.value.valueCount }
      }
  }

  /// An error at this place.
  package func error(_ problem: String) -> SpecError {
    SpecError(file: file, line: line, column: column, problem: problem)
  }

  /// The members of a mapping.
  package func members() throws(SpecError) -> [Member] {
    guard case .mapping(let members) = content else { throw error("expected keys and values, found \(kind)") }
    return members
  }

  /// Members by name, none of them besides `known`.
  package func members(_ known: [String], of what: String) throws(SpecError) -> [String: SpecNode] {
    var byName: [String: SpecNode] = [:]
    for member in try members() {
      guard known.contains(member.name) else {
        guard member.name != "<<" else {
          throw member.key.error(
            "'<<' merges nothing here; write the keys out, or name a whole value by an alias")
        }
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
  package func elements() throws(SpecError) -> [SpecNode] {
    switch content {
    case .sequence(let elements):
      guard !elements.isEmpty else { throw error("the list is empty") }
      return elements
    case .scalar: return [self]
    case .mapping: throw error("expected a list, found \(kind)")
    }
  }

  /// The text of a scalar.
  package func text() throws(SpecError) -> String {
    guard case .scalar(let text) = content, !text.isEmpty else {
      throw error("expected a value, found \(kind)")
    }
    return text
  }

  /// A whole number within `range`.
  package func integer(in range: ClosedRange<Int>) throws(SpecError) -> Int {
    let text = try text()
    guard let number = Int(text), range.contains(number) else {
      throw error("\(text.quoted) is not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// Yes or no.
  package func boolean() throws(SpecError) -> Bool {
    let text = try text()
    guard let flag = Bool(text) else { throw error("\(text.quoted) is not true or false") }
    return flag
  }

  /// Whether the value is a mapping.
  package var isMapping: Bool {
    if case .mapping = content { true } else { false }
  }

  /// Whether the value is a list.
  package var isList: Bool {
    if case .sequence = content { true } else { false }
  }

  private var kind: String {
    switch content {
    case .mapping: "keys and values"
    case .sequence: "a list"
    case .scalar(let text): text.isEmpty ? "nothing" : text.quoted
    }
  }
}
