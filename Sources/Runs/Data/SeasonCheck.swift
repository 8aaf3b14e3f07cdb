import LocalModels
import TimeSeries

/// Seasons that the values of a panel show, whatever its calendar says.
public struct SeasonCheck: Sendable, Equatable {
  /// The rows of a season.
  public let length: Int
  /// In how many channels it is found.
  public let channelCount: Int

  /// The last rows that are looked at; autocorrelations of more cost time and say the same.
  private static let rowLimit = 8192

  /// The seasons of all channels, the most common first; a season is believed where the seasonal test agrees.
  static func seasons(of panel: Panel) -> [SeasonCheck] {
    var counts: [Int: Int] = [:]
    for channel in panel.columns.indices {
      let values = panel.withColumn(channel) { column in
        (max(0, column.count - rowLimit)..<column.count).map { column[$0] }
      }
      let length = SeasonalPeriod.found(in: values)
      if length > 1, SeasonalTest.isSeasonal(values, season: length) { counts[length, default: 0] += 1 }
    }
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map {
      SeasonCheck(length: $0.key, channelCount: $0.value)
    }
  }
}
