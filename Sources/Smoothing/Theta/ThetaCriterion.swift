import LocalModels

/// The sum of squared errors from the fourth row on, as a function of α alone.
///
/// For a given α the mean is linear in the initial level l₀ and in κ = 1 − 1/θ, so both follow by least squares (κ within [0, 1 − 1e-6]), and
/// one number is left to search for: the whole family has no local minima but those along α.
package struct ThetaCriterion {
  /// The values of the coefficients for an α, and the sum of squares.
  package struct Profile {
    package var level: Double
    package var lineWeight: Double
    package var squares: Double
  }

  /// θ ≤ 1e6: the criterion is flat beyond.
  package static let largestLineWeight = 1 - 1e-6

  package let values: [Double]
  package let isDynamic: Bool
  /// κ of a model that fixes it (θ = 2), nil where it is estimated.
  package let fixedLineWeight: Double?
  /// Intercept and slope of the line that is known before each row.
  private let intercepts: [Double]
  private let slopes: [Double]

  package init(_ values: [Double], isDynamic: Bool, fixedLineWeight: Double?) {
    self.values = values
    self.isDynamic = isDynamic
    self.fixedLineWeight = fixedLineWeight
    if isDynamic {
      var state = ThetaState(alpha: 0.5, lineWeight: 0.5, level: 0, line: nil)
      var intercepts: [Double] = []
      var slopes: [Double] = []
      for value in values {
        intercepts.append(state.intercept)
        slopes.append(state.slope)
        state.update(with: value)
      }
      self.intercepts = intercepts
      self.slopes = slopes
    } else {
      let line = LeastSquaresLine(values)
      intercepts = [Double](repeating: line.intercept, count: values.count)
      slopes = [Double](repeating: line.slope, count: values.count)
    }
  }

  /// The line of a static model.
  package var line: (intercept: Double, slope: Double)? {
    isDynamic ? nil : (intercepts[0], slopes[0])
  }

  /// The best l₀ and κ for an α.
  package func profile(alpha: Double) -> Profile {
    // The error is a − l₀c − κg: a for zero coefficients, c and g its changes.
    let w = 1 - alpha
    let inverse = 1 / alpha
    var level = 0.0
    var decay = 1.0
    var (aa, ac, ag, cc, cg, gg) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for row in values.indices {
      let value = values[row]
      let nextDecay = decay * w
      if row >= 3 {
        let a = value - level
        let g = decay * intercepts[row] + (1 - nextDecay) * inverse * slopes[row]
        aa += a * a
        ac += a * decay
        ag += a * g
        cc += decay * decay
        cg += decay * g
        gg += g * g
      }
      level = alpha * value + w * level
      decay = nextDecay
    }
    var kappa = fixedLineWeight ?? 0
    if fixedLineWeight == nil {
      let determinant = gg - cg * cg / cc
      kappa = determinant > 1e-14 * gg ? (ag - cg * ac / cc) / determinant : 0
      kappa = min(max(kappa, 0), Self.largestLineWeight)
    }
    let initial = (ac - kappa * cg) / cc
    let squares = aa - 2 * kappa * ag + kappa * kappa * gg - initial * (ac - kappa * cg)
    return Profile(level: initial, lineWeight: kappa, squares: squares)
  }

  /// The α with the smallest sum of squares.
  package func bestAlpha() -> Double {
    ScalarMinimizer.minimize(from: 0.1, to: 0.99, points: 24, tolerance: 1e-9) {
      profile(alpha: $0).squares
    }.point
  }
}
