import Persistence
import Testing

struct JSONParserTests {
  @Test func aTextBecomesItsValueInTheOrderWritten() throws {
    let value = try JSONValue(
      parsing: #" {"b": [1, -2.5e-3, true, null], "a": {"": "x"}, "empty": [], "none": {}} "#)
    #expect(
      value == [
        "b": [1, -0.0025, true, nil], "a": ["": "x"], "empty": [], "none": [:],
      ])
    guard case .object(let object) = value else { throw JSONError.missing(path: "") }
    #expect(object.keys == ["b", "a", "empty", "none"])
  }

  @Test(
    arguments: [
      ("0", .integer(0)), ("-0", .integer(0)), ("-17", .integer(-17)),
      ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9223372036854775808)),
      ("1.0", .number(1)), ("-0.0", .number(-0.0)), ("1E2", .number(100)), ("1e-400", .number(0)),
      ("5e-324", .number(.leastNonzeroMagnitude)), ("0.1", .number(0.1)),
    ] as [(String, JSONValue)])
  func numbersKeepTheirKind(text: String, expected: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == expected)
  }

  @Test func escapesBecomeTheirCharacters() throws {
    let value = try JSONValue(
      parsing: #""\"\\\/\b\f\n\r\t\u0041\u00e9\u2028\ud83d\ude00\uD83D\uDE00\u0000é😀""#)
    #expect(value == .string("\"\\/\u{8}\u{C}\n\r\tAé\u{2028}😀😀\0é😀"))
  }

  @Test(arguments: [
    ("", 0), (" ", 1), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\":1,}", 7), ("{\"a\" 1}", 5), ("{a:1}", 1),
    ("01", 1), ("-", 1), ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("0x10", 1), ("1e999", 0), ("NaN", 0),
    ("tru", 0), ("nul", 0), ("True", 0), ("1 2", 2), ("[]]", 2), ("\"abc", 0), ("\"\u{1}\"", 1),
    (#""\x""#, 2), (#""\u12g4""#, 5), (#""\ud800""#, 2), (#""\ude00""#, 2), (#""\ud800\u0041""#, 2),
    ("\"\\", 2), ("'a'", 0), ("[1,\u{FEFF}2]", 3), ("\u{FEFF}1", 0), ("// x", 0),
    (#"{"a":1,"b":2,"a":3}"#, 13), (#"{"a":1,"\u0061":3}"#, 7),
  ])
  func textThatIsNotJSONIsRefusedWhereItFails(text: String, offset: Int) {
    do {
      let value = try JSONValue(parsing: text)
      Issue.record("\(text) was read as \(value)")
    } catch {
      guard case .syntax(_, offset) = error else {
        Issue.record("\(text): \(error)")
        return
      }
    }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] {
      #expect(throws: JSONError.syntax("the string is not valid UTF-8", offset: 0)) {
        try JSONValue(parsing: bytes)
      }
    }
  }

  @Test func keysThatDifferOnlyInTheirBytesAreDifferent() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\": 1, \"e\u{301}\": 2}")
    #expect(value["\u{E9}"] == 1)
    #expect(value["e\u{301}"] == 2)
  }

  @Test func nestingIsLimited() throws {
    let deepest = JSONValue.depthLimit
    let fits = String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    #expect(throws: Never.self) { try JSONValue(parsing: fits) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + fits + "]") }
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000))
    }
  }

  @Test func everyPrefixAndEveryChangedByteIsReadOrRefusedWithoutCrash() throws {
    let text = #"{"a": [1, -2.5e3, "\u00e9\ud83d\ude00é", true, false, null], "b": {"c": {}}}"#
    let bytes = Array(text.utf8)
    for count in bytes.indices {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<count])) }
    }
    for position in bytes.indices {
      for byte in UInt8.min ... .max {
        var changed = bytes
        changed[position] = byte
        if let value = try? JSONValue(parsing: changed) {
          #expect(try JSONValue(parsing: value.text()) == value)
        }
      }
    }
  }

  @Test func manyKeysAndLongStringsAreRead() throws {
    let members = (0..<20_000).map { "\"key\($0)\":\($0)" }.joined(separator: ",")
    guard case .object(let object) = try JSONValue(parsing: "{\(members)}") else {
      Issue.record("not an object")
      return
    }
    #expect(object.count == 20_000)
    let long = String(repeating: #"\u0041b"#, count: 50_000)
    #expect(try JSONValue(parsing: "\"\(long)\"") == .string(String(repeating: "Ab", count: 50_000)))
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "7", count: 1_000_000)) }
  }
}
