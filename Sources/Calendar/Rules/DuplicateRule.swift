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
  /// All rows stay as in the file.
  case keep
}
