import Backtests
import Experiments
import Persistence
import Platform
import Presentation
import Runs
import Text
import TimeSeries

/// One process's work on a backtest: from the data to forecasts, tables and a page.
struct BacktestSession {
  let command: BacktestCommand

  /// Does the work that is left and shows what came of it.
  func run() throws {
    let start = ContinuousClock.now
    try requireFiles()
    let plan = try BacktestPlan(try command.request())
    if command.output != nil { _ = try BacktestTable(plan) }
    let display = BacktestDisplay(isQuiet: command.quiet)
    plan.notes.forEach(display.warn)
    display.note(outline(plan))
    guard let output = command.output, !AtomicFile.isStream(output) else {
      let memory = BacktestMemory()
      try work(plan, plan.jobs, memory, display, isKept: false)
      return try finish(plan, memory, display, since: start)
    }
    let records = try BacktestRecords(output + ".records", of: plan)
    let jobs = command.shard.map { shard in
      plan.jobs.indices.filter { $0 % shard.count == shard.index }.map { plan.jobs[$0] }
    }
    try work(plan, jobs ?? plan.jobs, records, display, isKept: true)
    if jobs != nil {
      return display.note(
        "this shard is done; when all are, the same command without --shard writes \(output)")
    }
    try finish(plan, records, display, since: start)
    try records.remove(plan.jobs)
  }

  private func requireFiles() throws {
    let written = [("--output", command.output), ("--report", command.report)].compactMap { role, path in
      path.map { UsedFile(role, $0) }
    }
    try UsedFile.requireDistinct(read: [UsedFile("the data", command.data)], written: written)
    for file in written { try AtomicFile.requireCreatable(file.path) }
  }

  private func work(
    _ plan: BacktestPlan, _ jobs: [BacktestJob], _ store: some BacktestStore, _ display: BacktestDisplay,
    isKept: Bool
  ) throws {
    Interruption.catchBatchSignal()
    Interruption.enter(.working)
    let already = jobs.count { store.contains($0) }
    if already > 0 { display.note("\(already) of \(jobs.count) parts are done already") }
    display.begin(jobs.count, done: already)
    defer { display.clear() }
    try plan.run(jobs, into: store, observing: { display.show($0) }, until: { Interruption.hasHappened })
    try Interruption.requireNone(isShared: command.shard != nil, isKept: isKept)
    // Results can be put together anew, and a pipe may keep the program waiting.
    Interruption.enter(.idle)
  }

  private func finish(
    _ plan: BacktestPlan, _ store: some BacktestStore, _ display: BacktestDisplay,
    since start: ContinuousClock.Instant
  ) throws {
    var collector = BacktestCollector(plan, keepsSeries: command.perSeries)
    if let output = command.output {
      try collector.collect(from: store, writingTo: output)
      display.note("wrote \(OutputArguments.words(output))")
    } else {
      try collector.collect(from: store)
    }
    if let report = command.report {
      try AtomicFile.write(BacktestPage(collector).text, to: report)
      display.note("wrote \(OutputArguments.words(report))")
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let result = BacktestReport(
      plan: plan, scores: collector.scores, seconds: seconds, showsSteps: command.perStep)
    result.warnings.forEach(display.warn)
    try Console.standardOutput.print(
      command.json ? result.json.text(.printable) + "\n" : result.text)
  }

  private func outline(_ plan: BacktestPlan) -> String {
    let series =
      plan.panel.seriesColumn == nil ? "" : "\(TextFormatting.grouped(plan.panel.series.count)) series, "
    let channels = TextFormatting.count(plan.targets.count, "target")
    return "\(plan.panel.source): \(series)\(channels), every \(plan.panel.frequency); "
      + "\(TextFormatting.count(plan.windowCount, "cutoff")), \(TextFormatting.count(plan.stride, "row")) apart, "
      + "horizon \(plan.horizon)\n"
      + "\(plan.request.models.joined(separator: ", ")): "
      + (plan.request.refits
        ? "fitted at every cutoff" : "fitted to the rows before the first cutoff of each series")
  }
}

extension Interruption {
  /// Makes sure that no signal has asked for the end.
  ///
  /// - Parameters:
  ///   - isShared: Whether the work is one part of several, which a batch system ends and begins again.
  ///   - isKept: Whether the same command goes on with what is done.
  static func requireNone(isShared: Bool, isKept: Bool = true) throws(CommandFailure) {
    guard let signal else { return }
    let isToBeRequeued = isKept && (signal == .user1 || (signal == .terminate && isShared))
    throw CommandFailure(
      isToBeRequeued ? .tryAgain : status, isKept ? "interrupted; go on with the same command" : "interrupted"
    )
  }
}
