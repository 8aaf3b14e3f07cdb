import Forecasters
import Forecasting
import Runs
import TimeSeries

/// How the rows before the first cutoff of a job are divided for a kind of model.
struct BacktestDivision {
  /// What a model needs of the rows before a cutoff.
  private enum Kind {
    /// All of them to fit on; intervals are its own.
    case local
    /// A history; residuals for intervals, where they are asked for.
    case untrained
    /// Some to fit on, and some to choose the best epoch or penalty on.
    case learning
  }

  /// Rows before a cutoff from which on some are left for learning models to choose on.
  static func fewestRows(horizon: Int) -> Int { 2 * horizon + 1 }

  private let kind: Kind
  private let request: BacktestRequest
  private let horizon: Int, season: Int

  init<F: Forecaster>(_ type: F.Type, _ request: BacktestRequest, horizon: Int, season: Int) {
    kind =
      type is any LocalForecaster.Type
      ? .local : type is any UntrainedForecaster.Type ? .untrained : .learning
    (self.request, self.horizon, self.season) = (request, horizon, season)
  }

  /// The rows of a series for a fit before the first of some origins; those from there on are test rows.
  func split(_ origins: [BacktestPlan.Origin], rowCount: Int) -> Split {
    guard let first = origins.first?.row, let last = origins.last?.row else {
      return Split(train: 0..<0, validation: 0..<0, test: 0..<0)
    }
    let held = validationCount(before: first)
    return Split(
      train: 0..<first - held, validation: first - held..<first, test: first..<min(rowCount, last + horizon))
  }

  private func validationCount(before origin: Int) -> Int {
    let wanted: Int
    switch kind {
    case .local: return 0
    case .untrained:
      guard !request.levels.isEmpty else { return 0 }
      wanted = min(origin / 2, origin - horizon - season)
    case .learning: wanted = min(max(horizon, origin / 8), origin - horizon - 1)
    }
    return wanted < horizon ? 0 : wanted
  }

  /// The rows of history that are asked for; for untrained models as many as there are in all series, and a season where some have it.
  func lookback(_ splits: [Split]) -> Int? {
    switch kind {
    case .local: return nil
    case .learning: return request.lookback
    case .untrained:
      let rows = splits.map(\.train.count).filter { $0 > 0 }
      guard request.lookback == nil, let shortest = rows.min(), let longest = rows.max() else {
        return request.lookback
      }
      return max(1, min(UsualSizes.lookback, max(shortest - horizon, min(longest - horizon, season))))
    }
  }
}
