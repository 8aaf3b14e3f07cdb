import Forecasters
import Text
import TimeSeries

extension Prediction {
  /// A warning of each column beside the targets with values missing among the rows that a forecast looks at: models take what is filled for
  /// them, and the forecast depends on it.
  ///
  /// - Parameter lookback: Rows that the model looks back at; 1 of those that keep a state of the whole past.
  static func covariateNotes(_ panel: Panel, _ name: String, of model: String, lookback: Int) -> [String] {
    // Models that cannot use what is known ahead are not fitted to it; those that do not look at a past are.
    let looksAtPast = ForecasterCatalog.forecaster(named: model)?.takes.contains(.past) ?? true
    let columns =
      (panel.roles?.columns(.future) ?? []) + (looksAtPast ? panel.roles?.columns(.past) ?? [] : [])
    return columns.compactMap { column in
      let missing = panel.series.indices.reduce(0) { sum, series in
        let end = panel.series[series].targetEnd
        let first = lookback > 1 ? max(0, end - lookback) : 0
        return sum
          + panel.withColumn(column, ofSeries: series) { values in (first..<end).count { values[$0].isNaN } }
      }
      guard missing > 0 else { return nil }
      return
        "\(name): column \(panel.columns[column].quoted): \(TextFormatting.count(missing, "value")) that the forecast looks back at "
        + "\(missing == 1 ? "is missing and is" : "are missing and are") filled"
    }
  }
}
