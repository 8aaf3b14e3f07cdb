/// A JSON value (RFC 8259) that keeps the order of object members and the difference between integers and fractions.
///
/// Two values are equal when they would be written as the same text: member order counts, and `1` is not `1.0`.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number written without fraction and exponent that fits into `Int`.
  case integer(Int)
  /// Any other number; written as `null` if it is not finite, because JSON has no word for it.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object.
  case object(JSONObject)
}

extension JSONValue {
  /// Wraps a single-precision number so that it is written as its own shortest decimal.
  ///
  /// Widening `Float(0.7)` directly would be written as `0.699999988079071`; this is written as `0.7` and still reads
  /// back to the same `Float`.
  public init(_ value: Float) {
    self = .number(Double(value.description) ?? Double(value))
  }

  /// The member called `key`, or nil if this is not an object or has no such member.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    return object[key]
  }

  /// The element at `index`, or nil if this is not an array or is shorter.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// The value as a person would type it: a string without its quotes, anything else as JSON.
  package var plainText: String {
    if case .string(let text) = self { return text }
    return text()
  }

  /// What kind of value this is, with its article, for messages: "an integer", "a string", "null".
  public var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// `nil` is `null`.
  public init(nilLiteral: ()) { self = .null }

  /// `true` and `false`.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// `96` is an integer.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// `0.5` is a number.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// `"text"` is a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// `[1, 2]` is an array.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// `["key": 1]` is an object with its members in the order written; no key may occur twice.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { (key: $0, value: $1) }))
  }
}
