/// What becomes of rows of a series that have the same stamp.
public enum DuplicateRule: String, Sendable, Hashable, CaseIterable {
  /// They are refused.
  case error
  /// The first value that is not missing counts.
  case first
  /// The last value that is not missing counts.
  case last
  /// The mean of the values that are not missing counts.
  case mean
  /// The sum of the values that are not missing counts: several sales a day.
  case sum
  /// All rows stay as in the file.
  case keep
}

extension DuplicateRule {
  /// Whether rows with the same stamp become one.
  package var merges: Bool { self != .error && self != .keep }
}
