import Layers
import Persistence

/// Values for some members of a ``Described`` value, to replace those of another.
///
/// ```swift
/// var changes = FieldChanges<TrainingRecipe>()
/// changes.epochs = 3
/// try changes.set("loss", to: "huber:0.5")
/// let recipe = changes.applied(to: TrainingRecipe())
/// ```
@dynamicMemberLookup
public struct FieldChanges<Value: Described>: Sendable, Equatable {
  private var values = Value()
  private var changed: Set<String> = []

  /// No changes.
  public init() {}

  /// The keys that ``set(_:to:)`` knows.
  public static var keys: [String] { Value.fields.map(\.key) }

  /// The new value of a member; nil leaves it.
  public subscript<Member>(dynamicMember path: WritableKeyPath<Value, Member>) -> Member? {
    get { changed.contains(Self.key(of: path)) ? values[keyPath: path] : nil }
    set {
      let key = Self.key(of: path)
      values[keyPath: path] = newValue ?? Value()[keyPath: path]
      if newValue == nil { changed.remove(key) } else { changed.insert(key) }
    }
  }

  /// Sets the member called `key` from text, as options and specs have it.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value that is not accepted.
  public mutating func set(_ key: String, to text: String) throws(ConfigurationError) {
    try values.set(key, to: text)
    changed.insert(key)
  }

  /// Whether the member called `key` has a new value.
  public func changes(_ key: String) -> Bool { changed.contains(key) }

  /// `value` with the changes.
  public func applied(to value: Value) -> Value {
    var result = value
    for field in changedFields { field.copy(from: values, to: &result) }
    return result
  }

  /// These changes with those of `other`, which take precedence.
  public func overridden(by other: Self) -> Self {
    var result = self
    for field in other.changedFields { field.copy(from: other.values, to: &result.values) }
    result.changed.formUnion(other.changed)
    return result
  }

  private var changedFields: [Field<Value>] { Value.fields.filter { changed.contains($0.key) } }

  private static func key(of path: PartialKeyPath<Value>) -> String {
    guard let field = Value.fields.first(where: { $0.path == path }) else {
      preconditionFailure("FieldChanges: \(path) is not described by a field")
    }
    return field.key
  }
}
