/// A mark inside a number: before its decimals or between groups of digits.
public enum NumberMark: String, Sendable, Hashable, CaseIterable {
  /// `.`
  case point = "."
  /// `,`
  case comma = ","
  /// `'`, as in Switzerland; the typographic `’` is told as text.
  case apostrophe = "'"
  /// `’`, U+2019.
  case rightQuote = "\u{2019}"
  /// A space.
  case space = " "
  /// A no-break space, U+00A0.
  case noBreakSpace = "\u{A0}"
  /// A narrow no-break space, U+202F.
  case narrowNoBreakSpace = "\u{202F}"
  /// A thin space, U+2009.
  case thinSpace = "\u{2009}"
  /// `_`
  case underscore = "_"

  /// Whether decimals may follow it.
  public var mayPrecedeDecimals: Bool { self == .point || self == .comma }
}

extension NumberMark: CustomStringConvertible {
  /// The mark, or its name where it cannot be seen: `','`, `a no-break space`.
  public var description: String {
    switch self {
    case .space: "a space"
    case .noBreakSpace: "a no-break space"
    case .narrowNoBreakSpace: "a narrow no-break space"
    case .thinSpace: "a thin space"
    default: "'\(rawValue)'"
    }
  }
}
