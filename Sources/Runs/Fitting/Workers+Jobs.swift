import Synchronization
import Tensors

extension Workers {
  /// Does jobs in their order, several at a time, each worker on a thread of its own.
  ///
  /// - Parameters:
  ///   - workerCount: Jobs that are done at the same time, at most.
  ///   - isStopped: Asked before each job, from any thread, whether to end.
  ///   - perform: Does a job; told the number of its worker, and what says whether it is to end: it is stopped, or another job has failed.
  /// - Throws: The first error of a job, after which none is begun.
  package static func perform<Job: Sendable>(
    _ jobs: [Job], workerCount: Int, until isStopped: @escaping @Sendable () -> Bool,
    _ perform: @Sendable (Job, _ worker: Int, _ isStopped: @escaping () -> Bool) throws -> Void
  ) throws {
    let state = Mutex(JobState())
    runApart(count: max(1, min(workerCount, jobs.count))) { worker in
      while !isStopped(), let position = state.withLock({ $0.next(of: jobs.count) }) {
        do {
          try perform(jobs[position], worker) { isStopped() || state.withLock { $0.error != nil } }
        } catch {
          state.withLock { $0.error = $0.error ?? error }
        }
      }
    }
    if let error = state.withLock({ $0.error }) { throw error }
  }
}

/// Which job is next, and what has gone wrong.
private struct JobState {
  private var position = 0
  var error: (any Error)?

  /// The place of the next job; nil where there is none, or one has failed.
  mutating func next(of count: Int) -> Int? {
    guard error == nil, position < count else { return nil }
    defer { position += 1 }
    return position
  }
}
