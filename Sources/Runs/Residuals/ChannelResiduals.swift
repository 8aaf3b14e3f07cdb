import Forecasting
import LocalModels
import TimeSeries

/// The errors of the first step of one target, in data units and order of time.
struct ChannelResiduals {
  /// One error with its truth.
  struct Error {
    let stamp: Timestamp
    /// Truth less forecast.
    let value: Double
    let truth: Double
  }

  /// Of each series that has some; values are not numbers where a truth is missing.
  let series: [[Error]]

  init(_ firsts: [FirstResidual], target: Int, column: Int, _ data: ScaledPanel) {
    let panel = data.panel
    series = Dictionary(grouping: firsts, by: \.series).sorted { $0.key < $1.key }.map { number, own in
      let (stamps, deviation) = (panel.series[number].timestamps, data.scalers[number].deviations[column])
      let values = panel.values(ofColumn: column, ofSeries: number)
      return own.sorted { $0.row < $1.row }.map {
        Error(stamp: stamps[$0.row], value: Double($0.values[target]) * deviation, truth: values[$0.row])
      }
    }
  }

  /// Those that are known.
  var all: [Error] { series.joined().filter { !$0.value.isNaN && !$0.truth.isNaN } }
  var count: Int { all.count }

  var meanSize: Double {
    let all = all
    return all.isEmpty ? 0 : all.reduce(0) { $0 + $1.truth.magnitude } / Double(all.count)
  }

  /// Two seasons of lags, at least ten and at most a fifth of the errors of the longest series.
  func correlation(season: Int) -> LjungBox? {
    let longest = series.map(\.count).max() ?? 0
    let lags = min(max(10, 2 * season), longest / 5, 400)
    return lags < 1 ? nil : LjungBox(series: series.map { $0.map(\.value) }, lags: lags)
  }

  /// Quantiles of up to 49 evenly spread probabilities.
  var normalPlot: [ResidualDiagnostics.NormalPoint] {
    let values = all.map(\.value).sorted()
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count - 1))
    guard values.count > 2, square > 0 else { return [] }
    let points = min(49, values.count)
    return (0..<points).map { point in
      let index = min(values.count - 1, (2 * point + 1) * values.count / (2 * points))
      return ResidualDiagnostics.NormalPoint(
        normal: NormalDistribution.quantile((Double(index) + 0.5) / Double(values.count)),
        observed: (values[index] - mean) / square.squareRoot())
    }
  }
}
