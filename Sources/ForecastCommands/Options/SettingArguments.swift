import ArgumentParser
import Forecasters

/// Settings of a model as a repeated option gives them: `key=value` each.
struct SettingArguments {
  /// The settings, in the order of the options.
  let settings: [(key: String, value: String)]

  /// - Parameters:
  ///   - model: The one model that they belong to; its name may tell a setting too, as `ets:M,Ad,M` does.
  ///   - others: Settings that options of their own tell, with these.
  /// - Throws: `ValidationError` for what is no setting, and for one that is told two values: one of them would be ignored.
  init(
    _ texts: [String], of model: String? = nil,
    besides others: [(key: String, value: String, option: String)] = []
  ) throws {
    settings = try texts.map { text in
      guard text.dropFirst().contains("=") else {
        throw ValidationError("--set \(text) is not of the form key=value")
      }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (key: String(parts[0]), value: String(parts[1]))
    }
    let named = model.flatMap { name in
      ForecasterCatalog.variant(named: name).map { ($0.key, (value: $0.value, option: "--model \(name)")) }
    }
    var known = Dictionary(
      others.map { ($0.key, (value: $0.value, option: $0.option)) } + (named.map { [$0] } ?? [])
    ) { $1 }
    for (key, value) in settings {
      let option = "--set \(key)=\(value)"
      if let other = known.updateValue((value, option), forKey: key), other.value != value {
        throw ValidationError("\(other.option) and \(option) tell two values; leave one of them out")
      }
    }
  }
}
