/// A strict reader of XML documents without declarations, entities of their own, comments or processing instructions.
package struct CheckedXML {
  package struct Element {
    package let name: String
    package let attributes: [String: String]
    /// The text directly inside, entities resolved.
    package var text = ""
  }

  package struct Failure: Error {
    package let problem: String
    package let near: String
  }

  /// All elements in the order of their start tags.
  package private(set) var elements: [Element] = []
  private var rest: Substring
  private var open: [Int] = []

  package init(_ document: String) throws {
    rest = document[...]
    while !rest.isEmpty { try readPiece() }
    guard open.isEmpty else { throw failure("<\(elements[open[0]].name)> is never closed") }
    guard !elements.isEmpty else { throw failure("no element") }
  }

  package func texts(_ name: String) -> [String] { elements.filter { $0.name == name }.map(\.text) }

  private mutating func readPiece() throws {
    if rest.hasPrefix("</") {
      rest = rest.dropFirst(2)
      let name = readName()
      guard let index = open.popLast(), elements[index].name == name, take(">") else {
        throw failure("</\(name)> closes nothing")
      }
    } else if take("<") {
      try readStart()
    } else {
      let text = rest.prefix { $0 != "<" }
      rest = rest.dropFirst(text.count)
      let resolved = try resolve(text)
      if let index = open.last {
        elements[index].text += resolved
      } else if !resolved.allSatisfy(\.isWhitespace) {
        throw failure("text outside of the root")
      }
    }
  }

  private mutating func readStart() throws {
    if open.isEmpty, !elements.isEmpty { throw failure("a second root") }
    let name = readName()
    guard !name.isEmpty else { throw failure("a tag without a name") }
    var attributes: [String: String] = [:]
    while true {
      let hasSpace = rest.first?.isWhitespace == true
      rest = rest.drop(while: \.isWhitespace)
      if rest.hasPrefix("/>") || rest.hasPrefix(">") { break }
      let key = readName()
      guard hasSpace, !key.isEmpty, attributes[key] == nil, take("=\"") else {
        throw failure("an attribute of <\(name)>")
      }
      let value = rest.prefix { $0 != "\"" }
      guard !value.contains("<") else { throw failure("< in an attribute") }
      rest = rest.dropFirst(value.count + 1)
      attributes[key] = try resolve(value)
    }
    elements.append(Element(name: name, attributes: attributes))
    if !take("/>") {
      _ = take(">")
      open.append(elements.count - 1)
    }
  }

  private mutating func readName() -> String {
    let name = rest.prefix { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "-_:".contains($0) }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private func resolve(_ text: Substring) throws -> String {
    let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
    var pieces = text.split(separator: "&", omittingEmptySubsequences: false)
    var result = String(pieces.removeFirst())
    for piece in pieces {
      let name = piece.prefix { $0 != ";" }
      guard name.count < piece.count, let character = known[String(name)] else { throw failure("a bare &") }
      result += character + piece.dropFirst(name.count + 1)
    }
    let isLegal = result.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" || $0 == "\t" }
    guard isLegal else { throw failure("a control character") }
    return result
  }

  private func failure(_ problem: String) -> Failure {
    Failure(problem: problem, near: String(rest.prefix(60)))
  }
}
