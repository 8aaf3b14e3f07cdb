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
    let frame = try CSVFile.read(path, options: reading)
    let scaler = StandardScaler(fitting: frame, rows: 0..<frame.rowCount)
    rowCount = frame.rowCount
    frequency = frame.frequency.description
    first = frame.timestampFormat.string(for: frame.timestamps[0])
    last = frame.timestampFormat.string(for: frame.timestamps[frame.rowCount - 1])
    channels = frame.channels.indices.map { index in
      let values = frame.values(ofChannel: index)
      return Channel(
        name: frame.channels[index], mean: scaler.means[index], deviation: scaler.deviations[index],
        lowest: Double(values.min() ?? 0), highest: Double(values.max() ?? 0))
    }
    notes = PreparedData.notes(frame, scaler)
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
