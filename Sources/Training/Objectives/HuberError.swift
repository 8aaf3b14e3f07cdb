import Tensors

/// `e² / 2` up to `delta`, `delta (|e| − delta / 2)` beyond (Huber 1964, https://doi.org/10.1214/aoms/1177703732).
public struct HuberError: Objective {
  /// `huber`.
  public static let name = "huber"
  /// `DELTA`.
  public static let parameterName: String? = "DELTA"

  /// The error from which on the loss is linear.
  public let delta: Float

  /// - Parameter delta: Positive.
  public init(delta: Float) {
    precondition(delta > 0 && delta.isFinite, "HuberError: delta \(delta) is not positive")
    self.delta = delta
  }

  /// - Parameter parameter: `delta`, positive; nil for 1.
  public init?(parameter: Float?) {
    let delta = parameter ?? 1
    guard delta > 0, delta.isFinite else { return nil }
    self.delta = delta
  }

  /// `delta`.
  public var parameter: Float? { delta }

  /// The loss; see ``Objective``.
  public func callAsFunction(_ output: Tensor, _ target: Tensor, dividingBy elementCount: Int) -> Tensor {
    LossFunction.huber(delta: delta)(output, target, dividingBy: elementCount)
  }
}
