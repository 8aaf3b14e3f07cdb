import Forecasting
import Text
import Training

/// Shows a fit as it goes: a live line on a terminal, otherwise about twenty plain lines.
final class ProgressDisplay {
  private let console = Console.standardError
  private let isQuiet: Bool
  private let isLive: Bool
  private var outline: TrainingOutline?
  private var start = ContinuousClock.now
  private var lastDrawing = ContinuousClock.now
  private var isDrawn = false

  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    isLive = !isQuiet && Console.standardError.isInteractive
  }

  /// A line that stays.
  func note(_ line: String) {
    guard !isQuiet else { return }
    clear()
    console.show(line.printable + "\n")
  }

  /// A warning, which is shown even when quiet.
  func warn(_ line: String) {
    clear()
    console.warn([line])
  }

  func show(_ event: TrainingEvent) {
    switch event {
    case .started(let outline): begin(outline)
    case .stepped(let epoch, let step, let count, let loss):
      draw(epoch: epoch, step: step, of: count, loss: loss)
    case .epochFinished(let report): if isShown(report) { note(line(for: report)) }
    case .tried(let settings, let error): note("\(settings)  validation mse \(TextFormatting.fixed(error))")
    case .chose(let settings, let error, let count):
      note("chose \(settings): validation mse \(TextFormatting.fixed(error)), the smallest of \(count)")
    case .finished(let summary): note(line(for: summary))
    }
  }

  /// Takes the live line away.
  func clear() {
    if isDrawn { console.show("\r\u{1B}[K") }
    isDrawn = false
  }

  private func begin(_ outline: TrainingOutline) {
    self.outline = outline
    start = .now
    note(
      "training on \(TextFormatting.count(outline.trainingExamples, "window")), "
        + "\(TextFormatting.count(outline.stepsPerEpoch, "step")) an epoch, "
        + "validating on \(TextFormatting.count(outline.validationExamples, "window"))"
        + (outline.firstEpoch > 1 ? ", going on with epoch \(outline.firstEpoch)" : ""))
  }

  /// Without a terminal the first epochs and some of the others, about twenty in all.
  private func isShown(_ report: EpochReport) -> Bool {
    guard !isLive, let outline, report.epoch >= outline.firstEpoch + 5 else { return true }
    return report.epoch == outline.epochs || report.epoch.isMultiple(of: (outline.epochs + 14) / 15)
  }

  private func draw(epoch: Int, step: Int, of stepCount: Int, loss: Double) {
    guard isLive, let outline, ContinuousClock.now - lastDrawing > .milliseconds(100) else { return }
    lastDrawing = .now
    let done = Double((epoch - outline.firstEpoch) * stepCount + step)
    let left = Double((outline.epochs - outline.firstEpoch + 1) * stepCount) - done
    let eta = (ContinuousClock.now - start) / .seconds(1) / done * left
    let line =
      "epoch \(epoch)/\(outline.epochs)  step \(step)/\(stepCount)  loss \(TextFormatting.fixed(loss))  "
      + "at most \(TextFormatting.duration(eta)) left"
    // A line that wraps cannot be taken away again.
    console.show("\r\u{1B}[K" + line.prefix((console.width ?? 80) - 1))
    isDrawn = true
  }

  private func line(for report: EpochReport) -> String {
    "epoch \(report.epoch)  train loss \(TextFormatting.fixed(report.trainingLoss))  "
      + "validation mse \(TextFormatting.fixed(report.validationMSE)) mae \(TextFormatting.fixed(report.validationMAE))  "
      + "\(TextFormatting.duration(report.seconds))" + (report.isBest ? "  best" : "")
  }

  private func line(for summary: TrainingSummary) -> String {
    let kept = "kept the weights of epoch \(summary.bestEpoch) of \(summary.epochs.count)"
    return switch summary.ending {
    case .completed: summary.epochs.isEmpty ? "no epochs" : kept
    case .earlyStop: "no better epoch in a while: \(kept)"
    case .interrupted: summary.epochs.isEmpty ? "interrupted in the first epoch" : "interrupted: \(kept)"
    case .untrained: "nothing to train"
    case .solved: "solved exactly"
    }
  }
}
