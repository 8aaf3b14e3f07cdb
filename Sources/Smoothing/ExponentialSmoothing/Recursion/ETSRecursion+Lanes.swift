import LocalModels

extension ETSRecursion {
  /// One number of each of four vectors.
  package typealias Lanes = SIMD4<Double>

  /// The one-step errors from four vectors of box coordinates at once: of each, the operations of a pass of its own in their order.
  ///
  /// - Parameters:
  ///   - x: The numbers of the vectors, one after another.
  ///   - errors: As many as rows.
  /// - Returns: Σe² of each; infinite where one's seasons are not admitted.
  func forward(
    _ layout: ETSLayout, _ x: [Lanes], errors: UnsafeMutablePointer<Lanes>
  ) -> Lanes {
    let (trend, season) = (layout.form.trend, layout.form.season)
    let isMultiplicative = layout.form.error == .multiplicative
    let usesPower = layout.form.isDamped
    guard setSeasons(layout, x) else { return Lanes(repeating: .infinity) }
    let alpha = x[0]
    let beta = layout.trendRate.map { x[$0] * alpha } ?? Lanes()
    let gamma = layout.seasonRate.map { x[$0] * (1 - alpha) } ?? Lanes()
    let phi = layout.damping.map { x[$0] } ?? Lanes(repeating: 1)
    var level = x[layout.level]
    var slope = layout.trend.map { x[$0] } ?? Lanes()
    var squares = Lanes()
    for row in 0..<count {
      var base = level
      var carried = Lanes()
      if trend == .additive {
        carried = phi * slope
        base = level + carried
      } else if trend == .multiplicative {
        carried = usesPower ? Self.powers(slope, phi) : slope
        base = level * carried
      }
      var mean = base
      var factor = Lanes()
      if season == .additive {
        factor = unsafe seasonLanes[row]
        mean = base + factor
      } else if season == .multiplicative {
        factor = unsafe seasonLanes[row]
        mean = base * factor
      }
      let residual = unsafe values[row] - mean
      let change = season == .multiplicative ? residual * (1 / factor) : residual
      let error = isMultiplicative ? residual * (1 / mean) : residual
      unsafe errors[row] = error
      squares += error * error
      let former = level
      level = base + alpha * change
      if trend == .additive {
        slope = carried + beta * change
      } else if trend == .multiplicative {
        slope = carried + beta * change / former
      }
      if season == .additive {
        unsafe seasonLanes[row + self.season] = factor + gamma * residual
      } else if season == .multiplicative {
        unsafe seasonLanes[row + self.season] = factor + gamma * residual * (1 / base)
      }
    }
    return squares
  }

  /// Puts the seasons before the first row where a pass begins; false where those of a vector are not admitted.
  private func setSeasons(_ layout: ETSLayout, _ x: [Lanes]) -> Bool {
    guard let first = layout.seasons else { return true }
    let isMultiplicative = layout.form.season == .multiplicative
    var rest = Lanes(repeating: isMultiplicative ? Double(season) : 0)
    for row in 1..<season {
      let value = x[first + row - 1]
      unsafe seasonLanes[row] = value
      rest -= value
    }
    unsafe seasonLanes[0] = rest
    for lane in 0..<4 where isMultiplicative && rest[lane] < 1e-6 { return false }
    return true
  }

  private static func powers(_ x: Lanes, _ y: Lanes) -> Lanes {
    Lanes(power(x[0], y[0]), power(x[1], y[1]), power(x[2], y[2]), power(x[3], y[3]))
  }
}
