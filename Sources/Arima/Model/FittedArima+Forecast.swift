import LocalModels

extension FittedArima {
  /// Forecasts with intervals; see `FittedLocalModel`.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    forecast(horizon: horizon, levels: levels, regressors: [])
  }

  /// Forecasts with known future values of the regressors.
  ///
  /// Means: the state for the differences iterated, integrated, constant and regressors added. Variances: those of the values given the past, exact at finite samples
  /// (the filter's own variances and gains go on beyond the last row), with the uncertainty of the coefficients where it is counted (``EstimatedCoefficients``).
  ///
  /// - Parameter regressors: One array of `horizon` values a regressor; none for a model without.
  public func forecast(
    horizon: Int, levels: [IntervalLevel], regressors: [[Double]]
  ) -> IntervalForecast {
    let mean = means(horizon: horizon, regressors: regressors)
    var variance = unitVariances(horizon: horizon)
    for uncertainty in filterState.uncertainties {
      let shift = shift(of: uncertainty, horizon: horizon)
      for k in variance.indices { variance[k] += shift[k] * shift[k] }
    }
    if let estimated {
      let effects = effectVariances(regressors, horizon: horizon)
      for k in variance.indices { variance[k] = variance[k] * estimated.factor + effects[k] }
    }
    return IntervalForecast(
      mean: mean, variance: variance.map { $0 * innovationVariance }, levels: levels,
      degreesOfFreedom: estimated.map { Double($0.degreesOfFreedom) })
  }

  /// The undifferenced values to come if nothing unexpected happens after a past.
  func shift(of strand: ArimaState.Strand, horizon: Int) -> [Double] {
    differencing.integrated(
      expectedDifferences(strand.expected, horizon: horizon), after: strand.levels)
  }

  /// The means alone.
  public func means(horizon: Int) -> [Double] { means(horizon: horizon, regressors: []) }

  /// The means alone, with known future values of the regressors.
  public func means(horizon: Int, regressors: [[Double]]) -> [Double] {
    var mean = shift(of: filterState.columns[0], horizon: horizon)
    for k in mean.indices {
      let present = regressors.map { k < $0.count ? $0[k] : 0 }
      mean[k] = mean[k] * scale + deterministic(row: rowCount + k + 1, regressors: present)
    }
    return mean
  }

  /// The differenced values to come if nothing unexpected happens.
  private func expectedDifferences(_ start: [Double], horizon: Int) -> [Double] {
    var expected = start
    let zeros = [Double](repeating: 0, count: start.count)
    return (0..<horizon).map { _ in
      let value = expected[0]
      ArimaState.Strand.shift(&expected, value: value, factor: 0, gain: zeros, polynomials)
      return value
    }
  }

  /// Variances of the forecasts in units of the innovation variance: Σᵢ vᵢ c²ₖ₋ᵢ, c the effect of innovation i on the undifferenced values.
  private func unitVariances(horizon: Int) -> [Double] {
    var variances = [Double](repeating: 0, count: horizon)
    var state = filterState
    state.uncertainties = []
    let difference = differencing.polynomial
    let lags = difference.indices.dropFirst().filter { difference[$0] != 0 }
    var response = [Double](repeating: 0, count: horizon)
    var effect = response
    for i in 0..<horizon {
      fill(&response, &effect, rows: horizon - i, state: state, difference: difference, lags: lags)
      if state.isSteady {
        var sum = 0.0
        for k in i..<horizon {
          sum += state.variance * effect[k - i] * effect[k - i]
          variances[k] += sum
        }
        break
      }
      for k in i..<horizon { variances[k] += state.variance * effect[k - i] * effect[k - i] }
      state.advanceGain()
    }
    return variances
  }

  private func fill(
    _ response: inout [Double], _ effect: inout [Double], rows: Int, state: ArimaState,
    difference: [Double], lags: [Int]
  ) {
    let phi = polynomials.autoregressive
    for j in 0..<rows {
      var value = j == 0 ? 1 : (j - 1 < state.gain.count ? state.gain[j - 1] / state.variance : 0)
      for lag in polynomials.autoregressiveLags where lag <= j {
        value += phi[lag - 1] * response[j - lag]
      }
      response[j] = value
      for lag in lags where lag <= j { value -= difference[lag] * effect[j - lag] }
      effect[j] = value
    }
  }
}
