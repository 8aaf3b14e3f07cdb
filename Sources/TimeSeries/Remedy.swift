/// What would put a request right, as a value: whoever speaks to the user knows by which words to ask for it.
public enum Remedy: Sendable, Equatable, CustomStringConvertible {
  /// Look back this many rows.
  case lookback(Int)
  /// Forecast this many rows.
  case horizon(Int)
  /// Look back and forecast this many rows.
  case sizes(lookback: Int, horizon: Int)
  /// Divide the rows by this rule.
  case split(String)
  /// Draw what follows the last row, or fit with test rows.
  case futureInstead

  /// The split of which every part has rows, however few there are from ten on.
  public static let usualSplit = Remedy.split("0.7/0.1/0.2")

  /// What would do, for readers of a program's own messages.
  public var description: String {
    switch self {
    case .lookback(let rows): "a lookback of \(rows) would do"
    case .horizon(let rows): "a horizon of \(rows) would do"
    case .sizes(let lookback, let horizon): "a lookback of \(lookback) and a horizon of \(horizon) would do"
    case .split(let rule): "the split \(rule) would do"
    case .futureInstead: "what follows the last row can be drawn; test rows need a split that has them"
    }
  }
}
