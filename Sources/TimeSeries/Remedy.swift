/// What a reader can be told so that a file is understood, in terms of the file; commands and services word it.
public enum Remedy: Hashable, Sendable {
  /// Days come before months.
  case dayFirst
  /// Months come before days.
  case monthFirst
  /// The zone of local time.
  case timeZone
  /// The format of the stamps, in the letters of strptime.
  case timeFormat
  /// The column or columns that hold the time.
  case timeColumn
  /// The column that names the series.
  case seriesColumn
  /// The rule by which stamps follow each other.
  case frequency
}
