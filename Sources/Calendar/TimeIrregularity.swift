/// A place where the stamps leave the grid. The file still loads.
public enum TimeIrregularity: Hashable, Sendable {
  /// The stamp equals the one before.
  case duplicate(line: Int, stamp: Timestamp)
  /// `missingSteps` rows are missing before this line.
  case gap(line: Int, from: Timestamp, to: Timestamp, missingSteps: Int)
  /// The stamp is not one of the grid's.
  case stray(line: Int, stamp: Timestamp, frequency: Frequency)
  /// An hour is missing in a spring night, or stands twice in an autumn night: local time.
  case clockChange(line: Int, from: Timestamp, to: Timestamp)

  /// The 1-based line of the later stamp.
  public var line: Int {
    switch self {
    case .duplicate(let line, _), .gap(let line, _, _, _), .stray(let line, _, _),
      .clockChange(let line, _, _):
      line
    }
  }
}

extension TimeIrregularity {
  /// One line with stamps as `text` writes them.
  package func shown(by text: (Timestamp) -> String) -> String {
    switch self {
    case .duplicate(let line, let stamp):
      return "line \(line): stamp \(text(stamp)) appears twice"
    case .gap(let line, let from, let to, let missing):
      let rows = missing == 1 ? "row" : "rows"
      return "line \(line): \(missing) \(rows) missing between \(text(from)) and \(text(to))"
    case .stray(let line, let stamp, let frequency):
      return "line \(line): stamp \(text(stamp)) is not on the grid of the others (\(frequency))"
    case .clockChange(let line, let from, let to):
      let change = from == to ? "stands twice" : "follows \(text(from))"
      return "line \(line): \(text(to)) \(change), as where clocks change in local time"
    }
  }
}

extension TimeIrregularity: CustomStringConvertible {
  /// One line for a warning: `line 7244: stamp 2020-02-20 06:20:00 appears twice`.
  public var description: String { shown(by: \.description) }
}
