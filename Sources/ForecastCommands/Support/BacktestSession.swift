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
    let keptOutput = command.output.flatMap { AtomicFile.isStream($0) ? nil : $0 }
    Interruption.catchBatchSignal(isKept: keptOutput != nil, isShared: command.shard != nil)
    let plan = try command.training.naming { try BacktestPlan(try command.request()) }
    if command.output != nil { _ = try BacktestTable(plan) }
    let display = BacktestDisplay(isQuiet: command.printing.quiet)
    plan.notes.forEach(display.warn)
    display.note(outline(plan))
    guard let output = keptOutput else {
      let memory = BacktestMemory()
      try work(plan, plan.jobs, memory, display, isKept: false)
      return try finish(plan, collected(plan, memory), display, since: start)
    }
    let records = try BacktestRecords(output + ".records", of: plan)
    let jobs = command.shard.map { shard in
      plan.jobs.indices.filter { $0 % shard.count == shard.index }.map { plan.jobs[$0] }
    }
    if let jobs {
      try work(plan, jobs, records, display, isKept: true)
      return display.note(
        "this shard is done; when all are, the same command without --shard writes \(output)")
    }
    let collector = try collectedFromAll(plan, records, display)
    try finish(plan, collector, display, since: start)
    try records.remove(plan.jobs)
  }

  /// All forecasts, made where they are not there yet.
  private func collectedFromAll(
    _ plan: BacktestPlan, _ records: BacktestRecords, _ display: BacktestDisplay
  ) throws -> BacktestCollector {
    while true {
      try work(plan, plan.jobs, records, display, isKept: true)
      do {
        return try collected(plan, records)
      } catch let error as FileError where error.operation == .read && error.reason == .missing {
        // Another process with the same command was done first and has removed the records: they are made again.
      }
    }
  }

  private func collected(_ plan: BacktestPlan, _ store: some BacktestStore) throws -> BacktestCollector {
    var collector = BacktestCollector(plan, keepsSeries: command.perSeries)
    if let output = command.output {
      try collector.collect(from: store, writingTo: output)
    } else {
      try collector.collect(from: store)
    }
    return collector
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
    Interruption.enter(.inParts)
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
    _ plan: BacktestPlan, _ collector: BacktestCollector, _ display: BacktestDisplay,
    since start: ContinuousClock.Instant
  ) throws {
    if let output = command.output { display.note("wrote \(OutputArguments.words(output))") }
    if let report = command.report {
      try AtomicFile.write(BacktestPage(collector).text, to: report)
      display.note("wrote \(OutputArguments.words(report))")
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let result = BacktestReport(
      plan: plan, scores: collector.scores, seconds: seconds, showsSteps: command.perStep)
    result.warnings.forEach(display.warn)
    try Console.results(beside: [command.output, command.report], json: command.printing.json).print(
      command.printing.json ? result.json.line : result.text)
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
