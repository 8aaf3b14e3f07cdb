/// `y = x Wᵀ + b` over the last axis, with a map of its own for each channel.
///
/// - Parameter x: Shape `[batch, channel, inputSize]`.
/// - Parameter weight: Shape `[channel, outputSize, inputSize]`.
/// - Parameter bias: Shape `[channel, outputSize]`.
/// - Returns: Shape `[batch, channel, outputSize]`.
public func channelLinear(_ x: Tensor, weight: Tensor, bias: Tensor) -> Tensor {
  precondition(
    x.shape.count == 3 && weight.shape.count == 3 && weight.shape[0] == x.shape[1]
      && weight.shape[2] == x.shape[2] && bias.shape == Array(weight.shape.prefix(2)),
    "channelLinear: input \(x.shape), weight \(weight.shape), bias \(bias.shape)")
  let maps = ChannelMaps(batch: x.shape[0], weight)
  let y = Tensor(unfilled: [maps.batch, maps.channels, maps.outputSize])
  let offset = bias.detached()
  inRowPieces(of: maps.batch, columnCount: offset.count) { windows in
    for window in windows {
      unsafe (y.destination + window * offset.count).update(from: offset.pointer, count: offset.count)
    }
  }
  for channel in 0..<maps.channels {
    unsafe multiply(
      maps.input(x, channel), maps.matrix(weight, channel, isTransposed: true),
      into: y.destination + channel * maps.outputSize, cStride: maps.channels * maps.outputSize,
      sizes: ProductSizes(m: maps.batch, n: maps.outputSize, k: maps.inputSize), adds: true)
  }
  let (needsX, needsWeight) = (x.isWatched, weight.isWatched)
  let (x0, weight0) = (x.detached(), weight.detached())
  return y.recording("channelLinear", [x, weight, bias]) { gradient in
    [
      needsX ? maps.inputGradient(gradient, weight0) : nil,
      needsWeight ? maps.weightGradient(gradient, x0) : nil,
      rowSum(gradient.reshaped(to: [maps.batch, maps.channels * maps.outputSize]))
        .reshaped(to: [maps.channels, maps.outputSize]),
    ]
  }
}

/// Where the matrices of each channel are.
private struct ChannelMaps: Sendable {
  let batch: Int, channels: Int, outputSize: Int, inputSize: Int

  init(batch: Int, _ weight: Tensor) {
    self.batch = batch
    (channels, outputSize, inputSize) = (weight.shape[0], weight.shape[1], weight.shape[2])
  }

  /// The windows of one channel, `[batch, inputSize]`.
  func input(_ x: Tensor, _ channel: Int) -> MatrixOperand {
    unsafe MatrixOperand(pointer: x.pointer + channel * inputSize, stride: channels * inputSize)
  }

  /// The results of one channel, `[batch, outputSize]`.
  func output(_ y: Tensor, _ channel: Int, isTransposed: Bool) -> MatrixOperand {
    unsafe MatrixOperand(
      pointer: y.pointer + channel * outputSize, stride: channels * outputSize, isTransposed: isTransposed)
  }

  /// The map of one channel, `[outputSize, inputSize]` or its transpose.
  func matrix(_ weight: Tensor, _ channel: Int, isTransposed: Bool) -> MatrixOperand {
    unsafe MatrixOperand(
      pointer: weight.pointer + channel * outputSize * inputSize, stride: inputSize,
      isTransposed: isTransposed
    )
  }

  func inputGradient(_ dy: Tensor, _ weight: Tensor) -> Tensor {
    let dx = Tensor(unfilled: [batch, channels, inputSize])
    for channel in 0..<channels {
      unsafe multiply(
        output(dy, channel, isTransposed: false), matrix(weight, channel, isTransposed: false),
        into: dx.destination + channel * inputSize, cStride: channels * inputSize,
        sizes: ProductSizes(m: batch, n: inputSize, k: outputSize))
    }
    return dx
  }

  func weightGradient(_ dy: Tensor, _ x: Tensor) -> Tensor {
    let dWeight = Tensor(unfilled: [channels, outputSize, inputSize])
    for channel in 0..<channels {
      unsafe multiply(
        output(dy, channel, isTransposed: true), input(x, channel),
        into: dWeight.destination + channel * outputSize * inputSize, cStride: inputSize,
        sizes: ProductSizes(m: outputSize, n: inputSize, k: batch))
    }
    return dWeight
  }
}
