/// What becomes of rows that the grid has and the file has not.
public enum GapRule: String, Sendable, Hashable, CaseIterable {
  /// They are inserted, with every number missing, so that a row is a step of the grid.
  case fill
  /// They divide the series into pieces that no window crosses.
  case segment
  /// They are refused.
  case error
  /// The rows stay as in the file, as if nothing were missing between them.
  case keep
}
