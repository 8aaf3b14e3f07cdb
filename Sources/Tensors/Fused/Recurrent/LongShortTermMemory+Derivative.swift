import CKernels

extension LSTMRun {
  /// Gradients with respect to `x` and the four weights.
  func gradients(along dStates: Tensor, input x: Tensor, isInputWatched: Bool) -> [Tensor?] {
    let (hidden, inputs) = (states.shape[2], x.shape[2])
    let dInput = isInputWatched ? Tensor(unfilled: x.shape) : nil
    let dRecurrent = Tensor(unfilled: [blocks.indices.count, 4 * hidden * hidden])
    let dExtended = Tensor(unfilled: [blocks.indices.count, (inputs + 1) * 4 * hidden])
    MultiplyAddCounter.add(x.rowCount * 4 * hidden * (2 * hidden + inputs + 1))
    let recurrentPanels = unsafe panels(
      of: MatrixOperand(pointer: recurrentWeight.pointer, stride: hidden),
      ProductSizes(m: states.shape[1], n: hidden, k: 4 * hidden))
    blocks.forEach { block, rows in
      let pass = LSTMBackwardPass(self, along: dStates, input: x, rows, recurrentPanels: recurrentPanels)
      unsafe pass.run(
        dRecurrent: dRecurrent.destination + block * dRecurrent.columnCount,
        dExtended: dExtended.destination + block * dExtended.columnCount, dInput: dInput)
    }
    let extended = blockSum(dExtended).reshaped(to: [inputs + 1, 4 * hidden])
    let dBias = extended.slices(inputs..<inputs + 1).reshaped(to: [4 * hidden])
    return [
      dInput, extended.slices(0..<inputs).transposed(),
      blockSum(dRecurrent).reshaped(to: [4 * hidden, hidden]), dBias, dBias,
    ]
  }
}

/// The way of some rows back through all steps, a few steps at a time: what the gates' gradients add to those of weights
/// and inputs is added while they are in a core's cache.
private struct LSTMBackwardPass {
  private let forward: LSTMRun
  private let dStates: Tensor
  private let x: Tensor
  private let rows: Range<Int>
  private let recurrentPanels: Tensor
  /// Steps at a time.
  private let stepCount: Int
  /// Gradients of the gates of those steps, shape `[step · row, 4 hiddenSize + padding]`.
  private let dGates: Tensor
  /// Inputs ‖ 1 of those steps, shape `[step · row, inputSize + 1]`.
  private let extended: Tensor
  /// What comes before the first step.
  private let zeros: Tensor

  /// Terms of the products at a time.
  private static let termCount = 256

  init(
    _ forward: LSTMRun, along dStates: Tensor, input x: Tensor, _ rows: Range<Int>, recurrentPanels: Tensor
  ) {
    (self.forward, self.dStates, self.x, self.rows) = (forward, dStates, x, rows)
    self.recurrentPanels = recurrentPanels
    let (steps, hidden) = (dStates.shape[0], dStates.shape[2])
    stepCount = min(steps, max(1, Self.termCount / rows.count))
    // Rows a power of two apart would displace each other in the first cache.
    dGates = Tensor(unfilled: [stepCount * rows.count, 4 * hidden + 16])
    extended = Tensor(shape: [stepCount * rows.count, x.shape[2] + 1], filledWith: 1)
    zeros = Tensor(shape: [rows.count, hidden], filledWith: 0)
  }

  /// - Parameter dRecurrent: Where the gradient of the recurrent weights goes, `[4 hiddenSize, hiddenSize]`.
  /// - Parameter dExtended: Where those of the input weights and of the biases go, `[inputSize + 1, 4 hiddenSize]`.
  /// - Parameter dInput: Where the gradient of the inputs goes, if it is asked for.
  func run(
    dRecurrent: UnsafeMutablePointer<Float>, dExtended: UnsafeMutablePointer<Float>, dInput: Tensor?
  ) {
    let (steps, batch, hidden) = (dStates.shape[0], dStates.shape[1], dStates.shape[2])
    // What later steps say of the state and the cell.
    let carried = Tensor(shape: [2, rows.count, hidden], filledWith: 0)
    var end = steps
    while end > 0 {
      let first = (end - 1) / stepCount * stepCount
      unsafe fk_lstm_derivative(
        dGates.destination, dGates.columnCount, carried.destination, dStates.pointer, forward.gates.pointer,
        forward.cells.pointer, recurrentPanels.pointer, first, end - first, batch, hidden,
        rows.lowerBound, rows.count)
      unsafe addStateProducts(of: first..<end, to: dRecurrent, adds: end < steps)
      unsafe addInputProducts(of: first..<end, to: dExtended, adds: end < steps)
      if let dInput { multiply(first..<end, into: dInput) }
      end = first
    }
  }

  /// Adds the products of the gates' gradients with the states before them.
  private func addStateProducts(of steps: Range<Int>, to sums: UnsafeMutablePointer<Float>, adds: Bool) {
    let (batch, hidden, terms) = (dStates.shape[1], dStates.shape[2], steps.count * rows.count)
    let width = fk_panel_width()
    let panels = Tensor(unfilled: [(hidden + width - 1) / width, terms, width])
    for step in steps {
      let before =
        unsafe step > 0
        ? forward.states.pointer + ((step - 1) * batch + rows.lowerBound) * hidden : zeros.pointer
      unsafe fk_copy_panels(
        panels.destination + (step - steps.lowerBound) * rows.count * width, terms, before, hidden, hidden,
        rows.count)
    }
    unsafe fk_product_panels_transposed(
      sums, hidden, dGates.pointer, dGates.columnCount, panels.pointer, adds ? 1 : 0, 4 * hidden,
      hidden,
      terms)
  }

  /// Adds the products of inputs ‖ 1, which are few, with the gates' gradients.
  private func addInputProducts(of steps: Range<Int>, to sums: UnsafeMutablePointer<Float>, adds: Bool) {
    let (batch, hidden, inputs) = (dStates.shape[1], dStates.shape[2], x.shape[2])
    for step in steps {
      unsafe fk_place_columns(
        extended.destination + (step - steps.lowerBound) * rows.count * (inputs + 1),
        x.pointer + (step * batch + rows.lowerBound) * inputs, 0, rows.count, inputs, inputs + 1)
    }
    unsafe fk_product_transposed(
      sums, 4 * hidden, extended.pointer, inputs + 1, dGates.pointer, dGates.columnCount, adds ? 1 : 0,
      inputs + 1,
      4 * hidden, steps.count * rows.count)
  }

  /// The products of the gates' gradients with the input weights.
  private func multiply(_ steps: Range<Int>, into dInput: Tensor) {
    let (batch, inputs) = (x.shape[1], x.shape[2])
    MultiplyAddCounter.add(steps.count * rows.count * inputs * 4 * dStates.shape[2])
    for step in steps {
      unsafe fk_product(
        dInput.destination + (step * batch + rows.lowerBound) * inputs, inputs,
        dGates.pointer + (step - steps.lowerBound) * rows.count * dGates.columnCount, dGates.columnCount,
        forward.inputWeight.pointer, inputs, 0, rows.count, inputs, 4 * dStates.shape[2])
    }
  }
}
