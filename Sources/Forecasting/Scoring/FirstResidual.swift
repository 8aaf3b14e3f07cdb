/// The residuals of the first step of a window.
public struct FirstResidual: Sendable {
  /// The series of the window.
  public let series: Int
  /// The row that was forecast.
  public let row: Int
  /// Truth minus forecast of each target, standardised units; NaN where the truth is missing.
  public let values: [Float]
}
