import Synchronization

/// Where the forecasts of a backtest are kept until all are there.
public protocol BacktestStore: Sendable {
  /// Whether the forecasts of a job are there.
  func contains(_ job: BacktestJob) -> Bool

  /// The forecasts of a job that is done.
  ///
  /// - Throws: What keeps them from being read.
  func forecasts(of job: BacktestJob) throws -> BacktestForecasts

  /// Keeps the forecasts of a job.
  ///
  /// - Throws: What keeps them from being written.
  func keep(_ forecasts: BacktestForecasts, of job: BacktestJob) throws
}

/// Keeps forecasts in memory.
public final class BacktestMemory: BacktestStore {
  private let results = Mutex<[BacktestJob: BacktestForecasts]>([:])

  /// Nothing yet.
  public init() {}

  /// Whether the forecasts of a job are there.
  public func contains(_ job: BacktestJob) -> Bool { results.withLock { $0[job] != nil } }

  /// The forecasts of a job; none if it is not done.
  public func forecasts(of job: BacktestJob) -> BacktestForecasts {
    results.withLock { $0[job] } ?? BacktestForecasts(forecasts: [], failureCount: 0, shortCount: 0)
  }

  /// Keeps the forecasts of a job.
  public func keep(_ forecasts: BacktestForecasts, of job: BacktestJob) {
    results.withLock { $0[job] = forecasts }
  }
}
