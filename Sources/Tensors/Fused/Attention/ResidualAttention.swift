import CKernels

/// The weights of a residual plus attention between the channels of a window, `R + (A V) Mᵀ`, where queries, keys, values
/// V and residual R come from one product with stacked weights.
public struct ResidualAttentionWeights: Sendable {
  /// Rows of query ‖ key ‖ value ‖ residual, as wide as a history.
  public var stack: StackedWeight
  /// Added to the product, as long as the stack has rows.
  public var bias: Tensor
  /// M, shape `[outputSize, valueSize]`; nil stands for the identity, and sizes are then equal.
  public var mixing: Tensor?
  /// Width of a query and of a key.
  public let keySize: Int

  /// - Parameter mixing: Shape `[outputSize, valueSize]`; nil stands for the identity.
  public init(stack: StackedWeight, bias: Tensor, mixing: Tensor?, keySize: Int) {
    (self.stack, self.bias, self.mixing, self.keySize) = (stack, bias, mixing, keySize)
    precondition(
      bias.shape == [stack.outputSize] && 2 * keySize + valueSize + outputSize == stack.outputSize,
      "ResidualAttentionWeights: \(stack.parts.map(\.shape)), bias \(bias.shape), \(mixing?.shape ?? [])")
  }

  var outputSize: Int { mixing?.shape[0] ?? (stack.outputSize - 2 * keySize) / 2 }
  var valueSize: Int { mixing?.shape[1] ?? outputSize }

  func detached() -> ResidualAttentionWeights {
    ResidualAttentionWeights(
      stack: stack.detached(), bias: bias.detached(), mixing: mixing?.detached(), keySize: keySize)
  }
}

/// `R + (A V) Mᵀ` of standardised windows, brought back to the scale they came from.
///
/// With `scaling`, its gain γ and offset β are applied without ever forming `γ z + β`: the product `z Wᵀ` is formed once,
/// gain and offset are applied to it, `γ (z Wᵀ) + β (W 1) + b`, and their derivatives come from it, `dγ = Σ dy · (z Wᵀ)`,
/// `dβ = Σ dy · (W 1)`. Everything between the windows and the forecast is done for a few windows at a time, forward and
/// backward, so that what is in between stays in a core's cache.
///
/// - Parameter z: Shape `[batch, channel, lookback]`.
/// - Parameter scaling: Statistics of the windows and the affine map of each channel; nil if `z` is forecast as it is.
/// - Returns: Shape `[batch, channel, outputSize]`.
public func residualAttention(
  _ z: Tensor, by weights: ResidualAttentionWeights, scaling: WindowScaling?
) -> Tensor {
  precondition(
    z.shape.count == 3 && z.shape[2] == weights.stack.inputSize
      && (scaling.map { $0.statistics.shift.count == z.rowCount } ?? true),
    "residualAttention: \(z.shape) by \(weights.stack.parts.map(\.shape))")
  let pass = ResidualAttentionPass(z.detached(), weights.detached(), scaling?.detached())
  let affine = scaling?.affine.map { [$0.gain, $0.offset] } ?? []
  let inputs = [z] + affine + [weights.bias] + (weights.mixing.map { [$0] } ?? []) + weights.stack.parts
  let needsZ = z.isWatched
  return pass.result.recording(
    Operation(
      "residualAttention", [("keySize", .count(weights.keySize)), ("rescales", .flag(scaling != nil))]),
    inputs
  ) { pass.gradients($0, needsZ: needsZ) }
}

/// One forward evaluation with what its derivative needs.
private struct ResidualAttentionPass: Sendable {
  let z: Tensor
  let weights: ResidualAttentionWeights
  let scaling: WindowScaling?
  let affine: ChannelAffine
  let layout: AttentionLayout
  /// `z Wᵀ`
  let product: Tensor
  /// `γ (z Wᵀ) + β (W 1) + b`: query ‖ key ‖ value ‖ residual.
  let packed: Tensor
  /// A, shape `[batch, channel, channel]`.
  let attention: Tensor
  /// A V
  let attended: Tensor
  /// The forecast in standardised units.
  let forecast: Tensor
  let result: Tensor

