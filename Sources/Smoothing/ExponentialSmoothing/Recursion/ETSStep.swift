import LocalModels

/// One step of the recursion from given states.
struct ETSStep {
  private let form: ETSForm
  private let level: Double
  /// The trend carried over: φb or b^φ.
  private let carried: Double
  /// The level before the season: l, l + φb or l·b^φ.
  private let base: Double

  init(_ form: ETSForm, level: Double, trend: Double, phi: Double) {
    self.form = form
    self.level = level
    switch form.trend {
    case .none:
      carried = 0
      base = level
    case .additive:
      carried = phi * trend
      base = level + carried
    case .multiplicative:
      // A trend that an error has turned negative has no power: it counts as none left.
      carried = form.isDamped ? power(max(trend, 0), phi) : trend
      base = level * carried
    }
  }

  /// The mean μ of the row.
  func mean(_ season: Double?) -> Double {
    switch form.season {
    case .none: base
    case .additive: base + (season ?? 0)
    case .multiplicative: base * (season ?? 1)
    }
  }

  /// The states after a row with `value`.
  func after(
    _ value: Double, season: Double?, _ c: borrowing ETSCoefficients
  ) -> (level: Double, trend: Double, season: Double?) {
    let residual = value - mean(season)
    let change = form.season == .multiplicative ? residual / (season ?? 1) : residual
    let trend: Double =
      switch form.trend {
      case .none: 0
      case .additive: carried + c.beta * change
      case .multiplicative: carried + c.beta * change / level
      }
    let next: Double? =
      switch form.season {
      case .none: nil
      case .additive: (season ?? 0) + c.gamma * residual
      case .multiplicative: (season ?? 1) + c.gamma * residual / base
      }
    return (base + c.alpha * change, trend, next)
  }
}
