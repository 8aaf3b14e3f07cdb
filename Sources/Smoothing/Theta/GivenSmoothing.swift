import LocalModels

/// Simple exponential smoothing with a given α, the level beginning at the first value.
public struct GivenSmoothing: LocalModel {
  /// The smoothing parameter, 0 < α ≤ 1.
  public let alpha: Double

  /// Makes the model.
  public init(alpha: Double) {
    self.alpha = alpha
  }

  /// The name of the model.
  public var name: String { "ses-\(alpha)" }

  /// Fits the model to a series that is no edge case.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    guard alpha > 0, alpha <= 1 else {
      throw .invalidCoefficient(model: "ses", name: "alpha", value: alpha)
    }
    let scale = series.scale
    let values = series.scaled(by: scale)
    var c = ETSCoefficients(alpha: alpha, level: values[0])
    c.phi = 1
    let recursion = ETSRecursion(values: values, season: 1)
    return ETSFit(
      form: ETSForm(error: .additive), name: name, scaled: c, recursion: recursion, scale: scale)
  }
}
