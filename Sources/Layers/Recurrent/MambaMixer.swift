import Tensors

/// The mixer of Mamba: a causal convolution and a selective scan over time, gated by a second branch.
///
/// `[u ‖ z] = x W_in`, `u ← silu(conv(u))`, `[δ ‖ B ‖ C] = u W_x`, `Δ = softplus(δ W_Δ + b_Δ)`, then for each channel
/// `h ← exp(Δ A) h + Δ B u`, `y = (C·h + D u) silu(z)` and `y W_out` (Gu and Dao 2023,
/// https://arxiv.org/abs/2312.00752, Algorithm 2). No product but that with `W_Δ` and the convolution has a bias.
public struct MambaMixer: Module {
  /// The sizes of a mixer.
  public struct Sizes: Sendable {
    /// Width of what comes in and goes out.
    public let size: Int
    /// States of each channel.
    public let stateCount: Int
    /// Channels inside, as a multiple of `size`.
    public let expansion: Int
    /// Steps that the convolution sees, the present included.
    public let kernelSize: Int

    /// The published sizes unless stated.
    public init(size: Int, stateCount: Int = 16, expansion: Int = 2, kernelSize: Int = 4) {
      (self.size, self.stateCount, self.expansion) = (size, stateCount, expansion)
      self.kernelSize = kernelSize
    }

    /// Channels inside.
    var inner: Int { expansion * size }
    /// Width through which step sizes are made.
    var rank: Int { (size + 15) / 16 }
  }

  private var inward: Tensor
  private var convolution: Tensor
  private var convolutionBias: Tensor
  private var selection: Tensor
  private var step: Linear
  private var logDecay: Tensor
  private var skip: Tensor
  private var outward: Tensor
  private let sizes: Sizes

  /// Draws weights as the published code does: `A = −(1, …, n)`, `D = 1`, step sizes between 0.001 and 0.1.
  public init(_ sizes: Sizes, using generator: inout SeededGenerator) {
    let (inner, states) = (sizes.inner, sizes.stateCount)
    func drawn(_ output: Int, _ input: Int) -> Tensor {
      Initialization.uniformByFanIn(input).tensor(shape: [output, input], using: &generator)
    }
    self.sizes = sizes
    inward = drawn(2 * inner, sizes.size)
    convolution = Initialization.uniformByFanIn(sizes.kernelSize).tensor(
      shape: [inner, 1, sizes.kernelSize], using: &generator)
    convolutionBias = Initialization.uniformByFanIn(sizes.kernelSize).tensor(
      shape: [inner], using: &generator)
    selection = drawn(sizes.rank + 2 * states, inner)
    step = Linear(
      inputSize: sizes.rank, outputSize: inner, using: &generator)
    step.bias = Tensor(shape: [inner], values: (0..<inner).map { _ in initialStepBias(&generator) })
    logDecay = ParameterBudget.tensor(shape: [inner, states]) {
      Tensor(
        shape: [inner, states],
        values: (0..<inner * states).map { naturalLogarithm(Float($0 % states + 1)) })
    }
    skip = Tensor(shape: [inner], filledWith: 1)
    outward = drawn(sizes.size, inner)
  }

  /// - Parameter x: Shape `[batch, time, size]`.
  /// - Returns: Shape `[batch, time, size]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (inner, rank) = (sizes.inner, sizes.rank)
    let entering = linear(x, weight: inward.slices(0..<inner), bias: nil)  // [batch, time, inner]
    let gate = linear(x, weight: inward.slices(inner..<2 * inner), bias: nil)  // [batch, time, inner]
    let u = causalConvolutionSiLU(
      entering, weight: convolution.reshaped(to: [inner, sizes.kernelSize]), bias: convolutionBias)
    let steps = step(linear(u, weight: selection.slices(0..<rank), bias: nil))  // [batch, time, inner]
    let inputsAndOutputs = linear(
      u, weight: selection.slices(rank..<rank + 2 * sizes.stateCount), bias: nil)  // [batch, time, 2 n]
    let signals = ScanSignals(values: u, steps: steps, gate: gate, inputsAndOutputs: inputsAndOutputs)
    return linear(selectiveScan(signals, logDecay: logDecay, skip: skip), weight: outward, bias: nil)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&inward, named: "in_proj.weight")
    visitor.visit(&convolution, named: "conv.weight")
    visitor.visit(&convolutionBias, named: "conv.bias")
    visitor.visit(&selection, named: "x_proj.weight")
    visitor.visit(&step, named: "dt_proj")
    visitor.visit(&logDecay, named: "a_log")
    visitor.visit(&skip, named: "skip")
    visitor.visit(&outward, named: "out_proj.weight")
  }
}

/// The bias for which softplus gives a step between 0.001 and 0.1, drawn evenly on a logarithmic scale.
private func initialStepBias(_ generator: inout SeededGenerator) -> Float {
  let step = exponential(
    generator.uniform(in: naturalLogarithm(0.001 as Float)..<naturalLogarithm(0.1 as Float)))
  return step + naturalLogarithm(1 - exponential(-step))
}
