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

  /// The role of each column; the default target is `OT`, or the last column where there is no `OT`.
  ///
  /// - Throws: `DataError.unknownColumn` when the target is no column.
  func roles(target: String?, in columns: [String]) throws(DataError) -> ColumnRoles {
    let name = target ?? (columns.contains("OT") ? "OT" : columns.last ?? "")
    guard let index = columns.firstIndex(of: name) else { throw .unknownColumn(name, among: columns) }
    return ColumnRoles(
      columns.indices.map { column in
        switch self {
        case .multivariate: .target
        case .univariate: column == index ? .target : nil
        case .multivariateToUnivariate: column == index ? .target : .past
        }
      })
  }
}

extension Features: CustomStringConvertible {
  /// `M`, `S` or `MS`.
  public var description: String { rawValue }
}
