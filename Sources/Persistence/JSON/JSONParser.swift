import Text

extension JSONValue {
  /// How deep arrays and objects may nest in a text that is read.
  public static let depthLimit = 64

  /// Reads one JSON text strictly (RFC 8259), in time linear in its length.
  ///
  /// The text is UTF-8 without byte order mark, nests at most `depthLimit` deep, repeats no key within an object and
  /// has nothing but white space around its value. Numbers beyond the range of `Double` are refused.
  ///
  /// - Throws: `JSONError.syntax` with the offset of the first byte that does not fit.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }

  /// Reads one JSON text strictly; see `init(parsing:)` for bytes.
  ///
  /// - Throws: `JSONError.syntax` with the offset in UTF-8.
  public init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }
}

/// A recursive descent over the bytes of one JSON text.
struct JSONParser {
  let bytes: [UInt8]
  var offset = 0
  private var depth = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  mutating func document() throws(JSONError) -> JSONValue {
    skipWhitespace()
    let value = try self.value()
    skipWhitespace()
    guard offset == bytes.count else { throw failure("unexpected text after the end of the value") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard let next else { throw failure("the text ends where a value should begin") }
    switch next {
    case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
    case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"): return try literal("true", .boolean(true))
    case UInt8(ascii: "f"): return try literal("false", .boolean(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw failure("expected a value")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < JSONValue.depthLimit else { throw failure("nested deeper than \(JSONValue.depthLimit)") }
    depth += 1
    defer { depth -= 1 }
    offset += 1
    skipWhitespace()
    return try body(&self)
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    while true {
      elements.append(try value())
      if try endOfList("]", of: "array") { return .array(elements) }
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    var members: [JSONObject.Member] = []
    // Bytes, not strings: hashing a string normalises it, which costs more and unites keys that differ.
    var seen: Set<[UInt8]> = []
    if take("}") { return .object(JSONObject()) }
    while true {
      guard next == UInt8(ascii: "\"") else { throw failure("expected a key in double quotes") }
      let start = offset
      let key = try string()
      guard seen.insert(Array(key.utf8)).inserted else {
        throw .syntax("key \(key.quoted) occurs twice", offset: start)
      }
      skipWhitespace()
      guard take(":") else { throw failure("expected ':' after the key \(key.quoted)") }
      skipWhitespace()
      members.append(JSONObject.Member(key: key, value: try value()))
      if try endOfList("}", of: "object") { return .object(JSONObject(distinctMembers: members)) }
    }
  }

  /// Passes the comma after an element, or the bracket after the last one.
  private mutating func endOfList(_ bracket: Unicode.Scalar, of list: String) throws(JSONError) -> Bool {
    skipWhitespace()
    if take(bracket) { return true }
    guard take(",") else { throw failure("expected ',' or '\(bracket)' in the \(list)") }
    skipWhitespace()
    return false
  }

  private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let expected = Array(word.description.utf8)
    guard bytes[offset...].starts(with: expected) else { throw failure("expected '\(word)'") }
    offset += expected.count
    return value
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
  }

  func failure(_ problem: String) -> JSONError {
    .syntax(problem, offset: offset)
  }
}
