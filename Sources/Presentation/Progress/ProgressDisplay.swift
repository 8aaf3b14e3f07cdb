import Forecasting
import Text
import Training

/// Shows a fit as it goes: a live line on a terminal, otherwise about twenty plain lines.
package final class ProgressDisplay {
  private let console = Console.standardError
  private let isQuiet: Bool
  private var live: LiveLine
  private var outline: TrainingOutline?
  private var start = ContinuousClock.now

  package init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    live = LiveLine(isQuiet: isQuiet)
  }

  /// A line that stays.
  package func note(_ line: String) {
    guard !isQuiet else { return }
    clear()
    console.show(line.printable + "\n")
  }

  /// A warning, which is shown even when quiet.
  package func warn(_ line: String) {
    clear()
    console.warn([line])
  }

  package func show(_ event: TrainingEvent) {
    switch event {
    case .started(let outline): begin(outline)
    case .stepped(let epoch, let step, let count, let loss):
      draw(epoch: epoch, step: step, of: count, loss: loss)
    case .epochFinished(let report): if isShown(report) { note(line(for: report)) }
    case .tried(let settings, let error): note("\(settings)  validation mse \(TextFormatting.fixed(error))")
    case .chose(let settings, let error, let count):
      note("chose \(settings): validation mse \(TextFormatting.fixed(error)), of \(count) tried")
    case .finished(let summary): note(line(for: summary))
    }
  }

  /// Takes the live line away.
  package func clear() { live.clear() }

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
    guard !live.isVisible, let outline, report.epoch >= outline.firstEpoch + 5 else { return true }
    return report.epoch == outline.epochs || report.epoch.isMultiple(of: (outline.epochs + 14) / 15)
  }

  private func draw(epoch: Int, step: Int, of stepCount: Int, loss: Double) {
    guard let outline else { return }
    let done = Double((epoch - outline.firstEpoch) * stepCount + step)
    let left = Double((outline.epochs - outline.firstEpoch + 1) * stepCount) - done
    let eta = (ContinuousClock.now - start) / .seconds(1) / done * left
    live.draw(
      "epoch \(epoch)/\(outline.epochs)  step \(step)/\(stepCount)  loss \(TextFormatting.fixed(loss))  "
        + "at most \(TextFormatting.duration(eta)) left")
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
