/// Lists of settings such as `none+last`.
enum SettingList {
  /// The different members of a list; nil if there is none, or one is not known.
  static func read<Member: Equatable>(_ text: String, _ read: (String) -> Member?) -> [Member]? {
    var members: [Member] = []
    for word in text.split(separator: "+", omittingEmptySubsequences: false) {
      guard let member = read(String(word)) else { return nil }
      if !members.contains(member) { members.append(member) }
    }
    return members.isEmpty || members.count > 30 ? nil : members
  }

  /// Numbers above 0 and up to a million.
  static func numbers(_ text: String) -> [Double]? {
    // An exponent such as 1e+3 is written without its sign here.
    read(text) { word in Double(word).flatMap { $0 > 0 && $0 <= 1e6 ? $0 : nil } }
  }

  static func text(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: "+") }
}
