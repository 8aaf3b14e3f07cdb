import Persistence
import TimeSeries

/// What is in a data file and what may be wrong with it.
public struct DataCheck: Sendable {
  /// One channel over all rows, data units.
  public struct Channel: Sendable {
    /// Name of the column.
    public let name: String
    /// Mean and population deviation (1 for a constant channel).
    public let mean: Double, deviation: Double
    /// Smallest and largest value.
    public let lowest: Double, highest: Double
  }

  /// Number of rows.
  public let rowCount: Int
  /// The step between rows, in words.
  public let frequency: String
  /// First and last time stamp as in the file.
  public let first: String, last: String
  /// Every channel in the order of the file.
  public let channels: [Channel]
  /// Warnings, one line each.
  public let notes: [String]

  /// Reads the file at `path`.
  ///
  /// - Throws: `DataError`.
  public init(_ path: String, reading: CSVOptions) throws(DataError) {
    let panel = try CSVFile.read(path, options: reading)
    let scaler = StandardScaler(fitting: panel, rows: 0..<panel.rowCount)
    rowCount = panel.rowCount
    frequency = panel.frequency.description
    let stamps = panel.only.timestamps
    first = panel.timestampFormat.string(for: stamps[0])
    last = panel.timestampFormat.string(for: stamps[stamps.count - 1])
    channels = panel.columns.indices.map { index in
      let values = panel.values(ofColumn: index)
      return Channel(
        name: panel.columns[index], mean: scaler.means[index], deviation: scaler.deviations[index],
        lowest: values.min() ?? 0, highest: values.max() ?? 0)
    }
    notes = PreparedData.notes(panel, scaler)
  }

  /// The check as an object.
  public var json: JSONValue {
    [
      "rows": .integer(rowCount), "frequency": .string(frequency), "first": .string(first),
      "last": .string(last),
      "columns": .array(
        channels.map {
          [
            "name": .string($0.name), "mean": .number($0.mean), "deviation": .number($0.deviation),
            "min": .number($0.lowest), "max": .number($0.highest),
          ]
        }), "warnings": .array(notes.map { .string($0) }),
    ]
  }
}