  init(_ z: Tensor, _ weights: ResidualAttentionWeights, _ scaling: WindowScaling?) {
    (self.z, self.weights, self.scaling) = (z, weights, scaling)
    let (batch, channels) = (z.shape[0], z.shape[1])
    let packedShape = [batch, channels, weights.stack.outputSize]
    affine = scaling?.affine ?? .identity(channelCount: channels)
    layout = AttentionLayout(packedShape, keySize: weights.keySize, valueSize: weights.valueSize)
    product = Tensor(unfilled: packedShape)
    packed = Tensor(unfilled: packedShape)
    attention = Tensor(unfilled: [batch, channels, channels])
    attended = Tensor(unfilled: [batch, channels, weights.valueSize])
    forecast = Tensor(unfilled: [batch, channels, weights.outputSize])
    result = scaling == nil ? forecast : Tensor(unfilled: forecast.shape)
    let mixing = weights.mixing?.transposed()
    let pass = self
    let mixed = weights.mixing?.count ?? 0
    MultiplyAddCounter.add(batch * channels * (weights.stack.outputSize * z.columnCount + mixed))
    inPieces(of: batch, grain: windowsPerBlock) { pass.evaluate($0, mixing: mixing) }
  }

  /// A block has enough rows to make up for reading the weights once.
  private var windowsPerBlock: Int { max(1, 28 / layout.tokens) }
  /// Columns of query, key and value.
  private var attentionWidth: Int { 2 * layout.keySize + layout.valueSize }

  /// - Parameter mixing: Mᵀ, shape `[valueSize, outputSize]`.
  private func evaluate(_ windows: Range<Int>, mixing: Tensor?) {
    let (first, rows) = (windows.lowerBound * layout.tokens, windows.count * layout.tokens)
    let (width, outputSize) = (layout.width, weights.outputSize)
    unsafe fk_product_panels(
      product.destination + first * width, width, z.pointer + first * z.columnCount, z.columnCount,
      weights.stack.panels.pointer, 0, rows, width, z.columnCount)
    unsafe fk_map_affine(
      packed.destination + first * width, product.pointer + first * width, affine.gain.pointer,
      affine.offset.pointer, weights.stack.rowSums.pointer, weights.bias.pointer, layout.tokens, rows, width)
    layout.attend(packed, windows, output: attended, weights: attention)
    let y = unsafe forecast.destination + first * outputSize
    unsafe fk_copy_columns(
      y, packed.pointer + first * width, attentionWidth, rows, outputSize, width)
    let values = unsafe attended.pointer + first * layout.valueSize
    if let mixing {
      unsafe fk_product(
        y, outputSize, values, layout.valueSize, mixing.pointer, outputSize, 1, rows, outputSize,
        layout.valueSize)
    } else {
      unsafe fk_axpy(y, values, 1, rows * outputSize)
    }
    guard let scaling else { return }
    unsafe fk_denormalize_rows(
      result.destination + first * outputSize, y, scaling.statistics.shift.pointer + first,
      scaling.statistics.scale.pointer + first, scaling.affine?.gain.pointer, scaling.affine?.offset.pointer,
      scaling.tiny, layout.tokens, rows, outputSize)
  }

  /// In the order in which `residualAttention` records its inputs.
  func gradients(_ dResult: Tensor, needsZ: Bool) -> [Tensor?] {
    let blocks = FixedBlocks(count: layout.batch, size: windowsPerBlock)
    let slopes = Slopes(self, blockCount: blocks.indices.count)
    blocks.forEach { block, windows in differentiate(dResult, windows, block, into: slopes) }
    let affine = scaling?.affine.map { _ in [rowSum(slopes.gains), rowSum(slopes.offsets)] } ?? []
    let mixing = weights.mixing.map { _ in [weightGradient(slopes.forecast, input: attended)] } ?? []
    return [needsZ ? weights.stack.inputGradient(slopes.scaled) : nil] + affine + [rowSum(slopes.biases)]
      + mixing
      + weights.stack.gradients(slopes.scaled, input: z, startingFrom: rowSum(slopes.offsetSums))
  }

