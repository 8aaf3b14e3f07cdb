/// Reads typed values out of a JSON value and names the path of whatever is not as expected.
///
/// ```swift
/// let reader = JSONReader(try JSONValue(parsing: #"{"task": {"lookback": "long"}}"#))
/// do {
///   let lookback = try reader.member("task").member("lookback").integer()
///   print(lookback)
/// } catch {
///   print(error)  // task.lookback: expected an integer, found a string
/// }
/// ```
public struct JSONReader: Sendable {
  /// The value that is read.
  public let value: JSONValue
  /// Where the value stands in the outermost one.
  public let path: String

  /// Starts to read `value`, which messages call `path`.
  public init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// The member called `key`.
  ///
  /// - Throws: `JSONError.mismatch` if this is not an object, `JSONError.missing` without such a member.
  public func member(_ key: String) throws(JSONError) -> JSONReader {
    guard let value = try object()[key] else { throw .missing(path: childPath(key)) }
    return JSONReader(value, path: childPath(key))
  }

  /// The member called `key`, or nil if it is absent or `null`.
  ///
  /// - Throws: `JSONError.mismatch` if this is not an object.
  public func optionalMember(_ key: String) throws(JSONError) -> JSONReader? {
    guard let value = try object()[key], value != .null else { return nil }
    return JSONReader(value, path: childPath(key))
  }

  /// All members in order.
  ///
  /// - Throws: `JSONError.mismatch` if this is not an object.
  public func members() throws(JSONError) -> [(key: String, reader: JSONReader)] {
    try object().map { ($0.key, JSONReader($0.value, path: childPath($0.key))) }
  }

  /// All elements in order.
  ///
  /// - Throws: `JSONError.mismatch` if this is not an array.
  public func elements() throws(JSONError) -> [JSONReader] {
    guard case .array(let elements) = value else { throw mismatch("an array") }
    return elements.enumerated().map { JSONReader($1, path: "\(path)[\($0)]") }
  }

  /// Refuses members that are not among `known`, so that a misspelt one is not ignored.
  ///
  /// - Throws: `JSONError.unknown` for the first such member.
  public func rejectMembers(besides known: [String]) throws(JSONError) {
    for member in try object() where !known.contains(member.key) {
      throw .unknown(path: childPath(member.key), known: known)
    }
  }

  /// The members as an object.
  ///
  /// - Throws: `JSONError.mismatch` if this is not an object.
  public func object() throws(JSONError) -> JSONObject {
    guard case .object(let object) = value else { throw mismatch("an object") }
    return object
  }

  /// The value as an integer; `1.0` is not one.
  ///
  /// - Throws: `JSONError.mismatch`.
  public func integer() throws(JSONError) -> Int {
    guard case .integer(let integer) = value else { throw mismatch("an integer") }
    return integer
  }

  /// The value as a size: a number of rows, of steps, of channels.
  ///
  /// - Throws: `JSONError.mismatch`, or `JSONError.invalid` outside 1 … 1,000,000: no series is that long, sums of larger
  ///   numbers would overflow, and tensors not fit into memory.
  public func positiveInteger() throws(JSONError) -> Int {
    let value = try integer()
    guard (1...1_000_000).contains(value) else { throw invalid("\(value) is not within 1 … 1,000,000") }
    return value
  }

  /// The value as a number, whichever way it is written.
  ///
  /// - Throws: `JSONError.mismatch`.
  public func number() throws(JSONError) -> Double {
    switch value {
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw mismatch("a number")
    }
  }

  /// The value as a string.
  ///
  /// - Throws: `JSONError.mismatch`.
  public func string() throws(JSONError) -> String {
    guard case .string(let string) = value else { throw mismatch("a string") }
    return string
  }

  /// The value as a boolean.
  ///
  /// - Throws: `JSONError.mismatch`.
  public func boolean() throws(JSONError) -> Bool {
    guard case .boolean(let boolean) = value else { throw mismatch("a boolean") }
    return boolean
  }

  /// The error that the value at this path is not acceptable, for rules that only the caller knows.
  public func invalid(_ reason: String) -> JSONError {
    .invalid(path: path, reason: reason)
  }

  private func mismatch(_ expected: String) -> JSONError {
    .mismatch(path: path, expected: expected, found: value.kind)
  }

  private func childPath(_ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}
