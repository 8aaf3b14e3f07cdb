import Layers
import Persistence

/// One member of a ``Described`` value: its key, what it means, what it accepts.
public struct Field<Owner>: Sendable {
  /// The key, in lower camel case.
  public let key: String
  /// One line that says what the member does.
  public let summary: String
  /// What is accepted, in words: `1 … 4096`, `low-rank | full`.
  public let accepted: String
  /// The member.
  public let path: any PartialKeyPath<Owner> & Sendable
  /// The value of the member.
  public let value: @Sendable (Owner) -> JSONValue
  /// Whether an owner's value is accepted.
  private let isAccepted: @Sendable (Owner) -> Bool
  private let assign: @Sendable (inout Owner, JSONValue) -> Bool
  private let transfer: @Sendable (Owner, inout Owner) -> Void
  /// Whether the default stands where a file says nothing, and is not written: files and digests of runs from before there
  /// was such a member stay as they are.
  private(set) var isSilentByDefault = false

  /// Describes a member of any type.
  ///
  /// - Parameter accepted: What is accepted, in words.
  /// - Parameter encode: The JSON form of a value.
  /// - Parameter decode: The value with a JSON form; nil for what is not accepted.
  public init<Member>(
    _ key: String, _ path: any WritableKeyPath<Owner, Member> & Sendable, _ summary: String,
    accepted: String, encode: @escaping @Sendable (Member) -> JSONValue,
    decode: @escaping @Sendable (JSONValue) -> Member?
  ) {
    (self.key, self.summary, self.accepted, self.path) = (key, summary, accepted, path)
    value = { encode($0[keyPath: path]) }
    isAccepted = { decode(encode($0[keyPath: path])) != nil }
    assign = { owner, value in
      guard let member = decode(value) else { return false }
      owner[keyPath: path] = member
      return true
    }
    transfer = { source, target in target[keyPath: path] = source[keyPath: path] }
  }

  /// The same for a member that files of earlier versions lack; its default is what they meant.
  public func addedLater() -> Self {
    var field = self
    field.isSilentByDefault = true
    return field
  }

  /// Copies the member.
  func copy(from source: Owner, to target: inout Owner) { transfer(source, &target) }

  func check(_ owner: Owner) throws(ConfigurationError) {
    guard isAccepted(owner) else {
      throw .invalidValue(key: key, value: value(owner).plainText, accepted: accepted)
    }
  }

  func read(_ owner: inout Owner, _ value: JSONValue) throws(ConfigurationError) {
    guard assign(&owner, value) else {
      throw .invalidValue(key: key, value: value.text(), accepted: accepted)
    }
  }

  func parse(_ owner: inout Owner, _ text: String) throws(ConfigurationError) {
    let candidates = [try? JSONValue(parsing: text), JSONValue(decimal: text), .string(text)].compactMap(
      \.self)
    guard candidates.contains(where: { assign(&owner, $0) }) else {
      throw .invalidValue(key: key, value: text, accepted: accepted)
    }
  }
}

extension JSONValue {
  /// A number as people write it, such as `.5`, which JSON does not allow.
  fileprivate init?(decimal text: String) {
    let isDecimal = text.utf8.allSatisfy { "0123456789.+-eE".utf8.contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    self = .number(number)
  }
}
