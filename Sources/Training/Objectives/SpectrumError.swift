import Tensors

/// `(1 − α) |e| + α |difference of the real Fourier transforms|`: errors of a row that belong together count together
/// (FreDF, Wang et al. 2025, https://arxiv.org/abs/2402.02399).
public struct SpectrumError: Objective {
  /// `spectrum`.
  public static let name = "spectrum"
  /// `ALPHA`.
  public static let parameterName: String? = "ALPHA"

  /// The share of the transforms, between 0 and 1.
  public let alpha: Float
  private let spectralError = SpectralError()

  /// - Parameter alpha: Between 0 and 1.
  public init(alpha: Float) {
    precondition((0...1).contains(alpha), "SpectrumError: alpha \(alpha) is not between 0 and 1")
    self.alpha = alpha
  }

  /// - Parameter parameter: `alpha`, between 0 and 1; nil for 0.5.
  public init?(parameter: Float?) {
    let alpha = parameter ?? 0.5
    guard (0...1).contains(alpha) else { return nil }
    self.init(alpha: alpha)
  }

  /// `alpha`.
  public var parameter: Float? { alpha }

  /// The loss; see ``Objective``.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    (1 - alpha) * LossFunction.absoluteError(output, target, dividingBy: elementCount)
      + alpha * spectralError(output, target, dividingBy: elementCount)
  }
}
