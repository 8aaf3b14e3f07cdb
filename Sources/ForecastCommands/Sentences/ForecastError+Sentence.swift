import Runs
import Text

extension ForecastError {
  /// What is wrong, and what to do on the command line.
  var sentence: String {
    switch self {
    case .notFinite(let column, let stamp):
      "the forecast of column \(column.quoted) for \(stamp) is not a number: the model, or the rows it looks back "
        + "on, are too large; look at both with forecast inspect and forecast check"
    case .noFutureColumns(let model):
      "the model, \(model), uses no columns known ahead; leave out --future, or fit it again with the columns named "
        + "by --future"
    case .noIntervals(let model):
      "the model, \(model), holds no intervals: it was solved from parts, stored by an earlier version, or had too few "
        + "validation windows; fit it with more validation rows, or leave out --level and --quantiles"
    case .quantileTooFar(let probability, let lowest, let residuals):
      lowest < 0.5
        ? "\(residuals) residuals are too few for the quantile \(probability); the outermost are "
          + "\(Self.probability(lowest)) and \(Self.probability(1 - lowest))"
        : "\(residuals) residuals are too few for any quantile; leave out --quantiles"
    case .otherScale(let column, let rows, let model):
      "column \(column.quoted): its training rows have the mean \(Self.number(rows.mean)) and the deviation "
        + "\(Self.number(rows.deviation)), those of the model \(Self.number(model.mean)) and "
        + "\(Self.number(model.deviation)): too far apart for the model's scale; --scale data standardises the data by "
        + "themselves"
    case .noTestRows:
      "the model holds no test rows of these data; score rows from a stamp on with --from STAMP"
    case .noKnownSeries:
      "the model knows none of these series, and so no test rows of them; to score their rows from a stamp on: "
        + "forecast evaluate MODEL DATA --from STAMP"
    case .horizonTooLong(let rows, let horizon):
      "the model forecasts \(horizon) rows, and \(rows) are asked for; try --horizon \(horizon), or fit a model with "
        + "a longer one"
    case .levelTooHigh(let level, let highest, let residuals):
      highest > 0
        ? "\(residuals) residuals are too few for intervals of \(TextFormatting.level(level)) %; the highest is "
          + "--level \(TextFormatting.level(highest))"
        : "\(residuals) residuals are too few for any interval; leave out --level"
    }
  }

  private static func number(_ value: Double) -> String { TextFormatting.significant(value, digits: 4) }

  /// A probability without what its last bits add.
  private static func probability(_ value: Double) -> Double { (1e6 * value).rounded() / 1e6 }

  /// Whether other options would do.
  var isOfOptions: Bool { if case .notFinite = self { false } else { true } }
}
