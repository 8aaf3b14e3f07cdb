import Forecasting
import TimeSeries

/// Why a forecast is none.
public enum ForecastError: Error, Sendable, Equatable {
  /// A value is infinite or not a number: the model or the rows that it looks back on hold values beyond float32.
  case notFinite(column: String, stamp: String)
  /// Future values were given for a model that uses none.
  case noFutureColumns(model: String)
  /// Intervals were asked for of a model that has none: it was stored by an earlier version, or had too few validation
  /// windows.
  case noIntervals(model: String)
  /// The residuals are too few for a quantile; the lowest and the highest that there are.
  case quantileTooFar(Double, lowest: Double, residuals: Int)
  /// The training rows of other data are far from those that the model was fitted on, so that the model's scale is not theirs.
  case otherScale(column: String, rows: ScaleOfRows, model: ScaleOfRows)
  /// The model was fitted to all rows of its data and holds none to score.
  case noTestRows
  /// The model holds rows of the series that it was fitted on, and these are others.
  case noKnownSeries
  /// More rows are asked for than the model forecasts.
  case horizonTooLong(Int, horizon: Int)
  /// The residuals are too few for intervals of a level.
  case levelTooHigh(Double, highest: Double, residuals: Int)
}

/// Where the values of a column lie.
public struct ScaleOfRows: Sendable, Equatable {
  /// Their mean.
  public let mean: Double
  /// Their deviation.
  public let deviation: Double
}

/// Which scale other data than the fitted ones are standardised by.
public enum EvaluationScale: String, Sendable, CaseIterable {
  /// The model's.
  case model
  /// That of their own training rows, as a fit on them would have: the literature's transfer between data sets.
  case data
}

extension ForecastTable {
  /// - Throws: `ForecastError` for the first value that is no number.
  func requireFinite() throws(ForecastError) {
    for part in parts {
      guard let index = part.values.firstIndex(where: { !$0.isFinite }) else { continue }
      let stepCount = part.timestamps.count
      throw .notFinite(
        column: channels[index / stepCount],
        stamp: form.stamps.iso(for: part.timestamps[index % stepCount]))
    }
  }
}
