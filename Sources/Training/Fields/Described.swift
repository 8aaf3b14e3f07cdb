import Layers
import Persistence

/// A value whose members are described once, by ``Field``s: their text and JSON forms, bounds and help follow.
///
/// ```swift
/// var recipe = TrainingRecipe()
/// try recipe.set("batchSize", to: "64")
/// let stored = recipe.json
/// ```
public protocol Described: Sendable, Equatable {
  /// The defaults.
  init()
  /// Every member, described, in the order of the JSON form.
  static var fields: [Field<Self>] { get }
}

extension Described {
  /// The description of the member called `key`.
  ///
  /// - Throws: `ConfigurationError.unknownKey`.
  public static func field(_ key: String) throws(ConfigurationError) -> Field<Self> {
    guard let field = fields.first(where: { $0.key == key }) else {
      throw .unknownKey(key, known: fields.map(\.key))
    }
    return field
  }

  /// Sets the member called `key` from text, as options and specs have it.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value that is not accepted.
  public mutating func set(_ key: String, to text: String) throws(ConfigurationError) {
    try Self.field(key).parse(&self, text)
  }

  /// Refuses members that were set in Swift to what is not accepted.
  ///
  /// - Throws: `ConfigurationError` naming the first such member.
  public func check() throws(ConfigurationError) {
    for field in Self.fields { try field.check(self) }
  }

  /// All members by key, as stored in files; members that earlier versions did not have are left out at their defaults.
  public var json: JSONValue {
    let defaults = Self()
    let members = Self.fields.filter { !$0.isSilentByDefault || $0.value(self) != $0.value(defaults) }
    return .object(JSONObject(members.map { (key: $0.key, value: $0.value(self)) }))
  }

  /// Reads all members back from a file; every key must be there and no other. Only members that may be nil, and those that
  /// earlier versions did not have, may be absent.
  ///
  /// - Throws: `ConfigurationError` for an unknown or missing key or a value that is not accepted.
  public init(json: JSONReader) throws(ConfigurationError) {
    self.init()
    guard case .object(let object) = json.value else {
      throw .invalidValue(key: json.path, value: json.value.text(), accepted: "an object")
    }
    for member in object { try Self.field(member.key).read(&self, member.value) }
    for field in Self.fields where object[field.key] == nil {
      guard field.isSilentByDefault || field.value(self) == .null else { throw .missingKey(field.key) }
    }
  }
}
