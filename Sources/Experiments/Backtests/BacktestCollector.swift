import Backtests
import Persistence
import Platform

/// Puts the forecasts of a backtest together as they come: errors, a few of them to look at, and the table.
public struct BacktestCollector {
  /// The backtest.
  public let plan: BacktestPlan
  /// The errors.
  public private(set) var scores: BacktestScores
  /// A few forecasts.
  private(set) var samples: BacktestSamples

  /// Nothing yet.
  ///
  /// - Parameter keepsSeries: Whether the errors of single series are kept.
  public init(_ plan: BacktestPlan, keepsSeries: Bool = false) {
    self.plan = plan
    scores = BacktestScores(plan, keepsSeries: keepsSeries)
    samples = BacktestSamples(plan)
  }

  /// Collects all forecasts of a store.
  ///
  /// - Throws: What keeps them from being read.
  public mutating func collect(from store: some BacktestStore) throws {
    try plan.forEachPart(in: store) { add($0) }
  }

  /// Collects all forecasts of a store and writes the table, part by part.
  ///
  /// - Throws: What keeps them from being read, or `FileError`.
  public mutating func collect(from store: some BacktestStore, writingTo path: String) throws {
    let table = try BacktestTable(plan)
    try AtomicFile.writing(path) { output in
      var isFirst = true
      try plan.forEachPart(in: store) { part in
        add(part)
        try output.write(table.csv(part, hasHeader: isFirst))
        isFirst = false
      }
    }
  }

  private mutating func add(_ part: BacktestPart) {
    scores.add(part)
    samples.add(part)
  }
}
