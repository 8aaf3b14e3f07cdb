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
}

/// Long short-term memory from zero state (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000).
///
/// With `[i, f, g, o] = x Wᵀ + h Rᵀ + b + b'`: `c ← σ(f) c + σ(i) tanh(g)`, `h ← σ(o) tanh(c)`. What the inputs
/// contribute is made step by step too: gates are opened in registers and go through memory once.
///
/// - Parameter x: Shape `[time, batch, inputSize]`.
/// - Returns: The state after every step, shape `[time, batch, hiddenSize]`.
public func longShortTermMemory(_ x: Tensor, _ weights: LSTMWeights) -> Tensor {
  precondition(
    x.shape.count == 3 && x.shape[2] == weights.input.shape[1],
    "longShortTermMemory: input \(x.shape), weight \(weights.input.shape)")
  let isInputWatched = x.isWatched
  let x0 = x.detached()
  let run = LSTMRun(
    x0, input: weights.input.detached(), recurrent: weights.recurrent.detached(),
    bias: weights.inputBias.detached() + weights.recurrentBias.detached())
  return run.states.recording("longShortTermMemory", [x] + weights.all) {
    run.gradients(along: $0, input: x0, isInputWatched: isInputWatched)
  }
}

/// One pass over all steps and what its derivative needs of it.
struct LSTMRun {
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
    let inputs = x.shape[2]
    gates = Tensor(unfilled: [steps, batch, 4 * hidden])
    cells = Tensor(unfilled: [steps, batch, hidden])
    states = Tensor(unfilled: [steps, batch, hidden])
    MultiplyAddCounter.add(steps * batch * 4 * hidden * (hidden + inputs))
    let packed = Tensor(unfilled: [fk_lstm_packed_size(inputs, hidden)])
    unsafe fk_lstm_pack(packed.destination, input.pointer, recurrent.pointer, inputs, hidden)
    let (gates, cells, states) = (gates, cells, states)
    blocks.forEach { _, rows in
      unsafe fk_lstm(
        gates.destination, cells.destination, states.destination, x.pointer, packed.pointer,
        bias.pointer, steps,
        batch, inputs, hidden, rows.lowerBound, rows.count)
    }
  }

  /// Rows that one thread takes through all steps and back. They do not follow the number of threads, because gradients of
  /// weights are summed over them.
  var blocks: FixedBlocks { FixedBlocks(count: states.shape[1], size: 16) }
}
