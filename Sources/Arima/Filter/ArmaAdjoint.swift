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

  /// Sets the gradient of ½ ln Σu²/v, and adds that with respect to the variances to that of ½ Σ ln v / N.
  ///
  /// - Parameters:
  ///   - squares: Σu²/v.
  ///   - observed: N.
  package mutating func differentiate(
    variances: [Double], squares: Double, observed: Double, varianceGradient: inout [Double]
  ) {
    ArmaKernels.differentiate(
      innovations, variances, squares: squares, observed: observed, into: &gradient, &varianceGradient)
  }
}

extension ArmaFilter {
  /// Leaves in `workspace.phi` and `workspace.theta` the gradient of an objective of innovations and variances.
  ///
  /// - Parameters:
  ///   - columns: One column or more, filtered with the present gains, with the gradients of their innovations.
  ///   - varianceGradient: The objective's gradient with respect to each row's variance.
  package mutating func pullBack(_ columns: [FilteredColumn], varianceGradient: [Double]) {
    workspace.reset()
    for index in columns.indices {
      ArmaKernels.pullBackFrozen(
        columns[index], from: max(frozenRow, firstRow), polynomials.movingAverage,
        lags: polynomials.movingAverageLags, innovations: &workspace.innovations, base: index * paddedCount,
        theta: &workspace.theta)
      for s in 0..<firstRow { workspace.innovations[index * paddedCount + s] = 0 }
    }
    var variance = 0.0
    for s in Swift.stride(from: frozenRow, to: count, by: 1) { variance += varianceGradient[s] }
    for s in Swift.stride(from: frozenRow - 1, through: 0, by: -1) {
      let isLast = s + 1 == count
      if !isLast {
        variance = pullBackStep(s, columns[0].innovations[s], columns[0].gradient[s], variance: variance)
      }
      for index in Swift.stride(from: isLast ? 0 : 1, to: columns.count, by: 1) {
        variance += pullBackScatter(s, columns[index].innovations[s], columns[index].gradient[s], index)
      }
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

  /// Undoes the step from row s to s + 1, and what the innovation of the first column in row s did to later rows; returns the gradient with
  /// respect to the variance of row s.
  private mutating func pullBackStep(
    _ s: Int, _ innovation: Double, _ gradient: Double, variance later: Double
  ) -> Double {
    let first = changes[s * stride]
    let variance = variances[s]
    let reflection = first / variance
    let factor = innovation / variance
    swap(&workspace.gain, &workspace.nextGain)
    swap(&workspace.change, &workspace.nextChange)
    let totals = ArmaKernels.pullBackStep(
      gains: gains, changes: changes, row: s * stride, width: gainWidth(s), reflection: reflection,
      laterGain: workspace.nextGain, laterChange: workspace.nextChange, factor: factor,
      later: workspace.innovations, start: s + 1, gain: &workspace.gain, change: &workspace.change)
    let reflectionGradient = -totals.advance - first * later
    workspace.change[0] = reflectionGradient / variance - reflection * later
    workspace.innovations[s] = gradient - totals.scatter / variance
    return later - reflectionGradient * reflection / variance + totals.scatter * factor / variance
  }

  /// Undoes what the innovation of row s did to later rows; returns the gradient with respect to the variance of row s.
  private mutating func pullBackScatter(
    _ s: Int, _ innovation: Double, _ gradient: Double, _ index: Int
  ) -> Double {
    let base = index * paddedCount + s
    let variance = variances[s]
    let factor = innovation / variance
    let total = ArmaKernels.pullBackScatter(
      gains: gains, row: s * stride, width: gainWidth(s), factor: factor,
      later: workspace.innovations, start: base + 1, gain: &workspace.gain)
    workspace.innovations[base] = gradient - total / variance
    return total * factor / variance
  }

  private mutating func pullBackAutoregression(_ column: FilteredColumn, _ index: Int) {
    let base = index * paddedCount
    for lag in polynomials.autoregressiveLags {
      let first = max(lag, firstRow)
      workspace.phi[lag - 1] -= ArmaKernels.delayedProduct(
        workspace.innovations, from: base, column.values, by: lag, rows: first..<max(first, count))
    }
  }
}
