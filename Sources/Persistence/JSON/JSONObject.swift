/// The members of a JSON object in the order in which they were read or added; no key occurs twice.
///
/// Looking up a key walks the members: objects that people write are short, and long ones are read front to back.
public struct JSONObject: Sendable, Equatable {
  /// One `"key": value` pair.
  public struct Member: Sendable, Equatable {
    /// The name of the member.
    public let key: String
    /// The value of the member.
    public var value: JSONValue
  }

  private var members: [Member]

  /// Makes an empty object.
  public init() {
    members = []
  }

  /// Makes an object of members in order; no key may occur twice.
  public init(_ members: [(key: String, value: JSONValue)]) {
    var seen: Set<[UInt8]> = []
    for member in members {
      precondition(
        seen.insert(Array(member.key.utf8)).inserted, "JSON object: key '\(member.key)' occurs twice")
    }
    self.members = members.map { Member(key: $0.key, value: $0.value) }
  }

  /// Takes members whose keys are known to differ.
  init(distinctMembers members: [Member]) {
    self.members = members
  }

  /// The value of `key`; setting nil removes the member, setting a new key adds it at the end.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil): members.remove(at: position)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  // Keys are compared by their bytes as JSON does: `==` would also unite different spellings of one accented letter.
  private func position(of key: String) -> Int? {
    members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }
}

extension JSONObject: RandomAccessCollection {
  /// The position of the first member.
  public var startIndex: Int { members.startIndex }

  /// The position after the last member.
  public var endIndex: Int { members.endIndex }

  /// The member at `position`.
  public subscript(position: Int) -> Member { members[position] }
}
