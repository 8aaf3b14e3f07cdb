/// The elements of `a` where `mask` is not 0 and those of `b` elsewhere; no derivative goes through.
///
/// - Parameters:
///   - a: Any shape.
///   - mask: The same shape.
///   - b: The same shape.
public func choosing(_ a: Tensor, where mask: Tensor, otherwise b: Tensor) -> Tensor {
  precondition(
    a.shape == mask.shape && a.shape == b.shape, "choosing: \(a.shape), \(mask.shape), \(b.shape)")
  let result = Tensor(unfilled: a.shape)
  inPieces(of: a.count, grain: elementGrain) { part in
    let (a0, b0, mask0) = unsafe (a.pointer, b.pointer, mask.pointer)
    let destination = unsafe result.destination
    for index in part { unsafe destination[index] = mask0[index] != 0 ? a0[index] : b0[index] }
  }
  return result
}
