import Runs
import Text

extension ForecastError {
  /// What is wrong, and what to do on the command line.
  var sentence: String { option.map { "\(problem); \($0)" } ?? problem }

  /// What to do on the command line; nil where the problem says it.
  private var option: String? {
    switch self {
    case .notFinite: "look at both with forecast inspect and forecast check"
    case .noFutureColumns: "leave out --future, or fit it again with the columns named by --future"
    case .noIntervals: "fit it with more validation rows, or leave out --level and --quantiles"
    case .quantileTooFar(_, let lowest, _): lowest < 0.5 ? nil : "leave out --quantiles"
    case .otherScale: "--scale data standardises the data by themselves"
    case .noTestRows: "score rows from a stamp on with --from STAMP"
    case .noKnownSeries:
      "to score their rows from a stamp on: forecast evaluate MODEL DATA --from STAMP"
    case .horizonTooLong(_, let horizon): "try --horizon \(horizon), or fit a model with a longer one"
    case .levelTooHigh(_, let highest, _):
      highest > 0 ? "the highest is --level \(TextFormatting.level(highest))" : "leave out --level"
    }
  }

  /// Whether other options would do.
  var isOfOptions: Bool { if case .notFinite = self { false } else { true } }
}
