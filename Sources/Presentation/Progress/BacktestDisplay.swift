import Synchronization
import Text

/// Shows how far a backtest has come: a live line on a terminal, otherwise about ten plain lines.
package final class BacktestDisplay: Sendable {
  private let console = Console.standardError
  private let isQuiet: Bool
  private let state: Mutex<State>

  private struct State {
    var total = 0, first = 0, tenths = 0
    var start = ContinuousClock.now
    var live: LiveLine
  }

  package init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    state = Mutex(State(live: LiveLine(isQuiet: isQuiet)))
  }

  /// A line that stays.
  package func note(_ line: String) {
    guard !isQuiet else { return }
    clear()
    console.show(line.split(separator: "\n").map { String($0).printable + "\n" }.joined())
  }

  /// A warning, which is shown even when quiet.
  package func warn(_ line: String) {
    clear()
    console.warn([line])
  }

  /// Begins to count.
  package func begin(_ total: Int, done: Int) {
    state.withLock { state in
      (state.total, state.first, state.start) = (total, done, .now)
      state.tenths = 10 * done / max(1, total)
    }
  }

  /// Shows how many parts are done.
  package func show(_ done: Int) {
    guard !isQuiet else { return }
    state.withLock { state in
      let seconds = (ContinuousClock.now - state.start) / .seconds(1)
      let left = seconds / Double(max(1, done - state.first)) * Double(state.total - done)
      let line = "\(done) of \(state.total) parts done, about \(TextFormatting.duration(left)) left"
      if state.live.isVisible { return state.live.draw(line) }
      let tenths = 10 * done / max(1, state.total)
      guard tenths > state.tenths, done < state.total else { return }
      state.tenths = tenths
      console.show(line + "\n")
    }
  }

  /// Takes the live line away.
  package func clear() {
    state.withLock { $0.live.clear() }
  }
}
