/// A place where the stamps leave the frequency. The file still loads: rows are taken as they come.
public enum TimeIrregularity: Hashable, Sendable {
  /// The stamp equals the one before.
  case duplicate(line: Int, stamp: Timestamp)
  /// `missingSteps` rows are missing before this line.
  case gap(line: Int, from: Timestamp, to: Timestamp, missingSteps: Int)
  /// The stamp comes sooner than one step after the one before.
  case early(line: Int, from: Timestamp, to: Timestamp)

  /// The 1-based line of the later stamp.
  public var line: Int {
    switch self {
    case .duplicate(let line, _), .gap(let line, _, _, _), .early(let line, _, _): line
    }
  }
}

extension TimeIrregularity: CustomStringConvertible {
  /// One line for a warning: `line 7244: stamp 2020-02-20 06:20:00 appears twice`.
  public var description: String {
    switch self {
    case .duplicate(let line, let stamp):
      return "line \(line): stamp \(stamp) appears twice"
    case .gap(let line, let from, let to, let missing):
      return "line \(line): \(missing) \(missing == 1 ? "row" : "rows") missing between \(from) and \(to)"
    case .early(let line, let from, let to):
      return "line \(line): stamp \(to) comes less than one step after \(from)"
    }
  }
}
