/// What a recorded operation is called, and the settings that shaped it.
///
/// Shapes of inputs and results are not repeated here: ``OperationGraph`` shows them beside the operation.
public struct Operation: Sendable {
  /// A setting of an operation and its name.
  public typealias Attribute = (name: String, value: Value)

  /// The name of the function that was called, such as `softmax`.
  public let name: String
  /// The settings, in order.
  public let attributes: [Attribute]

  /// One setting.
  public enum Value: Sendable, Equatable {
    /// A number of things.
    case count(Int)
    /// A real number.
    case number(Float)
    /// Whether something holds.
    case flag(Bool)
    /// One of several names.
    case text(String)
  }

  init(_ name: String, _ attributes: [Attribute] = []) {
    (self.name, self.attributes) = (name, attributes)
  }

  /// An operation on part of an axis.
  init(_ name: String, over range: Range<Int>) {
    self.init(name, [("first", .count(range.lowerBound)), ("count", .count(range.count))])
  }

  /// A tensor that was given, not made.
  static let point = Operation("point")
}

extension Operation: ExpressibleByStringLiteral {
  /// An operation without settings.
  public init(stringLiteral name: String) { self.init(name) }
}

extension Operation: Equatable {
  /// Whether name and settings are the same.
  public static func == (a: Operation, b: Operation) -> Bool {
    a.name == b.name && a.attributes.elementsEqual(b.attributes, by: ==)
  }
}

extension Operation: CustomStringConvertible {
  /// `name` or `name(setting: value, …)`.
  public var description: String {
    if attributes.isEmpty { return name }
    return "\(name)(\(attributes.map { "\($0.name): \($0.value)" }.joined(separator: ", ")))"
  }
}

extension Operation.Value: CustomStringConvertible {
  /// The value as it is written in Swift.
  public var description: String {
    switch self {
    case .count(let value): "\(value)"
    case .number(let value): "\(value)"
    case .flag(let value): "\(value)"
    case .text(let value): value
    }
  }
}
