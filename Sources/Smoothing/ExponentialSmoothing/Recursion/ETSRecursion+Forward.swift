import LocalModels

extension ETSRecursion {
  /// Runs the recursion forward and keeps what the way back needs.
  package func forward(_ form: ETSForm, _ coefficients: borrowing ETSCoefficients) -> Sums {
    unsafe levels[0] = coefficients.level
    unsafe trends[0] = coefficients.trend
    for row in coefficients.seasons.indices { unsafe seasons[row] = coefficients.seasons[row] }
    return run(
      form, alpha: coefficients.alpha, beta: coefficients.beta, gamma: coefficients.gamma,
      phi: coefficients.phi)
  }

  /// Runs the recursion forward from a vector of box coordinates.
  package func forward(_ layout: ETSLayout, _ x: [Double]) -> Sums {
    let form = layout.form
    unsafe levels[0] = x[layout.level]
    if let trend = layout.trend {
      unsafe trends[0] = x[trend]
    } else {
      unsafe trends[0] = 0
    }
    if let first = layout.seasons {
      var rest = form.season == .multiplicative ? Double(season) : 0
      for row in 1..<season {
        let value = x[first + row - 1]
        unsafe seasons[row] = value
        rest -= value
      }
      unsafe seasons[0] = rest
      if form.season == .multiplicative, rest < 1e-6 { return Sums(squares: .infinity) }
    }
    let alpha = x[0]
    return run(
      form, alpha: alpha, beta: layout.trendRate.map { x[$0] * alpha } ?? 0,
      gamma: layout.seasonRate.map { x[$0] * (1 - alpha) } ?? 0, phi: layout.damping.map { x[$0] } ?? 1)
  }

  /// The nine joins of trend and season, each compiled by itself: the conditions inside vanish.
  private func run(
    _ form: ETSForm, alpha: Double, beta: Double, gamma: Double, phi: Double
  ) -> Sums {
    let isMultiplicative = form.error == .multiplicative
    switch (form.trend, form.season) {
    case (.none, .none):
      return pass(.none, .none, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi)
    case (.none, .additive):
      return pass(
        .none, .additive, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi)
    case (.none, .multiplicative):
      return pass(
        .none, .multiplicative, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi)
    case (.additive, .none):
      return pass(
        .additive, .none, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi)
    case (.additive, .additive):
      return pass(
        .additive, .additive, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi)
    case (.additive, .multiplicative):
      return pass(
        .additive, .multiplicative, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma,
        phi)
    case (.multiplicative, .none):
      return pass(
        .multiplicative, .none, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha, beta,
        gamma, phi)
    case (.multiplicative, .additive):
      return pass(
        .multiplicative, .additive, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha, beta,
        gamma, phi)
    case (.multiplicative, .multiplicative):
      return pass(
        .multiplicative, .multiplicative, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha,
        beta, gamma, phi)
    }
  }

  @inline(__always)
  private func pass(
    _ trend: ETSForm.Trend, _ season: ETSForm.Season, isMultiplicative: Bool, usesPower: Bool,
    _ alpha: Double, _ beta: Double, _ gamma: Double, _ phi: Double
  ) -> Sums {
    var sums = Sums()
    var product = 1.0
    var level = unsafe levels[0]
    var slope = unsafe trends[0]
    let period = self.season
    for row in 0..<count {
      let y = unsafe values[row]
      var base = level
      var carried = 0.0
      if trend == .additive {
        carried = phi * slope
        base = level + carried
      } else if trend == .multiplicative {
        carried = usesPower ? power(slope, phi) : slope
        unsafe damped[row] = carried
        base = level * carried
      }
      unsafe bases[row] = base
      var mean = base
      var factor = 0.0
      if season == .additive {
        factor = unsafe seasons[row]
        mean = base + factor
      } else if season == .multiplicative {
        factor = unsafe seasons[row]
        mean = base * factor
      }
      let residual = y - mean
      unsafe residuals[row] = residual
      var change = residual
      var inverseBase = 0.0
      if season == .multiplicative {
        let inverseSeason = 1 / factor
        inverseBase = 1 / base
        unsafe inverseSeasons[row] = inverseSeason
        unsafe inverseBases[row] = inverseBase
        change = residual * inverseSeason
      }
      if isMultiplicative {
        let inverseMean = 1 / mean
        unsafe inverseMeans[row] = inverseMean
        let error = residual * inverseMean
        unsafe errors[row] = error
        sums.squares += error * error
        product *= mean.magnitude
        if !(product > 1e-140 && product < 1e140) {
          sums.logarithms += logarithm(product)
          product = 1
        }
      } else {
        unsafe errors[row] = residual
        sums.squares += residual * residual
      }
      sums.residualSquares += residual * residual
      let former = level
      level = base + alpha * change
      unsafe levels[row + 1] = level
      if trend == .additive {
        slope = carried + beta * change
        unsafe trends[row + 1] = slope
      } else if trend == .multiplicative {
        slope = carried + beta * change / former
        unsafe trends[row + 1] = slope
      }
      if season == .additive {
        unsafe seasons[row + period] = factor + gamma * residual
      } else if season == .multiplicative {
        unsafe seasons[row + period] = factor + gamma * residual * inverseBase
      }
    }
    if isMultiplicative { sums.logarithms += logarithm(product) }
    return sums
  }
}
