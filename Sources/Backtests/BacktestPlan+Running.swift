import Runs
import Synchronization
import Tensors
import Training

extension BacktestPlan {
  /// Does the jobs that have no forecasts yet, several at a time with the threads of the request shared among them.
  ///
  /// - Parameters:
  ///   - jobs: Some of ``jobs``, or all.
  ///   - observe: Told how many of them are done, from any thread, one call at a time.
  ///   - isStopped: Asked several times a second whether to end; what is done by then is kept.
  /// - Throws: The first error of a job or of the store.
  public func run(
    _ jobs: [BacktestJob], into store: some BacktestStore,
    observing observe: @escaping @Sendable (Int) -> Void = { _ in },
    until isStopped: @escaping @Sendable () -> Bool = { false }
  ) throws {
    let left = jobs.filter { !store.contains($0) }
    let doneCount = Mutex(jobs.count - left.count)
    let threadCount = request.workers.threadCount
    let workerCount = max(1, min(threadCount, left.count))
    let workers = Workers(threadCount: max(1, threadCount / workerCount))
    try Workers.perform(left, workerCount: workerCount, until: isStopped) { job, _, isStopped in
      do {
        try store.keep(try forecasts(of: job, workers: workers, unless: isStopped), of: job)
      } catch TrainingError.interrupted {
        return
      }
      doneCount.withLock { count in
        count += 1
        observe(count)
      }
    }
  }

  /// Calls `body` with the forecasts of all models for some series after others, in the order of the panel.
  ///
  /// - Precondition: All jobs are done.
  public func forEachPart(in store: some BacktestStore, _ body: (BacktestPart) throws -> Void) throws {
    let local = jobs.filter { Self.isLocal(request.models[$0.model]) }
    let shared = try jobs.filter { !Self.isLocal(request.models[$0.model]) }.map { job in
      (model: job.model, forecasts: try store.forecasts(of: job))
    }
    let jobsOfBlocks = Dictionary(grouping: local) { $0.series.lowerBound }
    for block in blocks {
      var part = BacktestPart(series: block, modelCount: request.models.count, windowCount: windowCount)
      for (model, forecasts) in shared { part.add(forecasts, of: model) }
      for job in jobsOfBlocks[block.lowerBound] ?? [] {
        part.add(try store.forecasts(of: job), of: job.model)
      }
      try body(part)
    }
  }
}

/// The forecasts of all models for some series.
public struct BacktestPart: Sendable {
  /// The series, as indices of the panel.
  public let series: Range<Int>
  private let windowCount: Int
  /// Shape `[model, series, window]`.
  private var slots: [BacktestForecast?]
  /// Of each model, the channels of series that it could not be fitted to, and the windows too short for it.
  public private(set) var failureCounts: [Int], shortCounts: [Int]

  init(series: Range<Int>, modelCount: Int, windowCount: Int) {
    (self.series, self.windowCount) = (series, windowCount)
    slots = Array(repeating: nil, count: modelCount * series.count * windowCount)
    failureCounts = Array(repeating: 0, count: modelCount)
    shortCounts = failureCounts
  }

  mutating func add(_ forecasts: BacktestForecasts, of model: Int) {
    for forecast in forecasts.forecasts where series.contains(forecast.series) {
      slots[slot(model, forecast.series, forecast.window)] = forecast
    }
    // What was done for all series at once is counted with the first of them.
    guard forecasts.forecasts.first.map({ series.contains($0.series) }) ?? false else { return }
    failureCounts[model] += forecasts.failureCount
    shortCounts[model] += forecasts.shortCount
  }

  private func slot(_ model: Int, _ index: Int, _ window: Int) -> Int {
    (model * series.count + index - series.lowerBound) * windowCount + window
  }

  /// The forecast of a model for a series from a cutoff; nil where there is none.
  public func forecast(model: Int, series: Int, window: Int) -> BacktestForecast? {
    slots[slot(model, series, window)]
  }
}
