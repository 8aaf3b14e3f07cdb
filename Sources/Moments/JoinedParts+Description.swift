import Forecasters
import Forecasting
import LinearMaps
import Runs
import TimeSeries

extension JoinedParts {
  /// The description of a model of all rows; its data is the part with the newest rows.
  func description(of named: [MomentsSolution.NamedPart]) -> ModelDescription {
    let newest =
      named.max { one, other in
        let (one, other) = (one.part.moments.lastStamp, other.part.moments.lastStamp)
        return (one?.seconds ?? .min) < (other?.seconds ?? .min)
      } ?? named[0]
    let first = named[0].part.description
    let (columns, isWide) = (first.columns, series.isEmpty)
    var description = ModelDescription(
      model: LinearClosedForm.card.name, configuration: first.configuration, shape: first.shape,
      columns: .init(
        time: columns.time, channels: columns.channels, frequency: columns.frequency,
        scaler: isWide ? scalers[0] : pooledScaler, form: columns.form, roles: columns.roles),
      split: .allRows(rowCounts.max() ?? 0), data: newest.part.description.data, recipe: nil, seed: 1,
      training: .init(epochs: 0, bestEpoch: 0))
    description.columns.coverage = named.map(\.part.description.columns.coverage).min() ?? 1
    description.isRefit = true
    if !isWide {
      description.series = StoredPanel(
        series.indices.map { place in
          .init(id: series[place], rows: Split(trainingOnly: rowCounts[place]), scaler: scalers[place])
        }, fallback: ShortSeries.fallback)
    }
    return description
  }

  /// The scale of all series together, for series that are new.
  private var pooledScaler: StandardScaler {
    let channels = scalers[0].means.indices
    let total = Double(max(1, rowCount))
    func mean(_ value: (Int) -> Double) -> Double {
      scalers.indices.reduce(0) { $0 + Double(rowCounts[$1]) * value($1) } / total
    }
    let means = channels.map { channel in mean { scalers[$0].means[channel] } }
    let deviations = channels.map { channel in
      let variance = mean { place in
        let (deviation, distance) = (
          scalers[place].deviations[channel], scalers[place].means[channel] - means[channel]
        )
        return deviation * deviation + distance * distance
      }
      return variance > 0 ? variance.squareRoot() : 1
    }
    return StandardScaler(means: means, deviations: deviations)
  }
}

extension KeptMoments {
  /// The stamp of the newest row.
  fileprivate var lastStamp: Timestamp? { columns.compactMap(\.last).max() }
}
