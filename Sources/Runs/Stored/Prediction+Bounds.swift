import Forecasting
import Text
import TimeSeries

extension Prediction {
  /// Warnings of forecasts and intervals that leave the range to which values seem to be bound: none is below zero, and the highest is one or a
  /// hundred.
  ///
  /// Intervals come from errors, and forecasts from sums, which know no such bounds.
  static func boundNotes(_ table: ForecastTable, _ data: StoredModelData) -> [String] {
    guard data.joined == nil else { return [] }
    var (crossings, names): ([Crossing], [Crossing: [String]]) = ([], [:])
    for (channel, name) in table.channels.enumerated() {
      for crossing in crossed(table, channel, data.panel) {
        if names[crossing] == nil { crossings.append(crossing) }
        names[crossing, default: []].append(name.quoted)
      }
    }
    return crossings.map { crossing in
      let columns = names[crossing] ?? []
      let owner = columns.count == 1 ? "its" : "their"
      return
        "\(data.name): \(crossing.what) of \(columns.abridged()) go \(crossing.side), where none of \(owner) values is; cut them there if none can be"
    }
  }

  /// What crosses a bound, and which, in words.
  private struct Crossing: Hashable {
    let what: String, side: String
  }

  /// The bounds that the forecasts or the intervals of a channel cross.
  private static func crossed(_ table: ForecastTable, _ channel: Int, _ panel: Panel) -> [Crossing] {
    let lowest = table.parts.reduce(0.0) { lowest, part in
      let steps = part.timestamps.count
      // Those that are no numbers compare as false.
      return part.values[channel * steps..<(channel + 1) * steps].reduce(lowest) { $1 < $0 ? $1 : $0 }
    }
    guard lowest < 0 || !table.bands.isEmpty,
      let column = panel.columns.firstIndex(of: table.channels[channel]),
      case let range = range(of: column, panel), range.lowest >= 0
    else { return [] }
    var (lower, upper) = (0.0, range.highest)
    for band in table.bands {
      for (series, part) in table.parts.enumerated() {
        let steps = part.timestamps.count
        for place in channel * steps..<(channel + 1) * steps {
          if band.lower[series][place] < lower { lower = band.lower[series][place] }
          if band.upper[series][place] > upper { upper = band.upper[series][place] }
        }
      }
    }
    let rounding = 1e-9 * range.highest
    let isShare = range.highest == 1 || range.highest == 100
    var crossings: [Crossing] = []
    if lowest < -visible * range.highest {
      crossings.append(Crossing(what: "forecasts", side: "below 0"))
    } else if lower < -rounding {
      crossings.append(Crossing(what: "intervals", side: "below 0"))
    }
    if isShare, upper > range.highest + rounding {
      crossings.append(Crossing(what: "intervals", side: "above \(range.highest == 1 ? 1 : 100)"))
    }
    return crossings
  }

  /// The share of the highest value from which a forecast below zero is more than a zero.
  private static let visible = 1e-6

  /// The lowest and the highest value of a column that was observed in any series.
  private static func range(of column: Int, _ panel: Panel) -> (lowest: Double, highest: Double) {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for (series, one) in panel.series.enumerated() {
      panel.withColumn(column, ofSeries: series) { values in
        for row in 0..<one.targetEnd where !values[row].isNaN {
          (lowest, highest) = (min(lowest, values[row]), max(highest, values[row]))
        }
      }
    }
    return (lowest, highest)
  }
}
