import Forecasting
import Text
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

extension ForecastError: CustomStringConvertible {
  /// What is wrong and what would do.
  public var description: String { [problem, fix].compactMap(\.self).joined(separator: "; ") }

  /// What is wrong.
  package var problem: String {
    switch self {
    case .notFinite(let column, let stamp):
      "the forecast of column \(column.quoted) for \(stamp) is not a number: the model, or the rows it looks back "
        + "on, are too large"
    case .noFutureColumns(let model): "the model, \(model), uses no columns known ahead"
    case .noIntervals(let model):
      "the model, \(model), holds no intervals: it was solved from parts, stored by an earlier version, or had too few "
        + "validation windows"
    case .quantileTooFar(let probability, let lowest, let residuals):
      lowest < 0.5
        ? "\(residuals) residuals are too few for the quantile \(probability); the outermost are "
          + "\(Self.probability(lowest)) and \(Self.probability(1 - lowest))"
        : "\(residuals) residuals are too few for any quantile"
    case .otherScale(let column, let rows, let model):
      "column \(column.quoted): its training rows have the mean \(Self.number(rows.mean)) and the deviation "
        + "\(Self.number(rows.deviation)), those of the model \(Self.number(model.mean)) and "
        + "\(Self.number(model.deviation)): too far apart for the model's scale"
    case .noTestRows: "the model holds no test rows of these data"
    case .noKnownSeries: "the model knows none of these series, and so no test rows of them"
    case .horizonTooLong(let rows, let horizon):
      "the model forecasts \(horizon) rows, and \(rows) are asked for"
    case .levelTooHigh(let level, let highest, let residuals):
      "\(residuals) residuals are too few for "
        + (highest > 0 ? "intervals of \(TextFormatting.level(level)) %" : "any interval")
    }
  }

  /// What would do; nil where the problem says it.
  private var fix: String? {
    switch self {
    case .notFinite: "look at both"
    case .noFutureColumns: "give no future values, or fit it again with the columns in that role"
    case .noIntervals: "fit it with more validation rows, or ask for no intervals and quantiles"
    case .quantileTooFar(_, let lowest, _): lowest < 0.5 ? nil : "ask for none"
    case .otherScale: "standardise the data by themselves"
    case .noTestRows, .noKnownSeries: "score rows from a stamp on"
    case .horizonTooLong: "ask for fewer, or fit a model with a longer horizon"
    case .levelTooHigh(_, let highest, _):
      highest > 0 ? "the highest is \(TextFormatting.level(highest)) %" : "ask for none"
    }
  }

  private static func number(_ value: Double) -> String { TextFormatting.significant(value, digits: 4) }

  /// A probability without what its last bits add.
  private static func probability(_ value: Double) -> Double { (1e6 * value).rounded() / 1e6 }
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
