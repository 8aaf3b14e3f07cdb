import Tensors

/// Sets a random share of the elements to zero while training and divides the others by the share that is kept.
public struct Dropout: Sendable {
  /// The share that is dropped, in `0..<1`.
  public let fraction: Float

  /// - Parameter fraction: In `0..<1`; 0 drops nothing.
  public init(_ fraction: Float) {
    precondition(fraction >= 0 && fraction < 1, "Dropout: fraction \(fraction) is not in 0..<1")
    self.fraction = fraction
  }

  /// `x` outside training.
  public func callAsFunction(_ x: Tensor, in pass: inout ForwardPass) -> Tensor {
    dropout(x, pass.dropoutMask(fraction))
  }

  /// `residual + dropped(x)` in one pass over memory.
  public func callAsFunction(_ x: Tensor, addingTo residual: Tensor, in pass: inout ForwardPass) -> Tensor {
    finished(x, by: RowFinish(dropout: pass.dropoutMask(fraction), residual: residual))
  }
}
