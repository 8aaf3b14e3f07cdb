import Text
import TimeSeries

/// What of a model's forecasts is drawn.
public struct PictureRequest: Sendable {
  /// Path of the data file.
  public var data: String
  /// How it is read.
  public var reading: ReadingOptions
  /// The channels to draw; empty for the first few that are forecast.
  public var channels: [String] = []
  /// Rows of history to draw; nil for twice the horizon, at least two seasons and 24 rows.
  public var historyRows: Int?

  /// Values of the columns known ahead for the steps that are forecast; nil where the data has them.
  public var future: String?

  /// Draws the first few channels.
  public init(data: String, reading: ReadingOptions) {
    (self.data, self.reading) = (data, reading)
  }

  static let defaultChannelCount = 3

  /// The rows of history that are drawn unless told, whatever the model looks back on: local models look back on one row.
  ///
  /// Two seasons of more than 200 rows would leave no room for the forecast.
  static func usualHistoryRows(horizon: Int, season: Int) -> Int {
    max(2 * horizon, min(2 * season, 200), 24)
  }

  /// Words for what is drawn where nobody asked for these series or channels alone; nil where all are.
  ///
  /// - Parameter panels: Channels of all series that are drawn.
  func scope(series: Int, of all: Int, panels: Int, channels: Int) -> String? {
    let drawn = panels / max(1, series)
    let parts =
      (series < all ? ["\(series) of \(TextFormatting.grouped(all)) series"] : [])
      + (self.channels.isEmpty && drawn < channels
        ? ["the first \(drawn) of \(TextFormatting.grouped(channels)) channels"] : [])
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
