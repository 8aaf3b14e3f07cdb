import Text

/// Shows how far local models have come: a live line on a terminal, and a line for each model that is done.
package struct CompetitionDisplay {
  private let seriesCount: Int
  private let isQuiet: Bool

  package init(seriesCount: Int, isQuiet: Bool) {
    (self.seriesCount, self.isQuiet) = (seriesCount, isQuiet)
  }

  /// Runs `work` and shows what it tells of the number of series that are done.
  package func follow<Result>(_ model: String, _ work: ((Int) -> Void) throws -> Result) rethrows -> Result {
    let console = Console.standardError
    var live = LiveLine(isQuiet: isQuiet)
    let start = ContinuousClock.now
    let result = try work { done in
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let left = seconds / Double(done) * Double(seriesCount - done)
      live.draw("\(model)  series \(done)/\(seriesCount)  \(TextFormatting.duration(left)) left")
    }
    live.clear()
    if !isQuiet {
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      console.show(
        "\(model)  \(TextFormatting.grouped(seriesCount)) series  \(TextFormatting.duration(seconds))\n")
    }
    return result
  }
}
