/// The memory behind one or more tensors: a fixed number of floats, aligned for vector loads, taken from the pool.
///
/// Filled once before it is shared and never written while shared: `Tensor.update` copies first unless it holds the
/// only reference.
@safe final class TensorStorage: @unchecked Sendable {  // Immutable while shared; see above.
  let pointer: UnsafeMutablePointer<Float>
  let count: Int

  init(count: Int) {
    self.count = count
    unsafe self.pointer = StoragePool.shared.take(count)
  }

  deinit {
    unsafe StoragePool.shared.giveBack(pointer, count)
  }
}
