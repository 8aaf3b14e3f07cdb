import Forecasting
import Training

/// Which residuals bound a forecast.
package struct ResidualPlace {
  /// The number among the targets.
  let target: Int
  /// The number of the series.
  let series: Int
  /// The deviation that bounds are multiples of, in data units.
  let unit: Double
  /// Steps from the last value to the row before the forecast.
  let staleRowCount: Int

  /// - Parameters:
  ///   - target: The number among the targets.
  ///   - series: The number of the series.
  ///   - unit: The deviation that bounds are multiples of, in data units.
  ///   - staleRowCount: Steps from the last value to the row before the forecast.
  package init(target: Int, series: Int, unit: Double, staleRowCount: Int = 0) {
    (self.target, self.series, self.unit, self.staleRowCount) = (target, series, unit, staleRowCount)
  }
}

extension ForecastIntervals {
  /// The bounds of a level around a forecast, in data units; not numbers on steps that have too few residuals.
  ///
  /// - Parameters:
  ///   - point: The forecast, one value a step.
  ///   - level: The place of the level among those that are kept.
  package func bounds(
    around point: [Double], level: Int, _ place: ResidualPlace
  ) -> (lower: [Double], upper: [Double]) {
    let offsets = point.indices.map { step in
      self.offsets(
        channel: place.target, step: step + place.staleRowCount, level: level, series: place.series)
    }
    return (
      zip(point, offsets).map { $0 + ($1?.lower ?? .nan) * place.unit },
      zip(point, offsets).map { $0 + ($1?.upper ?? .nan) * place.unit }
    )
  }

  /// The quantile of a probability around a forecast, in data units; not numbers on steps that have too few residuals.
  func quantiles(_ probability: Double, around point: [Double], _ place: ResidualPlace) -> [Double] {
    point.enumerated().map { step, value in
      let offset = offset(
        ofProbability: probability, channel: place.target, step: step + place.staleRowCount,
        series: place.series)
      return value + (offset ?? .nan) * place.unit
    }
  }

  /// The quantile of residuals where they reach to `probability`; elsewhere the one that the model states, moved outwards to the outermost
  /// one of residuals, so that levels do not cross and none depends on which others are asked for. A law that was learnt comes before
  /// residuals: beyond it theirs are moved outwards to its outermost quantile.
  ///
  /// - Parameters:
  ///   - stated: What the model states, one value a step, in data units.
  ///   - law: That which the model has learnt, and which states what is nearest to the probability; nil for none.
  ///   - point: The forecast.
  package func reaching(
    _ stated: [Double], of law: OutputLaw? = nil, at probability: Double, _ point: [Double],
    _ place: ResidualPlace
  ) -> [Double] {
    let isLow = probability < 0.5
    if let law {
      if law.states(probability) { return stated }
      return zip(stated, quantiles(probability, around: point, place)).map { outermost, bound in
        bound.isNaN ? bound : isLow ? min(outermost, bound) : max(outermost, bound)
      }
    }
    guard highestLevel > 0 else { return stated }
    let asked = abs(1 - 2 * probability)
    let isKept = asked <= highestLevel + 1e-9
    let level = isKept ? asked : highestLevel
    let nearest = isLow ? (1 - level) / 2 : (1 + level) / 2
    return zip(stated, point).enumerated().map { step, values in
      let (stated, point) = values
      guard
        let offset = offset(
          ofProbability: nearest, channel: place.target, step: step + place.staleRowCount,
          series: place.series)
      else { return stated }
      let bound = point + offset * place.unit
      if isKept { return bound }
      return stated.isNaN ? stated : isLow ? min(stated, bound) : max(stated, bound)
    }
  }
}
