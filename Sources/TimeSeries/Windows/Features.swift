import Text

/// Which channels are read and which are forecast.
public enum Features: String, Hashable, Sendable, CaseIterable {
  /// All channels forecast all channels.
  case multivariate = "M"
  /// The target forecasts itself.
  case univariate = "S"
  /// All channels forecast the target.
  case multivariateToUnivariate = "MS"

  /// Reads `M`, `S` or `MS`, in any letter case.
  ///
  /// - Throws: `DataError.invalidOption` for other text.
  public init(_ text: String) throws(DataError) {
    guard let features = Features(rawValue: text.uppercased()) else {
      throw DataError(
        .invalidOption, "'\(text.shortened())' is not a choice of features",
        fix: "use M (all channels), S (the target alone) or MS (all channels for the target)")
    }
    self = features
  }

  /// The channels of the series that go in, and the targets as indices among them.
  struct Channels {
    let inputs: [Int]
    let targets: [Int]
  }

  /// Resolves the choice; the default target is `OT`, or the last channel where there is no `OT`.
  ///
  /// - Throws: `DataError.unknownColumn` when the target is no channel.
  func resolve(target: String?, in names: [String]) throws(DataError) -> Channels {
    let all = Array(names.indices)
    let name = target ?? (names.contains("OT") ? "OT" : names.last ?? "")
    guard let index = names.firstIndex(of: name) else { throw .unknownColumn(name, among: names) }
    return switch self {
    case .multivariate: Channels(inputs: all, targets: all)
    case .univariate: Channels(inputs: [index], targets: [0])
    case .multivariateToUnivariate: Channels(inputs: all, targets: [index])
    }
  }
}

extension Features: CustomStringConvertible {
  /// `M`, `S` or `MS`.
  public var description: String { rawValue }
}
