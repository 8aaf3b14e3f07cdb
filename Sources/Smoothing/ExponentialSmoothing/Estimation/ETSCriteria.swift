import LocalModels

/// The criteria of a fitted exponential smoothing model, in the units of the series.
package struct ETSCriteria: Sendable {
  /// −L/2, without the constants, as R reports it.
  package let logLikelihood: Double
  package let aic: Double
  package let bic: Double
  /// Nil where there are too few rows for it.
  package let aicc: Double?
  /// Σe²/(n − (k − 1)); nil where there are too few rows.
  package let variance: Double
  /// Σ(y − μ)².
  package let squares: Double
  /// The mean of (y − μ)².
  package let meanSquare: Double

  package init(
    form: ETSForm, season: Int, sums: ETSRecursion.Sums, recursion: ETSRecursion, scale: Double
  ) {
    let n = Double(recursion.count)
    let k = Double(form.parameterCount(season: season))
    let criterion = recursion.criterion(sums, error: form.error) + 2 * n * logarithm(scale)
    logLikelihood = -criterion / 2
    aic = criterion + 2 * k
    bic = criterion + k * logarithm(n)
    aicc = n - k - 1 > 0 ? criterion + 2 * k + 2 * k * (k + 1) / (n - k - 1) : nil
    let unit = form.error == .additive ? scale * scale : 1
    variance = sums.squares * unit / max(n - (k - 1), 1)
    squares = sums.residualSquares * scale * scale
    meanSquare = squares / n
  }

  package init(restoring state: LocalModelState) throws(LocalFitError) {
    let stored = try state.array("criteria", count: 7)
    logLikelihood = stored[0]
    aic = stored[1]
    bic = stored[2]
    aicc = stored[3].isNaN ? nil : stored[3]
    variance = stored[4]
    squares = stored[5]
    meanSquare = stored[6]
  }

  package func store(in state: inout LocalModelState) {
    state.append("criteria", [logLikelihood, aic, bic, aicc ?? .nan, variance, squares, meanSquare])
  }

  package var parameters: [LocalParameter] {
    [
      LocalParameter("loglik", logLikelihood), LocalParameter("aic", aic), LocalParameter("aicc", aicc),
      LocalParameter("bic", bic), LocalParameter("sigma2", variance), LocalParameter("sse", squares),
      LocalParameter("mse", meanSquare),
    ]
  }
}
