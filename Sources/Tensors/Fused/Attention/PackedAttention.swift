/// Single-head attention over tokens whose queries, keys and values lie side by side, as one product makes them.
///
/// `A = softmax(Q Kᵀ / √keySize)`, result `A V`.
///
/// - Parameter packed: Shape `[batch, token, 2 · keySize + valueSize]`: query ‖ key ‖ value.
/// - Returns: `output`, shape `[batch, token, valueSize]`, and the weights `A`, shape `[batch, token, token]`,
///   which carry no gradient.
public func packedAttention(_ packed: Tensor, keySize: Int) -> (output: Tensor, weights: Tensor) {
  let layout = AttentionLayout(packed.shape, keySize: keySize, valueSize: packed.columnCount - 2 * keySize)
  let output = Tensor(unfilled: [layout.batch, layout.tokens, layout.valueSize])
  let weights = Tensor(unfilled: [layout.batch, layout.tokens, layout.tokens])
  inPieces(of: layout.batch, grain: layout.windowGrain) { windows in
    layout.attend(packed, windows, output: output, weights: weights)
  }
  let packed0 = packed.detached()
  let recorded = output.recording(Operation("packedAttention", [("keySize", .count(keySize))]), [packed]) {
    gradient in
    let dPacked = Tensor(unfilled: packed0.shape)
    inPieces(of: layout.batch, grain: layout.windowGrain) { windows in
      layout.differentiate(gradient, windows, weights: weights, packed: packed0, into: dPacked)
    }
    return [dPacked]
  }
  return (recorded, weights)
}
