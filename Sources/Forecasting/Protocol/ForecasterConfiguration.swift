import Layers
import Persistence

/// The values of a forecaster that a user may set; `init()` holds the only defaults.
public protocol ForecasterConfiguration: Sendable, Equatable {
  /// The defaults.
  init()
  /// Every value, described; the keys are those of `--set` and of model files.
  static var fields: [ConfigurationField<Self>] { get }
}

extension ForecasterConfiguration {
  /// Sets the value called `key` from the text of a command line.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value that is not accepted.
  public mutating func set(_ key: String, to text: String) throws(ConfigurationError) {
    try field(key).parse(&self, text)
  }

  /// All values by key, as stored in a model file.
  public var json: JSONValue {
    .object(JSONObject(Self.fields.map { (key: $0.key, value: $0.value(self)) }))
  }

  /// Reads all values back from a model file; every key must be there and no other.
  ///
  /// - Throws: `ConfigurationError` for an unknown or missing key or a value that is not accepted.
  public init(json: JSONReader) throws(ConfigurationError) {
    self.init()
    guard case .object(let object) = json.value else {
      throw .invalidValue(key: json.path, value: json.value.text(), accepted: "an object")
    }
    for member in object { try field(member.key).read(&self, member.value) }
    for field in Self.fields where object[field.key] == nil {
      throw .missingKey(field.key)
    }
  }

  private func field(_ key: String) throws(ConfigurationError) -> ConfigurationField<Self> {
    guard let field = Self.fields.first(where: { $0.key == key }) else {
      throw .unknownKey(key, known: Self.fields.map(\.key))
    }
    return field
  }
}

/// One value of a configuration: its key, what it means, what it accepts.
public struct ConfigurationField<Configuration>: Sendable {
  /// The key, in lower camel case.
  public let key: String
  /// One line that says what the value does.
  public let summary: String
  /// What is accepted, in words: `1 … 4096`, `low-rank | full`.
  public let accepted: String
  /// The value of a configuration.
  public let value: @Sendable (Configuration) -> JSONValue
  private let assign: @Sendable (inout Configuration, JSONValue) -> Bool

  fileprivate func read(_ configuration: inout Configuration, _ value: JSONValue) throws(ConfigurationError) {
    guard assign(&configuration, value) else {
      throw .invalidValue(key: key, value: value.text(), accepted: accepted)
    }
  }

  fileprivate func parse(_ configuration: inout Configuration, _ text: String) throws(ConfigurationError) {
    let candidates = [try? JSONValue(parsing: text), .string(text)].compactMap(\.self)
    guard candidates.contains(where: { assign(&configuration, $0) }) else {
      throw .invalidValue(key: key, value: text, accepted: accepted)
    }
  }
}

extension ConfigurationField {
  /// A whole number within `range`.
  public static func integer(
    _ key: String, _ path: any WritableKeyPath<Configuration, Int> & Sendable, in range: ClosedRange<Int>,
    _ summary: String
  ) -> Self {
    Self(
      key: key, summary: summary, accepted: "\(range.lowerBound) … \(range.upperBound)",
      value: { .integer($0[keyPath: path]) },
      assign: { configuration, value in
        guard case .integer(let number) = value, range.contains(number) else { return false }
        configuration[keyPath: path] = number
        return true
      })
  }

  /// A number within `range`.
  public static func number(
    _ key: String, _ path: any WritableKeyPath<Configuration, Float> & Sendable, in range: ClosedRange<Float>,
    _ summary: String
  ) -> Self {
    Self(
      key: key, summary: summary, accepted: "\(range.lowerBound) … \(range.upperBound)",
      value: { JSONValue($0[keyPath: path]) },
      assign: { configuration, value in
        guard let number = (try? JSONReader(value).number()).map(Float.init), range.contains(number) else {
          return false
        }
        configuration[keyPath: path] = number
        return true
      })
  }

  /// Yes or no.
  public static func boolean(
    _ key: String, _ path: any WritableKeyPath<Configuration, Bool> & Sendable, _ summary: String
  ) -> Self {
    Self(
      key: key, summary: summary, accepted: "true | false",
      value: { .boolean($0[keyPath: path]) },
      assign: { configuration, value in
        guard case .boolean(let flag) = value else { return false }
        configuration[keyPath: path] = flag
        return true
      })
  }

  /// One of the cases of an enumeration, by its raw name.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Configuration, Choice> & Sendable, _ summary: String
  ) -> Self {
    Self(
      key: key, summary: summary, accepted: Choice.allCases.map(\.rawValue).joined(separator: " | "),
      value: { .string($0[keyPath: path].rawValue) },
      assign: { configuration, value in
        guard case .string(let name) = value, let choice = Choice(rawValue: name) else { return false }
        configuration[keyPath: path] = choice
        return true
      })
  }
}
