import Runs
import Text

/// Shows how far the forecasts of many series have come: a live line on a terminal, nothing elsewhere.
package final class StreamDisplay {
  private let model: String
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var live: LiveLine

  package init(model: String, isQuiet: Bool) {
    (self.model, self.isQuiet) = (model, isQuiet)
    live = LiveLine(isQuiet: isQuiet)
  }

  /// A line that stays.
  package func note(_ line: String) {
    if !isQuiet { Console.standardError.show(line.printable + "\n") }
  }

  /// The live line.
  package func show(_ progress: StreamedForecast.Progress) {
    var line = "\(model)  \(TextFormatting.grouped(progress.seriesCount)) series"
    if let share = progress.share, share > 0 {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      line += "  \(Int(100 * share)) %  \(TextFormatting.duration(seconds / share * (1 - share))) left"
    }
    live.draw(line)
  }

  /// Takes the live line away.
  package func clear() { live.clear() }
}
