import Forecasting
import Persistence
import Platform
import Runs
import Synchronization
import Tensors
import Training

/// What happens during a sweep, told from whichever thread it happens on.
public enum SweepEvent: Sendable {
  /// A worker has begun a run, or goes on with it after an interruption.
  case started(SweepJob, worker: Int)
  /// A step of a run is done.
  case stepped(SweepJob, worker: Int, epoch: Int, epochs: Int)
  /// A run has come to its end, with or without success, and its record is written.
  case finished(SweepJob, RunRecord, worker: Int)
  /// Another process has made the record in the meantime.
  case foundDone(SweepJob)
  /// Another process is at the run, and was when all others were done.
  case foundBegun(SweepJob)
  /// A run was stopped; its state is kept for the next time.
  case interrupted(SweepJob)
}

/// Runs the fits of a sweep on a few workers, each a thread of its own, and keeps one record of each.
public struct Sweep: Sendable {
  /// Where records go.
  public let folder: RecordFolder
  /// Fits that run at the same time.
  public let workerCount: Int
  /// Threads of each fit; they do not change the result.
  public let threadsPerWorker: Int
  /// How long an interruption that gives no warning may throw a run back.
  public var checkpointInterval = Duration.seconds(60)
  /// Test windows that each record keeps.
  public var sampleCount = 3

  /// - Parameter folder: Where records go.
  public init(into folder: RecordFolder, workerCount: Int, threadsPerWorker: Int) {
    (self.folder, self.workerCount, self.threadsPerWorker) = (folder, workerCount, threadsPerWorker)
  }

  /// Runs `jobs`; those that have a record when their turn comes are left out, and so are those that another process is at, which are
  /// looked at again behind all others.
  ///
  /// - Parameter observe: Told what happens, from any thread, by one at a time for each worker.
  /// - Parameter isStopped: Asked before each step, and while windows are scored, whether to keep the state and end.
  /// - Throws: The first error that makes going on useless: a full disk, say. A fit that fails is no such error.
  public func run(
    _ jobs: [SweepJob], observing observe: @escaping @Sendable (SweepEvent) -> Void,
    until isStopped: @Sendable @escaping () -> Bool
  ) throws {
    let begun = Mutex([SweepJob]())
    try perform(jobs, observe, isStopped) { job in begun.withLock { $0.append(job) } }
    try perform(begun.withLock { $0 }, observe, isStopped) { observe(.foundBegun($0)) }
  }

  /// - Parameter skip: Told of jobs that another process is at.
  private func perform(
    _ jobs: [SweepJob], _ observe: @escaping @Sendable (SweepEvent) -> Void,
    _ isStopped: @Sendable @escaping () -> Bool, skipping skip: @escaping @Sendable (SweepJob) -> Void
  ) throws {
    try Workers.perform(jobs, workerCount: workerCount, until: isStopped) { job, worker, isStopped in
      if try folder.claiming(job.id, { try run(job, worker, observe, isStopped) }) == nil { skip(job) }
    }
  }

  private func run(
    _ job: SweepJob, _ worker: Int, _ observe: @escaping @Sendable (SweepEvent) -> Void,
    _ isStopped: @escaping () -> Bool
  ) throws {
    guard !folder.contains(job.id) else { return observe(.foundDone(job)) }
    observe(.started(job, worker: worker))
    let record: RunRecord
    do {
      guard let result = try result(of: job, worker, observe, isStopped) else {
        return observe(.interrupted(job))
      }
      record = job.record(result.hasNumbers ? .finished(result) : .failed("the test error is not a number"))
    } catch let error where error.isOfTheFit {
      record = job.record(.failed("\(error)"))
    }
    try folder.write(record)
    try Paths.removeIfPresent(folder.checkpoint(of: job.id))
    observe(.finished(job, record, worker: worker))
  }

  /// The result; nil if the fit was stopped.
  private func result(
    of job: SweepJob, _ worker: Int, _ observe: @escaping @Sendable (SweepEvent) -> Void,
    _ isStopped: @escaping () -> Bool
  ) throws -> RunResult? {
    var fit = job.fit(threads: threadsPerWorker)
    fit.sampleCount = sampleCount
    fit.checkpoint = CheckpointPlace(path: folder.checkpoint(of: job.id), interval: checkpointInterval)
    fit.control.isInterrupted = isStopped
    let epochs = job.specification.recipe?.epochs ?? 0
    var firstEpoch = 1
    fit.control.report = { event in
      switch event {
      case .started(let outline): firstEpoch = outline.firstEpoch
      case .stepped(let epoch, _, _, _):
        observe(.stepped(job, worker: worker, epoch: epoch, epochs: epochs))
      default: break
      }
    }
    guard let fitted = try uninterrupted(&fit) else { return nil }
    var result = RunResult(fitted)
    // What was done before an interruption belongs to the run's time.
    let before = result.epochs.prefix(firstEpoch - 1).reduce(0) { $0 + $1.seconds }
    result.seconds.train += before
    result.seconds.total += before
    return result
  }

  /// The result; nil if the fit was stopped while it trained or scored.
  private func uninterrupted(_ fit: inout Fit) throws -> FitResult? {
    do {
      let fitted = try resuming(&fit)
      return fitted.summary.ending == .interrupted ? nil : fitted
    } catch TrainingError.interrupted {
      return nil
    }
  }

  /// Goes on from a checkpoint if there is one that can be used.
  private func resuming(_ fit: inout Fit) throws -> FitResult {
    guard let place = fit.checkpoint, FileContents.exists(place.path) else { return try fit.run() }
    fit.resumes = true
    do { return try fit.run() } catch let error where error.isOfTheCheckpoint {
      // Of an older program, or of data that lies elsewhere now: the run begins anew.
      fit.resumes = false
      return try fit.run()
    }
  }
}

extension SweepJob {
  fileprivate func record(_ outcome: RunRecord.Outcome) -> RunRecord {
    RunRecord(
      specification, data: dataName, instructionSet: Processor.instructionSet, environment: .current,
      outcome: outcome)
  }
}

extension RunResult {
  fileprivate var hasNumbers: Bool {
    [validation?.mseNorm, test?.mseNorm].allSatisfy { $0?.isFinite ?? true }
  }
}

extension Error {
  /// Whether a checkpoint cannot be used: damaged, of an older program, or of another fit.
  fileprivate var isOfTheCheckpoint: Bool {
    if case .unfitCheckpoint = self as? TrainingError { return true }
    return self is ModelFileError
  }

  /// Whether a fit failed, not its surroundings.
  fileprivate var isOfTheFit: Bool {
    if self is FileError { return false }
    if case .checkpoint = self as? TrainingError { return false }
    return true
  }
}
