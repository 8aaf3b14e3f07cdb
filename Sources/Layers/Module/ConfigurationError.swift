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
  /// A forecaster cannot use columns of a role such as `future`.
  case unusableColumns(forecaster: String, role: String)
  /// A FAN layer of so many columns has none for a cosine and a sine.
  case noPeriodicColumns(width: Int)
  /// The sizes together make a model of more learnt values than are allowed.
  case tooManyParameters(limit: Int)

  /// The text shown to the user.
  public var description: String {
    switch self {
    case .invalidValue(let key, let value, let accepted):
      return "\(key): \(value.printable) is not accepted; use \(accepted)"
    case .unknownKey(let key, let known):
      if known.isEmpty { return "\(key.quoted) is not a setting; there are none" }
      let hint =
        nearest(to: key, among: known).map { "did you mean '\($0)'?" }
        ?? "use \(known.joined(separator: ", "))"
      return "\(key.quoted) is not a setting; \(hint)"
    case .missingKey(let key):
      return "the setting '\(key)' is missing"
    case .unusableColumns(let forecaster, let role):
      return "\(forecaster) cannot use columns of the role '\(role)'"
    case .noPeriodicColumns(let width):
      return
        "a FAN layer \(TextFormatting.count(width, "column")) wide has no room for a cosine and a sine at its "
        + "periodicFraction; make the layer wider, or the fraction larger"
    case .tooManyParameters(let limit):
      return
        "the sizes make a model of more than \(limit) parameters, the most that there may be; choose smaller ones"
    }
  }
}
