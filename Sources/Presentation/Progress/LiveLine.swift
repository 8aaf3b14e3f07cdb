import Synchronization
import Text

/// A line of progress on a terminal, drawn anew in its place; nothing where nobody looks.
package struct LiveLine {
  /// Whether a person sees it.
  package let isVisible: Bool
  private let console = Console.standardError
  private var lastDrawing = ContinuousClock.now
  private var isDrawn = false {
    didSet { Self.drawn.store(isDrawn, ordering: .relaxed) }
  }

  private static let drawn = Atomic<Bool>(false)

  /// Whether a line stands on the terminal, which what is written next would follow. Fit for a handler of signals.
  package static var isStanding: Bool { drawn.load(ordering: .relaxed) }

  package init(isQuiet: Bool) {
    isVisible = !isQuiet && Console.standardError.isInteractive
  }

  /// Draws the line, ten times a second at most.
  package mutating func draw(_ line: @autoclosure () -> String) {
    guard isVisible, ContinuousClock.now - lastDrawing > .milliseconds(100) else { return }
    (lastDrawing, isDrawn) = (.now, true)
    // A line that wraps cannot be taken away again.
    console.show("\r\u{1B}[K" + line().prefix(columns: (console.width ?? 80) - 1))
  }

  /// Takes the line away.
  package mutating func clear() {
    if isDrawn { console.show("\r\u{1B}[K") }
    isDrawn = false
  }
}
