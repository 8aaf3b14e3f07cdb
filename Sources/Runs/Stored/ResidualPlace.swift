import Forecasting

/// Which residuals bound a forecast.
struct ResidualPlace {
  /// The number among the targets.
  let target: Int
  /// The number of the series.
  let series: Int
  /// The deviation that bounds are multiples of, in data units.
  let unit: Double
}

extension ForecastIntervals {
  /// The quantile of residuals where they reach to `probability`; elsewhere the one that the model states, moved outwards to the outermost
  /// one of residuals, so that levels do not cross and none depends on which others are asked for.
  ///
  /// - Parameters:
  ///   - stated: What the model states, one value a step, in data units.
  ///   - isBound: Whether it bounds an interval, for which the next level that is kept is taken.
  ///   - point: The forecast.
  func reaching(
    _ stated: [Double], at probability: Double, isBound: Bool, _ point: [Double], _ place: ResidualPlace
  ) -> [Double] {
    guard highestLevel > 0 else { return stated }
    let isLow = probability < 0.5
    let asked = abs(1 - 2 * probability)
    let isKept = asked <= highestLevel + 1e-9
    let next = isBound ? index(ofLevel: asked).map { levels[$0] } ?? highestLevel : asked
    let level = isKept ? next : highestLevel
    let nearest = isLow ? (1 - level) / 2 : (1 + level) / 2
    return zip(stated, point).enumerated().map { step, values in
      let (stated, point) = values
      guard
        let offset = offset(
          ofProbability: nearest, channel: place.target, step: step, series: place.series)
      else { return stated }
      let bound = point + offset * place.unit
      if isKept { return bound }
      return stated.isNaN ? stated : isLow ? min(stated, bound) : max(stated, bound)
    }
  }
}
