import LocalModels

extension ETSFit {
  /// How the distribution of a forecast is found.
  enum IntervalKind {
    /// Additive error, trend and season: the variance has a closed form.
    case additive
    /// Multiplicative error, additive trend and season.
    case multiplicativeError
    /// Multiplicative error and season, additive trend.
    case multiplicativeSeason
    /// Every other form: by simulation.
    case simulated
  }

  var intervalKind: IntervalKind {
    if form.trend == .multiplicative { return .simulated }
    switch (form.error, form.season) {
    case (.additive, .multiplicative): return .simulated
    case (.additive, _): return .additive
    case (.multiplicative, .multiplicative): return .multiplicativeSeason
    case (.multiplicative, _): return .multiplicativeError
    }
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    switch intervalKind {
    case .additive:
      return IntervalForecast(
        mean: path(horizon: horizon), variance: additiveVariance(horizon: horizon), levels: levels)
    case .multiplicativeError:
      let mean = path(horizon: horizon)
      return IntervalForecast(mean: mean, variance: multiplicativeVariance(mean), levels: levels)
    case .multiplicativeSeason:
      var moments = ETSSeasonMoments(self)
      var mean: [Double] = []
      var variance: [Double] = []
      for _ in 0..<horizon {
        let step = moments.next()
        mean.append(step.mean)
        variance.append(step.variance)
      }
      return IntervalForecast(mean: mean, variance: variance, levels: levels)
    case .simulated:
      return simulatedForecast(horizon: horizon, levels: levels)
    }
  }

  /// The means alone: without the second moments of a multiplicative season, and without simulation.
  public func means(horizon: Int) -> [Double] {
    guard intervalKind == .multiplicativeSeason else { return path(horizon: horizon) }
    var moments = ETSSeasonMeans(self)
    return (0..<horizon).map { _ in moments.next() }
  }

  /// The forecasts without noise.
  package func path(horizon: Int) -> [Double] {
    var damping = 0.0
    var factor = 1.0
    return (0..<horizon).map { step in
      factor *= coefficients.phi
      damping += factor
      let base: Double =
        switch form.trend {
        case .none: level
        case .additive: level + damping * trend
        case .multiplicative: level * power(form.isDamped ? max(trend, 0) : trend, damping)
        }
      switch form.season {
      case .none: return base
      case .additive: return base + seasons[step % seasons.count]
      case .multiplicative: return base * seasons[step % seasons.count]
      }
    }
  }

  /// c_j = α + βφ_j + γ·1[m divides j]: what an error does j steps later.
  private func weights(count: Int) -> [Double] {
    var damping = 0.0
    var factor = 1.0
    return (0..<max(count, 0)).map { index in
      factor *= coefficients.phi
      damping += factor
      let isSeason = form.season == .additive && (index + 1) % seasons.count == 0
      return coefficients.alpha + (form.trend == .none ? 0 : coefficients.beta * damping)
        + (isSeason ? coefficients.gamma : 0)
    }
  }

  /// Var_h = σ²(1 + Σ_{j<h} c_j²).
  private func additiveVariance(horizon: Int) -> [Double] {
    let weights = weights(count: horizon - 1)
    var sum = 1.0
    return (0..<horizon).map { step in
      if step > 0 { sum += weights[step - 1] * weights[step - 1] }
      return criteria.variance * sum
    }
  }

  /// θ₁ = μ₁², θ_h = μ_h² + σ²Σ_{j<h} c_j² θ_{h−j}; Var_h = (1 + σ²)θ_h − μ_h².
  private func multiplicativeVariance(_ mean: [Double]) -> [Double] {
    let weights = weights(count: mean.count - 1)
    var theta: [Double] = []
    return mean.indices.map { step in
      var sum = 0.0
      for j in 0..<step { sum += weights[j] * weights[j] * theta[step - 1 - j] }
      theta.append(mean[step] * mean[step] + criteria.variance * sum)
      return (1 + criteria.variance) * theta[step] - mean[step] * mean[step]
    }
  }

  /// The noise-free path with quantiles of 20,000 simulated paths with Gaussian errors; always the same ones.
  private func simulatedForecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    let deviation = criteria.variance.squareRoot()
    let paths = SimulatedPaths(count: 20000, horizon: horizon) { normals, row in
      var fit = self
      for step in 0..<horizon {
        let mean = fit.nextMean
        let error = deviation * normals[step]
        let value = form.error == .additive ? mean + error : mean * (1 + error)
        row[step] = value
        fit.update(with: value)
      }
    }
    return paths.forecast(mean: path(horizon: horizon), levels: levels)
  }
}
