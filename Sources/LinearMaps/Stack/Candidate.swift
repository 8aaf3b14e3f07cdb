/// One of the forecasts that a stack adds up; each is a linear map of the history.
public struct Candidate: Sendable, Hashable, CustomStringConvertible {
  /// Which windows a map is fitted on.
  public enum Scope: String, Sendable {
    /// Those of all columns.
    case pooled
    /// Those of the column that is forecast.
    case own
  }

  /// What it forecasts by.
  public enum Kind: Sendable, Hashable {
    /// The least-squares map of the last `lookback` rows less the mean of the last `centring` ones, 0 for nothing less, with
    /// the penalty `ridge` in units of the mean diagonal of the centred Gram matrix.
    case map(Scope, lookback: Int, centring: Int, ridge: Double)
    /// The mean of the last rows.
    case mean(rows: Int)
    /// The last season again.
    case season(rows: Int)
    /// The mean of the rows it was fitted on.
    case trainingMean
  }

  /// What it forecasts by.
  public let kind: Kind

  /// - Parameter kind: What it forecasts by.
  public init(_ kind: Kind) { self.kind = kind }

  /// Whether forecasts go back to a mean that was learnt, wherever the last rows are.
  public var isReverting: Bool {
    switch kind {
    case .map(_, _, let centring, _): centring == 0
    case .trainingMean: true
    case .mean, .season: false
    }
  }

  /// Rows of history that it looks at.
  public var lookback: Int {
    switch kind {
    case .map(_, let lookback, _, _): lookback
    case .mean(let rows), .season(let rows): rows
    case .trainingMean: 0
    }
  }

  /// Such as `pooled map of 504 rows less the mean of 24, ridge 0.01`.
  public var description: String {
    switch kind {
    case .map(let scope, let lookback, let centring, let ridge):
      let less =
        switch centring {
        case 0: ""
        case 1: " less the last"
        default: " less the mean of \(centring)"
        }
      return "\(scope) map of \(lookback) rows\(less), ridge \(ridge)"
    case .mean(1): return "last value"
    case .mean(let rows): return "mean of \(rows) rows"
    case .season(let rows): return "season of \(rows) rows"
    case .trainingMean: return "training mean"
    }
  }
}
