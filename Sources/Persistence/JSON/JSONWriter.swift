import Text

extension JSONValue {
  /// How a JSON value is laid out as text.
  public enum Layout: Sendable {
    /// One line without spaces.
    case compact
    /// One line without spaces in which all characters that do not print are escaped, fit for a terminal.
    case printable
    /// One member or element per line, indented by two spaces; arrays of plain values stay on one line.
    case indented
  }

  /// The value as JSON text, without a final newline.
  ///
  /// Doubles are written as the shortest decimal that reads back to the same bits; not-a-number and infinities become
  /// `null`. Control characters, and the two separators U+2028 and U+2029 that JavaScript takes for line ends, are
  /// escaped; all else is written as it is.
  public func text(_ layout: Layout = .compact) -> String {
    var writer = JSONWriter(layout: layout)
    writer.write(self, depth: 0)
    return writer.text
  }

  /// The value as a line of its own, fit for a terminal: one object a line, or the last one of a command's output.
  package var line: String { text(.printable) + "\n" }
}

extension JSONValue: CustomStringConvertible {
  /// The compact text.
  public var description: String { text() }
}

private struct JSONWriter {
  let layout: JSONValue.Layout
  var text = ""

  init(layout: JSONValue.Layout) {
    self.layout = layout
  }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: text += "null"
    case .boolean(let boolean): text += boolean ? "true" : "false"
    case .integer(let integer): text += integer.description
    case .number(let number): text += number.isFinite ? number.description : "null"
    case .string(let string): write(string)
    case .array(let elements): write(elements, depth: depth)
    case .object(let object): write(object, depth: depth)
    }
  }

  private mutating func write(_ elements: [JSONValue], depth: Int) {
    let isOnOneLine = layout != .indented || elements.allSatisfy(\.isPlain)
    text += "["
    for (index, element) in elements.enumerated() {
      if index > 0 { text += isOnOneLine && layout == .indented ? ", " : "," }
      if !isOnOneLine { breakLine(depth: depth + 1) }
      write(element, depth: depth + 1)
    }
    if !isOnOneLine { breakLine(depth: depth) }
    text += "]"
  }

  private mutating func write(_ object: JSONObject, depth: Int) {
    text += "{"
    for (index, member) in object.enumerated() {
      if index > 0 { text += "," }
      breakLine(depth: depth + 1)
      write(member.key)
      text += layout == .indented ? ": " : ":"
      write(member.value, depth: depth + 1)
    }
    if !object.isEmpty { breakLine(depth: depth) }
    text += "}"
  }

  private mutating func breakLine(depth: Int) {
    guard layout == .indented else { return }
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private mutating func write(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{08}": text += "\\b"
      case "\u{0C}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{00}"..<"\u{20}", "\u{2028}", "\u{2029}": escape(scalar)
      default:
        if layout == .printable, !scalar.isPrintable {
          escape(scalar)
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }

  /// The scalar as JSON spells it: four digits for each of its units in UTF-16.
  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 { text += "\\u" + Int(unit).padded(to: 4, radix: 16) }
  }
}

extension JSONValue {
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
