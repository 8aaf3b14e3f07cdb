import Forecasting
import LocalModels
import TimeSeries

/// The errors of the first step of one target, in order of time.
///
/// They are in data units; of series with scales of their own they are in deviations of each, so that the largest does not stand for all.
struct ChannelResiduals {
  /// One error with its truth.
  struct Error {
    let stamp: Timestamp
    /// Forecast less truth.
    let value: Double
    let truth: Double
  }

  /// Of each series that has some; values are not numbers where a truth is missing.
  let series: [[Error]]
  /// Those of all series that are known.
  let all: [Error]
  /// What a standardised error is multiplied by; nil where series have scales of their own.
  let unit: Double?

  init(_ firsts: [FirstResidual], target: Int, column: Int, _ data: ScaledPanel) {
    let panel = data.panel
    let numbers = Set(firsts.map(\.series)).sorted()
    let deviations = Set(numbers.map { data.scalers[$0].deviations[column] })
    let unit = deviations.count > 1 ? nil : deviations.first ?? 1
    self.unit = unit
    series = Dictionary(grouping: firsts, by: \.series).sorted { $0.key < $1.key }.map { number, own in
      let (stamps, deviation) = (panel.series[number].timestamps, data.scalers[number].deviations[column])
      let values = panel.values(ofColumn: column, ofSeries: number)
      return own.sorted { $0.row < $1.row }.map {
        Error(
          stamp: stamps[$0.row], value: -Double($0.values[target]) * (unit ?? 1),
          truth: values[$0.row] / (unit == nil ? deviation : 1))
      }
    }
    all = series.joined().filter { !$0.value.isNaN && !$0.truth.isNaN }
  }

  /// How many are known.
  var count: Int { all.count }

  /// The mean size of the truths; 0 for none.
  var meanSize: Double {
    all.isEmpty ? 0 : all.reduce(0) { $0 + $1.truth.magnitude } / Double(all.count)
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
    let moments = SampleMoments(values)
    guard values.count > 2, moments.sampleVariance > 0 else { return [] }
    let deviation = moments.sampleVariance.squareRoot()
    let points = min(49, values.count)
    return (0..<points).map { point in
      let index = min(values.count - 1, (2 * point + 1) * values.count / (2 * points))
      return ResidualDiagnostics.NormalPoint(
        normal: NormalDistribution.quantile((Double(index) + 0.5) / Double(values.count)),
        observed: (values[index] - moments.mean) / deviation)
    }
  }
}
