import Experiments
import Synchronization
import Text

/// Shows a sweep as it goes: an overview that is redrawn on a terminal, otherwise one plain line per finished run.
package final class SweepDisplay: Sendable {
  private let console = Console.standardError
  private let isQuiet: Bool
  private let isLive: Bool
  private let total: Int
  private let state: Mutex<State>

  fileprivate struct State {
    var done: Int
    var failed = 0
    var running: [Running?]
    var secondsOfRuns: [Double] = []
    var best: [(cell: String, validation: Double)] = []
    var drawnLines = 0
    var lastDrawing = ContinuousClock.now
  }

  fileprivate struct Running {
    let job: SweepJob
    var epoch = 0
    var epochs = 0
  }

  package init(total: Int, done: Int, workers: Int, isQuiet: Bool) {
    self.isQuiet = isQuiet
    self.total = total
    isLive = !isQuiet && Console.standardError.isInteractive
    state = Mutex(State(done: done, running: Array(repeating: nil, count: workers)))
  }

  /// A line that stays.
  package func note(_ text: String) {
    guard !isQuiet else { return }
    state.withLock { state in
      erase(&state)
      console.show(text + "\n")
    }
  }

  /// Takes the overview away.
  package func clear() {
    state.withLock { erase(&$0) }
  }

  package func show(_ event: SweepEvent) {
    state.withLock { state in
      var (line, isNews) = (String?.none, false)
      switch event {
      case .started(let job, let worker): state.running[worker] = Running(job: job)
      case .stepped(_, let worker, let epoch, let epochs):
        state.running[worker]?.epoch = epoch
        state.running[worker]?.epochs = epochs
      case .finished(let job, let record, let worker):
        state.running[worker] = nil
        state.note(job, record)
        isNews = true
        line = "[\(state.done)/\(total)] \(job.title): \(record.summary)"
        if isLive, record.failure == nil { line = nil }
      case .foundDone(let job):
        state.done += 1
        line = isLive ? nil : "[\(state.done)/\(total)] \(job.title): done by another process"
      case .foundBegun(let job):
        state.done += 1
        line = isLive ? nil : "[\(state.done)/\(total)] \(job.title): another process is at it"
      case .interrupted(let job): line = "\(job.title): interrupted, to be continued"
      }
      if let line, !isQuiet {
        erase(&state)
        console.show(line.printable + "\n")
      }
      draw(&state, isNews: isNews)
    }
  }

  private func erase(_ state: inout State) {
    if state.drawnLines > 0 { console.show("\r\u{1B}[\(state.drawnLines)A\u{1B}[J") }
    state.drawnLines = 0
  }

  /// Draws the overview anew, not too often unless there is news.
  private func draw(_ state: inout State, isNews: Bool) {
    let isDue = state.drawnLines == 0 || ContinuousClock.now - state.lastDrawing > .milliseconds(200)
    guard isLive, isNews || isDue else { return }
    state.lastDrawing = .now
    let width = (console.width ?? 80) - 1
    var lines = [heading(state)]
    for case let running? in state.running {
      let epoch = running.epoch > 0 ? "  epoch \(running.epoch) of \(running.epochs) at most" : ""
      lines.append("  running  \(running.job.title)\(epoch)")
    }
    for best in state.best.suffix(8) {
      lines.append("  best     \(best.cell): validation mse \(TextFormatting.fixed(best.validation))")
    }
    erase(&state)
    // A line that wraps would not be taken away again.
    console.show(lines.map { $0.printable.prefix(columns: width) + "\n" }.joined())
    state.drawnLines = lines.count
  }

  private func heading(_ state: State) -> String {
    let running = state.running.count { $0 != nil }
    let left = total - state.done - running
    var text = "\(state.done) of \(TextFormatting.count(total, "run")) done, \(running) running, \(left) left"
    if state.failed > 0 { text += ", \(state.failed) failed" }
    if let seconds = remainingSeconds(state) { text += ", about \(TextFormatting.duration(seconds)) to go" }
    return text
  }

  /// What is left, if the runs to come take as long as those so far.
  private func remainingSeconds(_ state: State) -> Double? {
    guard !state.secondsOfRuns.isEmpty else { return nil }
    let mean = state.secondsOfRuns.reduce(0, +) / Double(state.secondsOfRuns.count)
    let running = state.running.compactMap(\.self)
    let left = Double(total - state.done - running.count) + Double(running.count) / 2
    return mean * left / Double(state.running.count)
  }
}

extension SweepDisplay.State {
  /// Counts a finished run; its cell's best moves to the end of the list.
  fileprivate mutating func note(_ job: SweepJob, _ record: RunRecord) {
    done += 1
    guard let result = record.result else { return failed += 1 }
    secondsOfRuns.append(result.seconds.total)
    guard let validation = result.validation?.mseNorm else { return }
    let shape = record.specification.shape
    let cell = "\(job.dataName) \(job.label) h=\(shape.horizon) L=\(shape.lookback)"
    let before = best.first { $0.cell == cell }?.validation ?? .infinity
    best.removeAll { $0.cell == cell }
    best.append((cell, min(before, validation)))
  }
}

extension RunRecord {
  /// How the run ended, in one line.
  fileprivate var summary: String {
    guard let result else { return "failed: \(failure ?? "")" }
    let parts = [
      result.validation.map { "validation mse \(TextFormatting.fixed($0.mseNorm))" },
      result.test.map {
        "test mse \(TextFormatting.fixed($0.mseNorm)) mae \(TextFormatting.fixed($0.maeNorm))"
      },
      result.epochs.isEmpty ? nil : "epoch \(result.bestEpoch) of \(result.epochs.count)",
      TextFormatting.duration(result.seconds.total),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}