  private func differentiate(_ dResult: Tensor, _ windows: Range<Int>, _ block: Int, into slopes: Slopes) {
    let (first, rows) = (windows.lowerBound * layout.tokens, windows.count * layout.tokens)
    let (width, outputSize, channels) = (layout.width, weights.outputSize, layout.tokens)
    let dForecast = unsafe slopes.forecast.destination + first * outputSize
    let outer = unsafe slopes.outerRows(ofBlock: block)
    if let scaling {
      unsafe fk_denormalize_rows_derivative(
        dForecast, outer.gain, outer.offset, dResult.pointer + first * outputSize,
        forecast.pointer + first * outputSize, scaling.statistics.scale.pointer + first,
        scaling.affine?.gain.pointer, scaling.affine?.offset.pointer, scaling.tiny, channels, rows, outputSize
      )
    } else {
      unsafe dForecast.update(from: dResult.pointer + first * outputSize, count: rows * outputSize)
      unsafe outer.gain.update(repeating: 0, count: channels)
      unsafe outer.offset.update(repeating: 0, count: channels)
    }
    if let mixing = weights.mixing {
      unsafe fk_product(
        slopes.attended.destination + first * layout.valueSize, layout.valueSize, dForecast, outputSize,
        mixing.pointer, layout.valueSize, 0, rows, layout.valueSize, outputSize)
    }
    layout.differentiate(slopes.attended, windows, weights: attention, packed: packed, into: slopes.packed)
    let dPacked = unsafe slopes.packed.destination + first * width
    unsafe fk_place_columns(dPacked, dForecast, attentionWidth, rows, outputSize, width)
    unsafe fk_sum_rows(slopes.biases.destination + block * width, dPacked, rows, width)
    let inner = unsafe slopes.innerRows(ofBlock: block)
    unsafe fk_map_affine_derivative(
      slopes.scaled.destination + first * width, slopes.offsetSums.destination + block * width, inner.gain,
      inner.offset, dPacked, product.pointer + first * width, affine.gain.pointer, affine.offset.pointer,
      weights.stack.rowSums.pointer, channels, rows, width)
  }
}

/// Gradients with respect to what a pass has in between, while they are being made, and sums over each block of windows.
private struct Slopes {
  let forecast: Tensor
  let attended: Tensor
  let packed: Tensor
  /// `γ` times the gradient of `packed`.
  let scaled: Tensor
  /// One row per block: `Σ β` times the gradient of `packed`, and the plain sum.
  let offsetSums: Tensor
  let biases: Tensor
  /// Two rows per block: of the map before attention and of the way back after it.
  let gains: Tensor
  let offsets: Tensor

  init(_ pass: ResidualAttentionPass, blockCount: Int) {
    forecast = Tensor(unfilled: pass.forecast.shape)
    attended = pass.weights.mixing == nil ? forecast : Tensor(unfilled: pass.attended.shape)
    packed = Tensor(unfilled: pass.packed.shape)
    scaled = Tensor(unfilled: pass.packed.shape)
    offsetSums = Tensor(unfilled: [blockCount, pass.layout.width])
    biases = Tensor(unfilled: [blockCount, pass.layout.width])
    gains = Tensor(unfilled: [2 * blockCount, pass.layout.tokens])
    offsets = Tensor(unfilled: [2 * blockCount, pass.layout.tokens])
  }

  typealias Rows = (gain: UnsafeMutablePointer<Float>, offset: UnsafeMutablePointer<Float>)

  func innerRows(ofBlock block: Int) -> Rows { unsafe rows(2 * block) }
  func outerRows(ofBlock block: Int) -> Rows { unsafe rows(2 * block + 1) }

  private func rows(_ row: Int) -> Rows {
    unsafe (gains.destination + row * gains.columnCount, offsets.destination + row * offsets.columnCount)
  }
}
