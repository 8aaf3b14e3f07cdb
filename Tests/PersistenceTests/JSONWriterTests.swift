import Persistence
import Testing
import Text

struct JSONWriterTests {
  @Test func compactTextIsOneLineInOrder() {
    let value: JSONValue = ["b": 1, "a": [true, nil, "x", 0.5], "o": [:], "l": []]
    #expect(value.text() == #"{"b":1,"a":[true,null,"x",0.5],"o":{},"l":[]}"#)
    #expect("\(value)" == value.text())
  }

  @Test func indentedTextPutsOneMemberOnALineAndKeepsPlainListsTogether() {
    let value: JSONValue = ["a": [1, 2], "b": [["c": "d"], [:]]]
    #expect(
      value.text(.indented) == """
        {
          "a": [1, 2],
          "b": [
            {
              "c": "d"
            },
            {}
          ]
        }
        """)
  }

  @Test func charactersThatWouldBreakALineOrAStringAreEscaped() throws {
    let text = "\"\\/\u{0}\u{8}\u{C}\n\r\t\u{1F}\u{7F}\u{2028}\u{2029}é😀"
    let expected = "\"\\\"\\\\/\\u0000\\b\\f\\n\\r\\t\\u001f\u{7F}\\u2028\\u2029é😀\""
    #expect(JSONValue.string(text).text() == expected)
    #expect(try JSONValue(parsing: expected) == .string(text))
  }

  @Test func everyFiniteDoubleReadsBackToTheSameBits() throws {
    var generator = SystemRandomNumberGenerator()
    let edges: [Double] = [
      0, -0.0, 1, 0.1, 1e16, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi, 1 / 3,
    ]
    let random = (0..<2_000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    for number in edges + random {
      guard case .number(let read) = try JSONValue(parsing: JSONValue.number(number).text()) else {
        Issue.record("\(number) was read as another kind")
        continue
      }
      #expect(read.bitPattern == number.bitPattern)
    }
  }

  @Test func numbersWithoutAWordInJSONBecomeNull() {
    #expect(
      JSONValue.array([.number(.nan), .number(.infinity), JSONValue(-Float.infinity)]).text()
        == "[null,null,null]")
  }

  @Test func singlePrecisionIsWrittenAsItsOwnShortestDecimal() {
    #expect(JSONValue(Float(0.7)).text() == "0.7")
    #expect(JSONValue(Float(1e-5)).text() == "1e-05")
  }
}

struct JSONReaderTests {
  private let reader: JSONReader

  init() throws {
    reader = JSONReader(
      try JSONValue(
        parsing: #"{"lookback": "x", "task": {"horizon": 96, "rates": [0.5, 1, true]}, "none": null}"#))
  }

  @Test func valuesAreReadByTheirKind() throws {
    #expect(try reader.member("lookback").string() == "x")
    #expect(try reader.member("task").member("horizon").integer() == 96)
    #expect(try reader.member("task").member("horizon").number() == 96)
    #expect(try reader.member("task").member("rates").elements()[2].boolean())
    #expect(try reader.optionalMember("none") == nil)
    #expect(try reader.optionalMember("other") == nil)
    #expect(try reader.members().map(\.key) == ["lookback", "task", "none"])
  }

  @Test func errorsNameThePath() {
    expect("lookback: expected an integer, found a string") { try $0.member("lookback").integer() }
    expect("task.rates[0]: expected an integer, found a number") {
      try $0.member("task").member("rates").elements()[0].integer()
    }
    expect("task.seed: is missing") { try $0.member("task").member("seed") }
    expect("task: expected an array, found an object") { try $0.member("task").elements() }
    expect("task.rates: is not known here; known are horizon") {
      try $0.member("task").rejectMembers(besides: ["horizon"])
    }
    expect("expected a string, found an object") { try $0.string() }
    expect("rows: 1000001 is not within 1 … 1,000,000") { _ in
      try JSONReader(1_000_001, path: "rows").positiveInteger()
    }
    expect("task: no") { throw try $0.member("task").invalid("no") }
  }

  private func expect(_ message: String, _ body: (JSONReader) throws -> some Any) {
    do {
      _ = try body(reader)
      Issue.record("no error, expected: \(message)")
    } catch {
      #expect("\(error)" == message)
    }
  }
}

struct JSONObjectTests {
  @Test func membersAreReplacedInPlaceAndRemoved() {
    var object = JSONObject()
    object["a"] = 1
    object["b"] = 2
    object["a"] = 3
    #expect(JSONValue.object(object) == ["a": 3, "b": 2])
    object["a"] = nil
    object["c"] = nil
    #expect(JSONValue.object(object) == ["b": 2])
    #expect(JSONValue.object(object)["b"] == 2)
    #expect(JSONValue.array([1])[1] == nil)
  }
}

struct QuotedTextTests {
  @Test func aQuotedTextIsShortAndOnOneLine() {
    #expect("é a'b".quoted == "'é a'b'")
    #expect("a\n\u{1B}[2J\u{2028}\u{202E}".quoted == #"'a\u{a}\u{1b}[2J\u{2028}\u{202e}'"#)
    #expect(String(repeating: "x", count: 81).quoted == "'" + String(repeating: "x", count: 80) + "…'")
  }
}
