/// How cells that are missing are filled where a history must have a number.
///
/// A filled cell is part of histories only: no loss, score, scale or equation counts it. Every rule looks back, so that a
/// fill never knows what came after the row at which a forecast is made.
public enum FillRule: Hashable, Sendable {
  /// The previous value for the first rows of a gap, a twelfth of the season, then the value one season before.
  ///
  /// - Parameter season: Rows of the season; 1 for none, which leaves the previous value.
  case recent(season: Int)
  /// The previous value.
  case previous
  /// The value one season before; the previous value where there is none.
  case seasonal(Int)
  /// On the straight line between the neighbours of a gap where a window holds both; else the previous value.
  case linear

  /// What a rule of a reader means for a season of that many rows.
  init(_ rule: MissingRule, season: Int) {
    self =
      switch rule {
      case .mask, .error: .recent(season: season)
      case .previous: .previous
      case .seasonal: .seasonal(season)
      case .linear: .linear
      }
  }

  /// The value for a missing cell.
  ///
  /// - Parameters:
  ///   - values: The rows before, filled.
  ///   - age: Rows since the last one that was observed, at least 1.
  func value(after values: [Double], age: Int) -> Double? {
    func before(_ season: Int) -> Double? { season <= values.count ? values[values.count - season] : nil }
    switch self {
    case .previous, .linear: return values.last
    case .seasonal(let season): return before(season) ?? values.last
    case .recent(let season):
      return season < 2 || age <= max(1, season / 12) ? values.last : before(season) ?? values.last
    }
  }
}
