import CKernels

/// What drives a selective scan; every tensor but `inputsAndOutputs` has shape `[batch, time, channel]`.
public struct ScanSignals: Sendable {
  let values: Tensor
  let steps: Tensor
  let gate: Tensor
  let inputsAndOutputs: Tensor

  /// - Parameter values: *u*, what enters the states.
  /// - Parameter steps: The step sizes before softplus.
  /// - Parameter gate: *z*; results are multiplied by `silu(z)`.
  /// - Parameter inputsAndOutputs: *B* ‖ *C*, shape `[batch, time, 2 stateCount]`.
  public init(values: Tensor, steps: Tensor, gate: Tensor, inputsAndOutputs: Tensor) {
    precondition(
      values.shape.count == 3 && steps.shape == values.shape && gate.shape == values.shape
        && inputsAndOutputs.shape.dropLast() == values.shape.dropLast(),
      "ScanSignals: \([values, steps, gate, inputsAndOutputs].map(\.shape))")
    (self.values, self.steps, self.gate) = (values, steps, gate)
    self.inputsAndOutputs = inputsAndOutputs
  }

  var all: [Tensor] { [values, steps, gate, inputsAndOutputs] }

  func detached() -> ScanSignals {
    ScanSignals(
      values: values.detached(), steps: steps.detached(), gate: gate.detached(),
      inputsAndOutputs: inputsAndOutputs.detached())
  }
}

/// The selective scan of Mamba and the gate that follows it (Gu and Dao 2023, https://arxiv.org/abs/2312.00752, §3).
///
/// With `Δ = softplus(steps)` and `A = −exp(logDecay)`, for each channel
/// `h ← exp(Δ A) h + Δ B u`, `y = (C·h + skip u) silu(z)`. States stay in registers; backward they are made again from
/// those kept every few steps.
///
/// - Parameter logDecay: Shape `[channel, stateCount]`.
/// - Parameter skip: Shape `[channel]`.
/// - Returns: Shape `[batch, time, channel]`.
public func selectiveScan(_ signals: ScanSignals, logDecay: Tensor, skip: Tensor) -> Tensor {
  precondition(
    logDecay.shape == [signals.values.shape[2], signals.inputsAndOutputs.shape[2] / 2]
      && skip.shape == [signals.values.shape[2]],
    "selectiveScan: \(signals.values.shape), decay \(logDecay.shape), skip \(skip.shape)")
  MultiplyAddCounter.add(2 * signals.values.count * logDecay.shape[1])
  let inputs = signals.all + [logDecay, skip]
  let run = ScanRun(
    signals.detached(), logDecay: logDecay.detached(), skip: skip.detached(),
    keepsStates: inputs.contains(where: \.isWatched))
  return run.result.recording(Operation("selectiveScan", [("stateCount", .count(logDecay.shape[1]))]), inputs)
  { run.gradients(along: $0) }
}

/// One pass of a scan and what its derivative needs of it.
private struct ScanRun {
  private let signals: ScanSignals
  /// `−exp(logDecay)`, shape `[stateCount, channel]`.
  private let decay: Tensor
  private let skip: Tensor
  /// The states before every `interval`-th step, shape `[batch, intervals, stateCount, channel]`.
  private let kept: Tensor?
  let result: Tensor

  /// Steps between kept states: what is made again for them stays in the first cache.
  private static let interval = 16

  init(_ signals: ScanSignals, logDecay: Tensor, skip: Tensor, keepsStates: Bool) {
    let (batch, time, channels) = (
      signals.values.shape[0], signals.values.shape[1], signals.values.shape[2]
    )
    (self.signals, self.skip) = (signals, skip)
    let intervals = (time + Self.interval - 1) / Self.interval
    let states = logDecay.shape[1]
    let decay = Tensor(
      shape: [states, channels], values: logDecay.transposed().values.map { -exponential($0) })
    let kept = keepsStates ? Tensor(unfilled: [batch, intervals, states, channels]) : nil
    let y = Tensor(unfilled: signals.values.shape)
    Self.blocks(ofBatch: batch).forEach { _, windows in
      let scratch = Tensor(unfilled: [fk_selective_scan_scratch(time, states, Self.interval)])
      let (at, first) = (windows.lowerBound * time * channels, windows.lowerBound)
      unsafe fk_selective_scan(
        y.destination + at, kept.map { unsafe $0.destination + first * intervals * states * channels },
        scratch.destination, signals.values.pointer + at, signals.steps.pointer + at,
        signals.gate.pointer + at,
        signals.inputsAndOutputs.pointer + first * time * 2 * states, decay.pointer, skip.pointer,
        windows.count, time, channels, states, Self.interval)
    }
    (self.decay, self.kept, result) = (decay, kept, y)
  }

