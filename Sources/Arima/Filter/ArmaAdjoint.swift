/// Working space for the gradient of an `ArmaFilter`.
package struct ArmaAdjoint {
  /// Gradient with respect to the innovations of column c at `c·paddedCount`; the padding stays zero.
  package var innovations: [Double]
  package var gain: [Double]
  package var change: [Double]
  package var nextGain: [Double]
  package var nextChange: [Double]
  /// Gradients with respect to φ(B)Φ(Bᵐ) and θ(B)Θ(Bᵐ).
  package var phi: [Double]
  package var theta: [Double]

  package init(p: Int, q: Int, stride: Int, paddedCount: Int, columnCount: Int) {
    innovations = [Double](repeating: 0, count: paddedCount * columnCount)
    gain = [Double](repeating: 0, count: stride + 1)
    change = gain
    nextGain = gain
    nextChange = gain
    phi = [Double](repeating: 0, count: p)
    theta = [Double](repeating: 0, count: q)
  }

  package mutating func reset() {
    for index in gain.indices {
      gain[index] = 0
      change[index] = 0
      nextGain[index] = 0
      nextChange[index] = 0
    }
    for index in phi.indices { phi[index] = 0 }
    for index in theta.indices { theta[index] = 0 }
  }
}

/// A filtered column and the gradient that reaches its innovations directly.
package struct FilteredColumn {
  /// The column itself.
  package var values: [Double]
  /// Its innovations u.
  package var innovations: [Double]
  /// The objective's gradient with respect to u.
  package var gradient: [Double]

  package init(count: Int) {
    values = [Double](repeating: 0, count: count)
    innovations = values
    gradient = values
  }
}

extension ArmaFilter {
  /// Leaves in `workspace.phi` and `workspace.theta` the gradient of an objective of innovations and variances.
  ///
  /// - Parameters:
  ///   - columns: Columns filtered with the present gains, with the gradients of their innovations.
  ///   - varianceGradient: The objective's gradient with respect to each row's variance.
  package mutating func pullBack(_ columns: [FilteredColumn], varianceGradient: [Double]) {
    workspace.reset()
    for index in columns.indices { pullBackFrozen(columns[index], index) }
    var variance = 0.0
    for s in Swift.stride(from: frozenRow, to: count, by: 1) { variance += varianceGradient[s] }
    for s in Swift.stride(from: frozenRow - 1, through: 0, by: -1) {
      if s + 1 < count { variance = pullBackAdvance(s, variance: variance) }
      for index in columns.indices { variance += pullBackScatter(s, columns[index], index) }
      variance += varianceGradient[s]
    }
    for index in columns.indices { pullBackAutoregression(columns[index], index) }
    guard firstRow == 0 else { return }
    if frozenRow > 0 || p + q == 0 {
      start.pullBack(
        gain: workspace.gain, change: workspace.change, variance: variance, polynomials,
        phi: &workspace.phi, theta: &workspace.theta)
    }
  }

  private mutating func pullBackFrozen(_ column: FilteredColumn, _ index: Int) {
    let base = index * paddedCount
    let theta = polynomials.movingAverage
    let lags = polynomials.movingAverageLags
    for s in Swift.stride(from: count - 1, through: max(frozenRow, firstRow), by: -1) {
      var total = column.gradient[s]
      let innovation = column.innovations[s]
      for lag in lags {
        let later = workspace.innovations[base + s + lag]
        total -= theta[lag - 1] * later
        workspace.theta[lag - 1] -= later * innovation
      }
      workspace.innovations[base + s] = total
    }
    for s in 0..<firstRow { workspace.innovations[base + s] = 0 }
  }

  /// Undoes the step from row s to s + 1; returns the gradient with respect to the variance of row s.
  private mutating func pullBackAdvance(_ s: Int, variance later: Double) -> Double {
    let first = changes[s * stride]
    let reflection = first / variances[s]
    swap(&workspace.gain, &workspace.nextGain)
    swap(&workspace.change, &workspace.nextChange)
    let total = ArmaKernels.pullBackAdvance(
      gains: gains, changes: changes, row: s * stride, width: gainWidth(s), reflection: reflection,
      laterGain: workspace.nextGain, laterChange: workspace.nextChange, gain: &workspace.gain,
      change: &workspace.change)
    let reflectionGradient = -total - first * later
    workspace.change[0] = reflectionGradient / variances[s] - reflection * later
    return later - reflectionGradient * reflection / variances[s]
  }

  /// Undoes what the innovation of row s did to later rows; returns the gradient with respect to the variance of row s.
  private mutating func pullBackScatter(_ s: Int, _ column: FilteredColumn, _ index: Int) -> Double {
    let base = index * paddedCount + s
    let variance = variances[s]
    let factor = column.innovations[s] / variance
    let total = ArmaKernels.pullBackScatter(
      gains: gains, row: s * stride, width: gainWidth(s), factor: factor,
      later: workspace.innovations, start: base + 1, gain: &workspace.gain)
    workspace.innovations[base] = column.gradient[s] - total / variance
    return total * factor / variance
  }

  private mutating func pullBackAutoregression(_ column: FilteredColumn, _ index: Int) {
    let base = index * paddedCount
    for lag in polynomials.autoregressiveLags {
      var total = 0.0
      for t in Swift.stride(from: max(lag, firstRow), to: count, by: 1) {
        total += workspace.innovations[base + t] * column.values[t - lag]
      }
      workspace.phi[lag - 1] -= total
    }
  }
}
