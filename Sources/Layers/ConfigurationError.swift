import Persistence
import Text

/// A value that a layer or a forecaster cannot be built with.
public enum ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The value of `key` is not one of `accepted`.
  case invalidValue(key: String, value: String, accepted: String)
  /// There is no such key.
  case unknownKey(String, known: [String])
  /// A stored configuration lacks a key.
  case missingKey(String)

  /// The text shown to the user.
  public var description: String {
    switch self {
    case .invalidValue(let key, let value, let accepted):
      return "\(key): \(value) is not accepted; use \(accepted)"
    case .unknownKey(let key, let known):
      if known.isEmpty { return "'\(key)' is not a setting; there are none" }
      let hint =
        nearest(to: key, among: known).map { "did you mean '\($0)'?" }
        ?? "use \(known.joined(separator: ", "))"
      return "'\(key)' is not a setting; \(hint)"
    case .missingKey(let key):
      return "the setting '\(key)' is missing"
    }
  }
}
