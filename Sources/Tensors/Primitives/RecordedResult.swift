extension Tensor {
  /// This result of a computation outside of this module, remembered with its derivative if an input is watched.
  ///
  /// - Parameters:
  ///   - name: What the operation is called.
  ///   - inputs: What it was computed from.
  ///   - derivative: Maps the gradient with respect to the result to those with respect to the inputs, in order.
  package func recorded(
    as name: String, of inputs: [Tensor],
    derivative: @escaping @Sendable (_ gradient: Tensor) -> [Tensor?]
  ) -> Tensor {
    recording(Operation(name, []), inputs, derivative)
  }
}
