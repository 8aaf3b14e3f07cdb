import Experiments
import Persistence
import Platform
import Presentation
import Studies
import Text
import TimeSeries

/// One process's work on a sweep: from the spec to records and tables.
struct SweepSession {
  let spec: SweepSpec
  let output: String?
  var workers: Int?
  let threads: Int
  var shard: Shard?
  var retriesFailed = false
  var isQuiet = false

  /// The folder of the records.
  var folder: SweepFolder? { output.map { SweepFolder($0) } }

  /// What would be run.
  func outline() throws -> SweepOutline { try prepared().outline }

  /// Runs what has no record yet and writes the tables.
  ///
  /// While other processes are at work, the tables are left to whoever comes last.
  func run() throws -> ResultTable {
    Interruption.catchBatchSignal(isKept: true, isShared: shard != nil)
    guard let folder else { preconditionFailure("a sweep without a folder") }
    // Before the steps are timed.
    try CommandFailure.requireNoFile(inPlaceOf: folder.path, option: "--output")
    try folder.requireWritable()
    let (prepared, left, outline) = try prepared()
    let display = SweepDisplay(
      total: outline.runCount, done: outline.runCount - left.count, workers: outline.workers, isQuiet: isQuiet
    )
    display.note(outline.text)
    try requireDistinctFiles(prepared.jobs, folder)
    try requireNoOtherSweep(prepared.plan, folder)
    try folder.keep(prepared.plan, unread: prepared.unread)
    if retriesFailed { try forgetFailures(left, folder) }
    Interruption.enter(.working)
    defer { display.clear() }
    let sweep = Sweep(
      into: folder.records, workerCount: outline.workers, threadsPerWorker: outline.threads)
    try sweep.run(left, observing: { display.show($0) }, until: { Interruption.hasHappened })
    // Tables can be made anew, and a pipe in place of one may keep the program waiting.
    Interruption.enter(.idle)
    let table = folder.table(of: prepared.plan)
    let missing = table.rows.reduce(0) { $0 + $1.missing }
    if missing == 0 || (shard == nil && Interruption.hasHappened) {
      try folder.write(table)
      display.note("wrote \(folder.path)/results.csv, report.md and report.html")
    } else if !Interruption.hasHappened {
      display.note(
        shard == nil
          ? "another process is at \(TextFormatting.count(missing, "run")), and makes the tables when it is done; "
            + "if it ends before, the same command goes on"
          : "this shard is done; when all are: forecast sweep collect \(folder.path)")
    }
    return table
  }

  /// Makes sure that no page of the sweep replaces what it is made from.
  private func requireDistinctFiles(_ jobs: [SweepJob], _ folder: SweepFolder) throws(CommandFailure) {
    let data = Set(jobs.map(\.dataPath)).sorted().map { UsedFile("the data", $0) }
    try UsedFile.requireDistinct(
      read: [UsedFile("the spec", spec.file)] + data,
      written: folder.pages.map { UsedFile("a page of --output,", $0) })
  }

  /// Makes sure that no run leaves the tables of an earlier sweep; further ones may join them.
  private func requireNoOtherSweep(_ plan: SweepPlan, _ folder: SweepFolder) throws(CommandFailure) {
    if let study = StudyFolder(folder.path).study {
      throw CommandFailure(occupied: folder.path, by: "the study \(study.quoted)", option: "--output")
    }
    // A plan that cannot be read is made anew; one of the same name is an earlier state of this sweep: of other data, or other numerics.
    guard let earlier = try? folder.plan(), earlier.name != plan.name else { return }
    let (ids, records) = (Set(plan.runIDs), folder.records)
    let lost = earlier.runIDs.count { id in
      !ids.contains(id) && (records.contains(id) || records.isBegun(id))
    }
    guard lost > 0 else { return }
    throw CommandFailure(
      occupied: folder.path,
      by: "the sweep \(earlier.name.quoted), of which \(TextFormatting.count(lost, "run")) would be left out",
      option: "--output")
  }

  /// - Throws: `CommandFailure` if a signal ended the session before its end.
  func requireNoInterruption() throws(CommandFailure) {
    try Interruption.requireNone(isShared: shard != nil)
  }

  private func prepared() throws -> (sweep: PreparedSweep, left: [SweepJob], outline: SweepOutline) {
    var locator = DataLocator(folder: spec.folder, dataFolder: Environment["FORECAST_DATA_DIR"])
    locator.fetchAdvice = { "get it with forecast datasets fetch \($0.name)" }
    let prepared = try SweepPlanner(spec, finding: locator, threads: threads).prepare()
    if !isQuiet { Console.standardError.warn(prepared.plan.problems.map { "\($0); its runs fail" }) }
    let mine = shard?.selected(prepared.jobs) ?? prepared.jobs
    let left = mine.filter { !(folder?.records.isDone($0.id, retriesFailed: retriesFailed) ?? false) }
    let workerCount = max(1, min(workers ?? threads, left.count, 256))
    let threadsEach = max(1, threads / workerCount)
    let outline = SweepOutline(
      plan: prepared.plan, shard: shard.map { ($0.index, $0.count) }, runCount: mine.count,
      leftCount: left.count, workers: workerCount,
      threads: threadsEach, estimate: try SweepEstimate(left, threads: threadsEach))
    return (prepared, left, outline)
  }

  private func forgetFailures(_ jobs: [SweepJob], _ folder: SweepFolder) throws(FileError) {
    for job in jobs { try Paths.removeIfPresent(folder.records.file(of: job.id)) }
  }
}
