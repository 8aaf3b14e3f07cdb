/// The rows of one series in memory, of which ``Panel/init(source:columns:series:_:)`` makes a panel.
///
/// ```swift
/// let days = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 3)
/// let north = SeriesData(id: "north", timestamps: days, columns: [[5, .nan, 7]])
/// ```
public struct SeriesData: Sendable, Equatable {
  /// Its name; nil for the only series of a panel.
  public let id: String?
  /// The stamp of each row, never decreasing. Rows may be missing.
  public let timestamps: [Timestamp]
  /// The values of each column, data units; not a number where one is missing. Shape `[column, row]`.
  public let columns: [[Double]]
  /// The value of each fixed column.
  public let fixed: [Double]

  /// Rows of a series; the panel refuses columns that do not have a value for each stamp.
  public init(id: String? = nil, timestamps: [Timestamp], columns: [[Double]], fixed: [Double] = []) {
    (self.id, self.timestamps, self.columns, self.fixed) = (id, timestamps, columns, fixed)
  }
}
