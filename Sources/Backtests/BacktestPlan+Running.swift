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
    let state = Mutex(State(doneCount: jobs.count - left.count))
    let threadCount = request.workers.threadCount
    let workerCount = max(1, min(threadCount, left.count))
    let workers = Workers(threadCount: max(1, threadCount / workerCount))
    Workers.runApart(count: workerCount) { _ in
      while !isStopped(), let job = state.withLock({ $0.next(of: left) }) {
        do {
          let found = try forecasts(of: job, workers: workers) {
            isStopped() || state.withLock { $0.error != nil }
          }
          try store.keep(found, of: job)
          state.withLock { state in
            state.doneCount += 1
            observe(state.doneCount)
          }
        } catch TrainingError.interrupted {
          continue
        } catch {
          state.withLock { $0.error = $0.error ?? error }
        }
      }
    }
    if let error = state.withLock({ $0.error }) { throw error }
  }

  private struct State {
    var position = 0
    var doneCount: Int
    var error: (any Error)?

    mutating func next(of jobs: [BacktestJob]) -> BacktestJob? {
      guard error == nil, position < jobs.count else { return nil }
      defer { position += 1 }
      return jobs[position]
    }
  }

  /// Calls `body` with the forecasts of all models for some series after others, in the order of the panel.
  ///
  /// - Precondition: All jobs are done.
  public func forEachPart(in store: some BacktestStore, _ body: (BacktestPart) throws -> Void) throws {
    var (shared, local): ([BacktestForecasts], [BacktestJob]) = ([], [])
    for job in jobs {
      if Self.isLocal(request.models[job.model]) { local.append(job) }
    }
    var sharedModels: [Int] = []
    for job in jobs where !Self.isLocal(request.models[job.model]) {
      shared.append(try store.forecasts(of: job))
      sharedModels.append(job.model)
    }
    let jobsOfBlocks = Dictionary(grouping: local) { $0.series.lowerBound }
    for block in blocks {
      var part = BacktestPart(series: block, modelCount: request.models.count, windowCount: windowCount)
      for (model, forecasts) in zip(sharedModels, shared) { part.add(forecasts, of: model) }
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