  /// Few enough for the partial sums of the derivative, enough for the threads.
  private static func blocks(ofBatch batch: Int) -> FixedBlocks {
    FixedBlocks(count: batch, size: (batch + 15) / 16)
  }

  /// Gradients in the order of the inputs of `selectiveScan`.
  func gradients(along dy: Tensor) -> [Tensor?] {
    guard let kept else { return [] }
    let slopes = signals.all.map { Tensor(unfilled: $0.shape) }
    let (batch, time, channels) = (dy.shape[0], dy.shape[1], dy.shape[2])
    let states = decay.shape[0]
    let blocks = Self.blocks(ofBatch: batch)
    let dDecay = Tensor(unfilled: [blocks.indices.count, decay.count])
    let dSkip = Tensor(unfilled: [blocks.indices.count, channels])
    blocks.forEach { block, windows in
      let scratch = Tensor(unfilled: [fk_selective_scan_scratch(time, states, Self.interval)])
      let (at, shared) = (windows.lowerBound * time * channels, windows.lowerBound * time * 2 * states)
      unsafe fk_selective_scan_derivative(
        slopes[0].destination + at, slopes[1].destination + at, slopes[2].destination + at,
        slopes[3].destination + shared, dDecay.destination + block * decay.count,
        dSkip.destination + block * channels, scratch.destination, dy.pointer + at,
        kept.pointer + windows.lowerBound * (kept.count / batch), signals.values.pointer + at,
        signals.steps.pointer + at, signals.gate.pointer + at, signals.inputsAndOutputs.pointer + shared,
        decay.pointer, skip.pointer, windows.count, time, channels, states, Self.interval)
    }
    // A = −exp(logDecay) is its own derivative.
    let dLogDecay = (blockSum(dDecay).reshaped(to: decay.shape) * decay).transposed()
    return slopes + [dLogDecay, blockSum(dSkip)]
  }
}

/// `silu(b + Σ_j w_j x_{t − size + 1 + j})` for each channel by itself, with zeros before the first step.
///
/// - Parameter x: Shape `[batch, time, channel]`.
/// - Parameter weight: Shape `[channel, size]`; the last tap is the present.
/// - Parameter bias: Shape `[channel]`.
/// - Returns: Shape `[batch, time, channel]`.
public func causalConvolutionSiLU(_ x: Tensor, weight: Tensor, bias: Tensor) -> Tensor {
  precondition(
    x.shape.count == 3 && weight.shape.count == 2 && weight.shape[0] == x.shape[2]
      && bias.shape == [x.shape[2]],
    "causalConvolutionSiLU: input \(x.shape), weight \(weight.shape), bias \(bias.shape)")
  let (time, channels, size) = (x.shape[1], x.shape[2], weight.shape[1])
  MultiplyAddCounter.add(x.count * size)
  let y = Tensor(unfilled: x.shape)
  let (x0, bias0) = (x.detached(), bias.detached())
  let taps = weight.detached().transposed()  // [size, channel]
  let blocks = FixedBlocks(count: x.shape[0], size: (x.shape[0] + 15) / 16)
  blocks.forEach { _, windows in
    let at = windows.lowerBound * time * channels
    unsafe fk_causal_convolution_silu(
      y.destination + at, x0.pointer + at, taps.pointer, bias0.pointer, windows.count, time, channels, size)
  }
  return y.recording("causalConvolutionSiLU", [x, weight, bias]) { dy in
    let dx = Tensor(unfilled: x0.shape)
    let dTaps = Tensor(unfilled: [blocks.indices.count, taps.count])
    let dBias = Tensor(unfilled: [blocks.indices.count, channels])
    blocks.forEach { block, windows in
      let at = windows.lowerBound * time * channels
      unsafe fk_causal_convolution_silu_derivative(
        dx.destination + at, dTaps.destination + block * taps.count, dBias.destination + block * channels,
        dy.pointer + at, x0.pointer + at, taps.pointer, bias0.pointer, windows.count, time, channels, size)
    }
    return [dx, blockSum(dTaps).reshaped(to: taps.shape).transposed(), blockSum(dBias)]
  }
}
