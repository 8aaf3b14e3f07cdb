/// Which elements dropout sets to zero: a function of a key and an element's position.
///
/// The mask is not stored: forward and backward pass make it anew from the key. Elements that are kept are divided by
/// `1 − fraction`, so that the mean stays (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html).
public struct DropoutMask: Sendable, Equatable {
  /// The share of elements that are dropped, in `0..<1`.
  public let fraction: Float
  let key: UInt64

  /// Draws the key of a mask; the same state of `generator` gives the same mask.
  public init(fraction: Float, using generator: inout SeededGenerator) {
    precondition(fraction >= 0 && fraction < 1, "DropoutMask: fraction \(fraction) is not in 0..<1")
    self.fraction = fraction
    key = generator.next()
  }

  /// Elements whose 32 random bits are below are dropped.
  var threshold: UInt32 { UInt32(Double(fraction) * 0x1p32) }

  var attributes: [Operation.Attribute] { [("dropout", .number(fraction))] }

  /// What other elements are multiplied by.
  var keptGain: Float { 1 / (1 - fraction) }
}

/// `x` with the elements of `mask` dropped, or `x` where there is no mask.
public func dropout(_ x: Tensor, _ mask: DropoutMask?) -> Tensor {
  mask.map { finished(x, by: RowFinish(dropout: $0)) } ?? x
}
