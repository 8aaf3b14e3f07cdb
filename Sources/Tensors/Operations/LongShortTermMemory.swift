import CKernels

/// The parameters of one layer of long short-term memory; the four gates follow each other in the order input, forget,
/// candidate, output.
public struct LSTMWeights: Sendable {
  let input: Tensor
  let recurrent: Tensor
  let inputBias: Tensor
  let recurrentBias: Tensor

  /// - Parameter input: Shape `[4 hiddenSize, inputSize]`.
  /// - Parameter recurrent: Shape `[4 hiddenSize, hiddenSize]`.
  /// - Parameter inputBias: Shape `[4 hiddenSize]`.
  /// - Parameter recurrentBias: Shape `[4 hiddenSize]`; added to the other one, as PyTorch has it.
  public init(input: Tensor, recurrent: Tensor, inputBias: Tensor, recurrentBias: Tensor) {
    let width = 4 * recurrent.shape[1]
    precondition(
      recurrent.shape == [width, width / 4] && input.shape[0] == width && inputBias.shape == [width]
        && recurrentBias.shape == [width],
      "LSTMWeights: \([input, recurrent, inputBias, recurrentBias].map(\.shape))")
    (self.input, self.recurrent) = (input, recurrent)
    (self.inputBias, self.recurrentBias) = (inputBias, recurrentBias)
  }

  var all: [Tensor] { [input, recurrent, inputBias, recurrentBias] }
  var hiddenSize: Int { recurrent.shape[1] }
}

/// Long short-term memory from zero state (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
///
/// With `[i, f, g, o] = x Wᵀ + h Rᵀ + b + b'`: `c ← σ(f) c + σ(i) tanh(g)`, `h ← σ(o) tanh(c)`. What the inputs
/// contribute is one product for all steps; each step then adds one product and opens the gates in registers.
///
/// - Parameter x: Shape `[time, batch, inputSize]`.
/// - Returns: The state after every step, shape `[time, batch, hiddenSize]`.
public func longShortTermMemory(_ x: Tensor, _ weights: LSTMWeights) -> Tensor {
  precondition(
    x.shape.count == 3 && x.shape[2] == weights.input.shape[1],
    "longShortTermMemory: input \(x.shape), weight \(weights.input.shape)")
  let needsInput = x.isWatched
  let x0 = x.detached()
  let run = LSTMRun(
    x0, input: weights.input.detached(), recurrent: weights.recurrent.detached(),
    bias: weights.inputBias.detached() + weights.recurrentBias.detached())
  return run.states.recording([x] + weights.all) { run.gradients(along: $0, input: x0, needsInput) }
}

/// One pass over all steps and what its derivative needs of it.
private struct LSTMRun {
  let inputWeight: Tensor
  let recurrentWeight: Tensor
  /// Opened gates, shape `[time, batch, 4 hiddenSize]`.
  let gates: Tensor
  /// Shape `[time, batch, hiddenSize]`.
  let cells: Tensor
  /// Shape `[time, batch, hiddenSize]`.
  let states: Tensor

  init(_ x: Tensor, input: Tensor, recurrent: Tensor, bias: Tensor) {
    let (steps, batch, hidden) = (x.shape[0], x.shape[1], recurrent.shape[1])
    (inputWeight, recurrentWeight) = (input, recurrent)
    gates = linear(x, weight: input, bias: bias)
    cells = Tensor(unfilled: [steps, batch, hidden])
    states = Tensor(unfilled: [steps, batch, hidden])
    MultiplyAddCounter.add(steps * batch * 4 * hidden * hidden)
    let packed = Tensor(unfilled: [fk_lstm_packed_size(hidden)])
    unsafe fk_lstm_pack(packed.destination, recurrent.pointer, hidden)
    let (gates, cells, states) = (gates, cells, states)
    Self.blocks(ofBatch: batch).forEach { _, rows in
      unsafe fk_lstm(
        gates.destination, cells.destination, states.destination, packed.pointer, steps, batch, hidden,
        rows.lowerBound, rows.count)
    }
  }

  /// Rows that one thread takes through all steps; rows do not depend on each other, so the cut may follow the threads.
  private static func blocks(ofBatch batch: Int) -> FixedBlocks {
    let threads = Workers.current.threadCount
    return FixedBlocks(count: batch, size: max(4, min(24, (batch + threads - 1) / threads)))
  }

  /// Gradients with respect to `x` and the four weights.
  func gradients(along dStates: Tensor, input x: Tensor, _ needsInput: Bool) -> [Tensor?] {
    let dGates = gateGradients(along: dStates)
    let dBias = rowSum(dGates)
    return [
      needsInput ? inputGradient(dGates, weight: inputWeight, shape: x.shape) : nil,
      weightGradient(dGates, input: x), recurrentGradient(dGates), dBias, dBias,
    ]
  }

  private func gateGradients(along dStates: Tensor) -> Tensor {
    let (steps, batch, hidden) = (states.shape[0], states.shape[1], states.shape[2])
    let dGates = Tensor(unfilled: gates.shape)
    let width = fk_panel_width()
    let panels = Tensor(unfilled: [(hidden + width - 1) / width, 4 * hidden, width])
    unsafe fk_copy_panels(panels.destination, recurrentWeight.pointer, hidden, hidden, 4 * hidden)
    Self.blocks(ofBatch: batch).forEach { _, rows in
      let scratch = Tensor(unfilled: [2, rows.count, hidden])
      unsafe fk_lstm_derivative(
        dGates.destination, scratch.destination, dStates.pointer, gates.pointer, cells.pointer,
        panels.pointer,
        steps, batch, hidden, rows.lowerBound, rows.count)
    }
    return dGates
  }

  /// The gates of each step but the first times the states before it.
  private func recurrentGradient(_ dGates: Tensor) -> Tensor? {
    let later = dGates.shape[0] - 1
    guard later > 0 else { return Tensor(shape: recurrentWeight.shape, filledWith: 0) }
    return weightGradient(dGates.slices(1..<later + 1), input: states.slices(0..<later))
  }
}
