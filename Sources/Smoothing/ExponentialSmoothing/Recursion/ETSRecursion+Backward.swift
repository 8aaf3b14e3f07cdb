import LocalModels

extension ETSRecursion {
  /// Goes back through the last pass for the derivatives of the criterion.
  package func backward(
    _ form: ETSForm, alpha: Double, beta: Double, gamma: Double, phi: Double, squares: Double
  ) -> Slopes {
    let isMultiplicative = form.error == .multiplicative
    switch (form.trend, form.season) {
    case (.none, .none):
      return back(
        .none, .none, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi, squares)
    case (.none, .additive):
      return back(
        .none, .additive, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi,
        squares)
    case (.none, .multiplicative):
      return back(
        .none, .multiplicative, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi,
        squares)
    case (.additive, .none):
      return back(
        .additive, .none, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi,
        squares)
    case (.additive, .additive):
      return back(
        .additive, .additive, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma, phi,
        squares)
    case (.additive, .multiplicative):
      return back(
        .additive, .multiplicative, isMultiplicative: isMultiplicative, usesPower: false, alpha, beta, gamma,
        phi, squares)
    case (.multiplicative, .none):
      return back(
        .multiplicative, .none, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha, beta,
        gamma, phi, squares)
    case (.multiplicative, .additive):
      return back(
        .multiplicative, .additive, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha, beta,
        gamma, phi, squares)
    case (.multiplicative, .multiplicative):
      return back(
        .multiplicative, .multiplicative, isMultiplicative: isMultiplicative, usesPower: form.isDamped, alpha,
        beta, gamma, phi,
        squares)
    }
  }

  @inline(__always)
  private func back(
    _ trend: ETSForm.Trend, _ season: ETSForm.Season, isMultiplicative: Bool, usesPower: Bool,
    _ alpha: Double, _ beta: Double, _ gamma: Double, _ phi: Double, _ squares: Double
  ) -> Slopes {
    var slopes = Slopes()
    var levelSlope = 0.0
    var trendSlope = 0.0
    let period = self.season
    let weight = 2 * Double(count) / (squares + floor)
    if season != .none {
      for row in count..<(count + period) { unsafe seasonSlopes[row] = 0 }
    }
    for row in stride(from: count - 1, through: 0, by: -1) {
      let residual = unsafe residuals[row]
      var baseSlope = levelSlope
      var carriedSlope = trendSlope
      var formerSlope = 0.0
      var changeSlope = alpha * levelSlope
      var residualSlope = 0.0
      var meanSlope = 0.0
      var seasonSlope = 0.0
      var change = residual
      if season == .multiplicative { change = unsafe residual * inverseSeasons[row] }
      slopes.alpha += change * levelSlope
      if trend == .additive {
        changeSlope += beta * trendSlope
        slopes.beta += change * trendSlope
      } else if trend == .multiplicative {
        let part = unsafe trendSlope / levels[row]
        changeSlope += beta * part
        slopes.beta += change * part
        formerSlope = unsafe -part * beta * change / levels[row]
      }
      if season == .additive {
        let after = unsafe seasonSlopes[row + period]
        residualSlope = changeSlope + gamma * after
        slopes.gamma += residual * after
        seasonSlope = after
      } else if season == .multiplicative {
        let after = unsafe seasonSlopes[row + period]
        let inverseBase = unsafe inverseBases[row]
        let scaled = after * inverseBase
        slopes.gamma += residual * scaled
        baseSlope -= gamma * residual * inverseBase * scaled
        let inverseSeason = unsafe inverseSeasons[row]
        residualSlope = gamma * scaled + changeSlope * inverseSeason
        seasonSlope = after - changeSlope * change * inverseSeason
      } else {
        residualSlope = changeSlope
      }
      let error = unsafe errors[row]
      if isMultiplicative {
        let inverseMean = unsafe inverseMeans[row]
        residualSlope += weight * error * inverseMean
        meanSlope = (2 - weight * error * error) * inverseMean
      } else {
        residualSlope += weight * error
      }
      meanSlope -= residualSlope
      if season == .multiplicative {
        let factor = unsafe seasons[row]
        baseSlope += meanSlope * factor
        unsafe seasonSlopes[row] = seasonSlope + meanSlope * bases[row]
      } else {
        baseSlope += meanSlope
        if season == .additive { unsafe seasonSlopes[row] = seasonSlope + meanSlope }
      }
      if trend == .none {
        levelSlope = baseSlope
      } else if trend == .additive {
        levelSlope = baseSlope
        carriedSlope += baseSlope
        slopes.phi += unsafe trends[row] * carriedSlope
        trendSlope = phi * carriedSlope
      } else {
        let carried = unsafe damped[row]
        levelSlope = baseSlope * carried + formerSlope
        carriedSlope += unsafe baseSlope * levels[row]
        if usesPower {
          let former = unsafe trends[row]
          slopes.phi += carriedSlope * carried * logarithm(former)
          trendSlope = carriedSlope * phi * carried / former
        } else {
          trendSlope = carriedSlope
        }
      }
    }
    slopes.level = levelSlope
    slopes.trend = trendSlope
    return slopes
  }
}
