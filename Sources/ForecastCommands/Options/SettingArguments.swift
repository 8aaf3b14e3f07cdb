import ArgumentParser

/// Settings of a model as a repeated option gives them: `key=value` each.
struct SettingArguments {
  /// The settings, in the order of the options.
  let settings: [(key: String, value: String)]

  /// - Throws: `ValidationError` for what is no setting.
  init(_ texts: [String]) throws {
    settings = try texts.map { text in
      guard text.dropFirst().contains("=") else {
        throw ValidationError("--set \(text) is not of the form key=value")
      }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (key: String(parts[0]), value: String(parts[1]))
    }
  }
}
