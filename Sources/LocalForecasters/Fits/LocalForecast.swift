import LocalModels

/// What follows the rows of a series, by a method that was fitted to all of them.
public struct LocalForecast: Sendable {
  /// The mean of each step, in data units.
  public let means: [Double]
  /// The bounds of each level, one array of steps a level; empty where the method states no distribution.
  public let lower: [[Double]], upper: [[Double]]
  /// Whether the bounds are quantiles of the rows, because the method states no distribution.
  public let isEmpirical: Bool
  /// Why the last value is repeated in place of the method's forecast; nil where it is not.
  public let problem: String?

  /// Whether there is a forecast at all: a series without values has none.
  public var isKnown: Bool { means.allSatisfy(\.isFinite) }
}

extension LocalFits {
  /// Forecasts what follows rows, of which some may be missing, by the method fitted to all of them.
  ///
  /// Intervals are those that the method states: quantiles of its analytic or simulated distribution; of intermittent demand, for which
  /// none is stated, quantiles of the rows, wide enough to hold the mean. Where a method cannot be fitted, or its
  /// forecast is no number, the last value is repeated, with the intervals of a random walk. Missing rows behind the last value are
  /// steps of the forecast that are left out, so that intervals are as wide as after so many rows.
  ///
  /// - Parameters:
  ///   - levels: The levels of the intervals, such as 0.95.
  ///   - known: The columns known ahead, in those rows and in the ones to forecast.
  ///   - stamp: What a row is called in ``LocalForecast/problem``.
  public func forecast(
    after rows: [Double], levels: [IntervalLevel], known: [[Double]] = [],
    stamp: (Int) -> String = { "number \($0 + 1)" }
  ) -> LocalForecast {
    let unknown = MissingValues.trimmed(rows).trailing
    let rows = Array(rows.dropLast(unknown))
    let problem: String
    do throws(LocalFitError) {
      let forecast = try fitted(to: rows, by: model, known).model.forecast(
        horizon: unknown + horizon, levels: levels,
        regressors: KnownRows(first: 0, columns: known).from(rows.count)
      ).droppingFirst(unknown)
      if forecast.isFinite {
        let bounded = model.needsDemand ? forecast.bounded(byQuantilesOf: rows, levels) : nil
        return LocalForecast(bounded ?? forecast, isEmpirical: bounded != nil, problem: nil)
      }
      problem = "\(model.name) forecasts values that are no finite numbers"
    } catch {
      problem = error.description(rows, stamp: stamp)
    }
    let fallback = naive(rows)?.model
      .forecast(horizon: unknown + horizon, levels: levels).droppingFirst(unknown)
    return LocalForecast(
      fallback
        ?? IntervalForecast(mean: [Double](repeating: .nan, count: horizon), variance: nil, levels: levels),
      isEmpirical: false, problem: problem)
  }
}

extension LocalForecast {
  fileprivate init(_ forecast: IntervalForecast, isEmpirical: Bool, problem: String?) {
    (means, lower, upper) = (forecast.mean, forecast.lower, forecast.upper)
    (self.isEmpirical, self.problem) = (isEmpirical, problem)
  }
}

extension IntervalForecast {
  /// The forecast without its first steps.
  fileprivate func droppingFirst(_ count: Int) -> IntervalForecast {
    IntervalForecast(
      mean: Array(mean.dropFirst(count)), variance: variance.map { Array($0.dropFirst(count)) },
      levels: levels, lower: lower.map { Array($0.dropFirst(count)) },
      upper: upper.map { Array($0.dropFirst(count)) })
  }

  /// Whether the means are finite and bounds are numbers: above a negative Box-Cox power an upper bound may be infinite.
  fileprivate var isFinite: Bool {
    mean.allSatisfy(\.isFinite) && (lower + upper).allSatisfy { $0.allSatisfy { !$0.isNaN } }
  }

  /// The forecast with quantiles of what was observed as bounds, widened to hold the mean; nil where it has bounds, none are asked for, or
  /// a single value was observed.
  fileprivate func bounded(byQuantilesOf rows: [Double], _ levels: [IntervalLevel]) -> IntervalForecast? {
    guard !hasBounds, !levels.isEmpty, let quantiles = RowQuantiles(rows) else { return nil }
    var bounded = self
    for level in levels {
      bounded.lower.append(quantiles.bounds(level.tails.lower, around: mean))
      bounded.upper.append(quantiles.bounds(level.tails.upper, around: mean))
    }
    return bounded
  }
}
