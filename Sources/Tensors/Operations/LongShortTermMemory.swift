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
/// contribute is made step by step too: gates are opened in registers and go through memory once.
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
    let inputs = x.shape[2]
    gates = Tensor(unfilled: [steps, batch, 4 * hidden])
    cells = Tensor(unfilled: [steps, batch, hidden])
    states = Tensor(unfilled: [steps, batch, hidden])
    MultiplyAddCounter.add(steps * batch * 4 * hidden * (hidden + inputs))
    let packed = Tensor(unfilled: [fk_lstm_packed_size(inputs, hidden)])
    unsafe fk_lstm_pack(packed.destination, input.pointer, recurrent.pointer, inputs, hidden)
    let (gates, cells, states) = (gates, cells, states)
    Self.blocks(ofBatch: batch).forEach { _, rows in
      unsafe fk_lstm(
        gates.destination, cells.destination, states.destination, x.pointer, packed.pointer,
        bias.pointer, steps,
        batch, inputs, hidden, rows.lowerBound, rows.count)
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
    return [needsInput ? inputGradient(dGates, weight: inputWeight, shape: x.shape) : nil]
      + weightGradients(dGates, input: x)
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

  /// Gradients with respect to the four weights, from one product of the gates' gradients with states before ‖ inputs ‖ 1.
  private func weightGradients(_ dGates: Tensor, input x: Tensor) -> [Tensor] {
    let seen = seenByGates(x)
    let (width, gateCount, rowCount) = (seen.columnCount, dGates.columnCount, dGates.rowCount)
    let product = Tensor(unfilled: [gateCount, width])
    // Terms of a few steps at a time, which stay in a core's cache.
    let terms = 256
    inPieces(of: gateCount, grain: 4 * fk_tile_rows(), multiple: fk_tile_rows()) { gates in
      for first in stride(from: 0, to: rowCount, by: terms) {
        unsafe fk_product_transposed(
          product.destination + gates.lowerBound * width, width,
          dGates.pointer + first * gateCount + gates.lowerBound, gateCount,
          seen.pointer + first * width, width,
          first > 0 ? 1 : 0, gates.count, width, min(terms, rowCount - first))
      }
    }
    func columns(_ first: Int, _ count: Int) -> Tensor {
      let part = Tensor(unfilled: [gateCount, count])
      unsafe fk_copy_columns(part.destination, product.pointer, first, gateCount, count, width)
      return part
    }
    let (hidden, inputs) = (states.shape[2], x.shape[2])
    let dBias = columns(hidden + inputs, 1).reshaped(to: [gateCount])
    return [columns(hidden, inputs), columns(0, hidden), dBias, dBias]
  }

  /// What the gates of each step saw, shape `[time · batch, hiddenSize + inputSize + 1]`.
  private func seenByGates(_ x: Tensor) -> Tensor {
    let (batch, hidden, inputs) = (states.shape[1], states.shape[2], x.shape[2])
    let width = hidden + inputs + 1
    let seen = Tensor(unfilled: [x.rowCount, width])
    inRowPieces(of: x.rowCount, columnCount: width) { rows in
      for row in rows {
        let place = unsafe seen.destination + row * width
        if row < batch {
          unsafe place.update(repeating: 0, count: hidden)
        } else {
          unsafe place.update(from: states.pointer + (row - batch) * hidden, count: hidden)
        }
        unsafe (place + hidden).update(from: x.pointer + row * inputs, count: inputs)
        unsafe place[width - 1] = 1
      }
    }
    return seen
  }
}
