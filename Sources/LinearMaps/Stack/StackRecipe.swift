/// How a stack is found: its candidates, the folds they are weighed on, and the gate of reverting ones.
///
/// Everything follows from the season and from counts of rows; nothing from the name of the data.
public struct StackRecipe: Sendable, Equatable {
  /// Rows of history that a forecast may look at.
  public var lookback: Int
  /// Rows of a forecast.
  public var horizon: Int
  /// Rows of the season; 1 for none.
  public var season: Int
  /// Which windows maps are fitted on.
  public var scopes: [Candidate.Scope] = [.pooled, .own]
  /// Rows of the means that maps take out of a history; 0 for nothing.
  public var centrings: [Int]
  /// Penalties in units of the mean diagonal of the centred Gram matrix.
  public var ridges = [1e-4, 1e-2, 1]
  /// How many lookbacks there are, each a third of the one before.
  public var lookbackCount = 3
  /// Whether means and seasons are candidates too.
  public var addsNaive = true
  /// At most so many equal blocks of rows; the third and later ones are held out in turn.
  public var blockCount = 7
  /// Held-out windows of a fold and column, at most.
  public var windowCount = 300
  /// How much of the weights of all columns together goes into those of each, between 0 and 1.
  public var tableShare = 0.5
  /// How much of the weights is found with reverting candidates; nil for what the folds and a test for a unit root say.
  public var revertingShare: Double?
  /// Whether it is the last value as far as the folds do not show that it is better.
  public var isCautious = false

  /// The usual candidates for a season.
  public init(lookback: Int, horizon: Int, season: Int) {
    precondition(lookback > 0 && horizon > 0 && season > 0, "StackRecipe: \(lookback), \(horizon), \(season)")
    (self.lookback, self.horizon, self.season) = (lookback, horizon, season)
    centrings = season > 1 ? [0, 1, season] : [0, 1]
  }

  /// The lookback for a season: 21 seasons, but 336 to 1,440 rows and no more than a third of the training rows.
  public static func lookback(season: Int, trainingRows: Int) -> Int {
    max(1, min(min(max(21 * season, 336), 1440), trainingRows / 3))
  }

  /// Blocks that some rows before the test are cut into: as many as horizons fit, at least three.
  public func blocks(ofRows count: Int) -> [Range<Int>] {
    let blocks = max(3, min(blockCount, count / horizon))
    let edges = (0...blocks).map { $0 * count / blocks }
    return (0..<blocks).map { edges[$0]..<edges[$0 + 1] }
  }

  /// Every candidate for a table of some columns: maps of all columns, maps of each, naive forecasts.
  public func candidates(columnCount: Int) -> [Candidate] {
    var lookbacks: [Int] = []
    for place in 0..<lookbackCount {
      let rows = (0..<place).reduce(lookback) { rows, _ in rows / 3 }
      if rows > 0, !lookbacks.contains(rows) { lookbacks.append(rows) }
    }
    // The only column is all columns.
    let scopes = columnCount == 1 ? Array(scopes.prefix(1)) : scopes
    let maps = scopes.flatMap { scope in
      lookbacks.flatMap { rows in
        centrings.filter { $0 <= rows }.flatMap { centring in
          ridges.map { Candidate(.map(scope, lookback: rows, centring: centring, ridge: $0)) }
        }
      }
    }
    return maps + (addsNaive ? naive : [])
  }

  private var naive: [Candidate] {
    let kinds: [Candidate.Kind] =
      season > 1
      ? [
        .mean(rows: 1), .mean(rows: season), .season(rows: season), .mean(rows: 7 * season),
        .season(rows: 7 * season),
      ] : [.mean(rows: 1), .mean(rows: 7)]
    return (kinds + [.trainingMean]).map { Candidate($0) }.filter { $0.lookback <= lookback }
  }

  /// The longest history of a map that the first fold of some rows before the test has room for; 0 for none.
  package func longestMap(rows: Int) -> Int {
    let block = (blocks(ofRows: rows).map(\.count).min()) ?? 0
    return candidates(columnCount: 1).filter { $0.scope != nil && hasRoom($0, inBlocksOf: block) }
      .map(\.lookback).max() ?? 0
  }

  /// Whether the first fold has room for a map: its past holds as many windows as a window has rows of history.
  func hasRoom(_ candidate: Candidate, inBlocksOf rows: Int) -> Bool {
    guard case .map(_, let lookback, _, _) = candidate.kind else { return candidate.lookback <= 2 * rows }
    return 2 * lookback + horizon - 1 <= 2 * rows
  }
}
