import Training

/// Settings that list several values in one text.
enum ListSetting {
  /// The values of a text; nil if one cannot be read or stands twice.
  static func values<Value: Hashable>(
    of text: String, separatedBy separator: Character = ",", _ read: (String) -> Value?
  ) -> [Value]? {
    let parts = text.split(separator: separator, omittingEmptySubsequences: false)
    let values = parts.compactMap { read(String($0)) }
    return values.count == parts.count && Set(values).count == values.count ? values : nil
  }

  /// The cases that a text names, or all of them for `all`.
  static func cases<Choice: RawRepresentable<String> & CaseIterable & Hashable>(of text: String) -> [Choice]?
  {
    text == "all" ? Array(Choice.allCases) : values(of: text) { Choice(rawValue: $0) }
  }
}

extension Field {
  /// A text that names some cases of an enumeration, separated by commas, or `all` of them.
  static func choices<Choice: RawRepresentable<String> & CaseIterable & Hashable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Owner, String> & Sendable, among choice: Choice.Type,
    _ summary: String
  ) -> Self {
    .text(
      key, path, "all, or some of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", summary,
      write: { $0 }, read: { (ListSetting.cases(of: $0) as [Choice]?) == nil ? nil : $0 })
  }
}
