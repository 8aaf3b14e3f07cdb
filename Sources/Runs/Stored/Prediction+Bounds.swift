import Forecasting
import Text
import TimeSeries

extension Prediction {
  /// Warnings of intervals that leave the range to which values seem to be bound: none is below zero, and the highest is one or a hundred.
  ///
  /// Intervals come from errors, which know no such bounds.
  static func boundNotes(_ table: ForecastTable, _ data: StoredModelData) -> [String] {
    guard data.joined == nil, !table.bands.isEmpty else { return [] }
    var (sides, names): ([String], [String: [String]]) = ([], [:])
    for (channel, name) in table.channels.enumerated() {
      for side in crossed(table, channel, data.panel) {
        if names[side] == nil { sides.append(side) }
        names[side, default: []].append(name.quoted)
      }
    }
    return sides.map { side in
      let columns = names[side] ?? []
      let owner = columns.count == 1 ? "its" : "their"
      return
        "\(data.name): intervals of \(columns.abridged) go \(side), where none of \(owner) values is; cut them there if none can be"
    }
  }

  /// The bounds that the intervals of a channel cross, in words.
  private static func crossed(_ table: ForecastTable, _ channel: Int, _ panel: Panel) -> [String] {
    guard let column = panel.columns.firstIndex(of: table.channels[channel]),
      case let range = range(of: column, panel), range.lowest >= 0
    else { return [] }
    var (lower, upper) = (0.0, range.highest)
    for band in table.bands {
      for (series, part) in table.parts.enumerated() {
        let steps = part.timestamps.count
        for place in channel * steps..<(channel + 1) * steps {
          // Those that are no numbers compare as false.
          if band.lower[series][place] < lower { lower = band.lower[series][place] }
          if band.upper[series][place] > upper { upper = band.upper[series][place] }
        }
      }
    }
    let rounding = 1e-9 * range.highest
    let isShare = range.highest == 1 || range.highest == 100
    return (lower < -rounding ? ["below 0"] : [])
      + (isShare && upper > range.highest + rounding ? ["above \(range.highest == 1 ? 1 : 100)"] : [])
  }

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
