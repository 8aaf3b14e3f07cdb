/// What becomes of missing cells.
///
/// Whatever a history is filled with is never part of a loss or of a score.
public enum MissingRule: String, Sendable, Hashable, CaseIterable {
  /// Filled as suits the model: with the value before, or that of a season before where the season is known.
  case mask
  /// Filled along a straight line between the neighbours.
  case linear
  /// Filled with the value before.
  case previous
  /// Filled with the value of a season before.
  case seasonal
  /// Refused.
  case error
}
