import Calendar

/// How the series of a table stand.
public enum TableForm: Sendable, Equatable {
  /// Beside each other: a row is a point in time.
  case wide
  /// Below each other: a row is a point in time of the series that a column names.
  case long(seriesColumn: String)
}
