import Runs
import Text

/// Shows how far the forecasts of many series have come: a live line on a terminal, nothing elsewhere.
struct StreamDisplay {
  let model: String
  let isQuiet: Bool
  private let start = ContinuousClock.now
  private let isLive: Bool

  init(model: String, isQuiet: Bool) {
    (self.model, self.isQuiet) = (model, isQuiet)
    isLive = !isQuiet && Console.standardError.isInteractive
  }

  /// A line that stays.
  func note(_ line: String) {
    if !isQuiet { Console.standardError.show(line.printable + "\n") }
  }

  /// The live line.
  func show(_ progress: StreamedForecast.Progress) {
    guard isLive else { return }
    var line = "\(model)  \(TextFormatting.grouped(progress.seriesCount)) series"
    if let share = progress.share, share > 0 {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      line += "  \(Int(100 * share)) %  \(TextFormatting.duration(seconds / share * (1 - share))) left"
    }
    // A line that wraps cannot be taken away again.
    Console.standardError.show("\r\u{1B}[K" + line.prefix((Console.standardError.width ?? 80) - 1))
  }

  /// Takes the live line away.
  func clear() {
    if isLive { Console.standardError.show("\r\u{1B}[K") }
  }
}
