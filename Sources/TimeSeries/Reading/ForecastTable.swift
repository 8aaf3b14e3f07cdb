import Text

/// A forecast on its way into a CSV file: the input's time column and names, in data units.
public struct ForecastTable: Sendable {
  /// The name of the time column.
  public let timeColumn: String
  /// The stamp of each step.
  public let timestamps: [Timestamp]
  /// How stamps are written.
  public let timestampFormat: TimestampFormat
  /// The names of the columns.
  public let channels: [String]
  /// Shape `[channel, step]`, in data units.
  public let values: [Double]

  /// The steps that follow the last row of a panel.
  ///
  /// - Parameters:
  ///   - panel: The history; names, stamps and frequency come from it.
  ///   - channels: The indices of the forecast channels in the panel.
  ///   - values: Shape `[channel, step]`, in data units.
  /// - Precondition: The values make the same number of steps, at least one, for every channel.
  public init(after panel: Panel, channels: [Int], values: [Double]) {
    precondition(
      !channels.isEmpty && !values.isEmpty && values.count.isMultiple(of: channels.count),
      "ForecastTable: \(values.count) values for \(channels.count) channels")
    let series = panel.only
    timeColumn = panel.timeColumn
    timestampFormat = panel.timestampFormat
    let last = series.timestamps[series.rowCount - 1]
    timestamps = panel.frequency.stamps(after: last, count: values.count / channels.count)
    self.channels = channels.map { panel.columns[$0] }
    self.values = values
  }

  /// Steps.
  public var stepCount: Int { timestamps.count }

  /// The value of a channel at a step.
  public func value(channel: Int, step: Int) -> Double { values[channel * stepCount + step] }

  /// The table as CSV text: comma, one header line, LF, numbers with the fewest digits that read back the same.
  public var csv: String {
    var text = ([timeColumn] + channels).map(Self.field).joined(separator: ",") + "\n"
    for step in 0..<stepCount {
      text += Self.field(timestampFormat.string(for: timestamps[step]))
      for channel in channels.indices {
        text += ","
        text += Self.number(value(channel: channel, step: step))
      }
      text += "\n"
    }
    return text
  }

  /// Shortest text that reads back as the same float, without a superfluous `.0`.
  public static func number(_ value: Double) -> String {
    // The reader rounds to single precision: a value of the data is written with the digits it had there.
    let single = Float(value)
    let short = Double(single) == value ? single.description : value.description
    let text = short.utf8.count < value.description.utf8.count ? short : value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Quotes only where a reader would otherwise see something else.
  private static func field(_ text: String) -> String {
    let special = text.utf8.contains {
      [UInt8(ascii: ","), 34, 10, 13, 9, UInt8(ascii: ";"), UInt8(ascii: "|")].contains($0)
    }
    let isPadded = text.utf8.first == 32 || text.utf8.last == 32
    return special || isPadded ? String(decoding: TableHandle.quoted(text), as: UTF8.self) : text
  }
}
