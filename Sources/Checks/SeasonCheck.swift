import LocalModels
import TimeSeries

/// Seasons that the values of a panel show, whatever its calendar says.
public struct SeasonCheck: Sendable, Equatable {
  /// The rows of a season.
  public let length: Int
  /// In how many channels it is found, of the series that are looked at.
  public let channelCount: Int

  /// The last rows that are looked at; autocorrelations of more cost time and say the same.
  private static let rowLimit = 8192

  /// The series that are looked at, evenly spread.
  static func sample(of panel: Panel) -> [Int] {
    let limit = 64
    return Array(
      stride(from: 0, to: panel.series.count, by: max(1, (panel.series.count + limit - 1) / limit)))
  }

  /// Values with those that are missing like the ones before them; without those missing at the front.
  private static func filled(_ values: [Double]) -> [Double] {
    var filled: [Double] = []
    for value in values {
      if !value.isNaN { filled.append(value) } else if let last = filled.last { filled.append(last) }
    }
    return filled
  }

  /// The seasons of all channels, the most common first.
  static func seasons(of panel: Panel) -> [SeasonCheck] {
    var counts: [Int: Int] = [:]
    for series in sample(of: panel) {
      for channel in panel.columns.indices {
        let values = panel.withColumn(channel, ofSeries: series) { column in
          filled((max(0, column.count - rowLimit)..<column.count).map { column[$0] })
        }
        if let length = season(values, panel.frequency) { counts[length, default: 0] += 1 }
      }
    }
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map {
      SeasonCheck(length: $0.key, channelCount: $0.value)
    }
  }

  /// The season that the values show, or else one of the calendar's, where the seasonal test agrees: on steps from row to row, in
  /// which a trend hides none.
  private static func season(_ values: [Double], _ frequency: Frequency) -> Int? {
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    let usual = frequency.seasonCandidates.filter { $0 <= 750 && 2 * $0 + 1 <= steps.count }
    return ([SeasonalPeriod.found(in: values)] + usual).first {
      $0 > 1 && SeasonalTest.isSeasonal(steps, season: $0)
    }
  }
}
