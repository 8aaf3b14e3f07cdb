import Tensors

/// Makes a token of each step of time: a circular convolution of the channels, a linear map of the time features and
/// sines and cosines as position.
///
/// `token(t) = Σᵢ Wᵢ x(t + i − 1 mod T) + M m(t) + p(t)`, i = 0, 1, 2, without biases; `p` as in
/// ``sinusoidalPositions(count:size:)`` (the embedding of Autoformer's code, https://github.com/thuml/Autoformer).
public struct TokenEmbedding: Module {
  /// Shape `[size, channel, 3]`.
  private var value: Tensor
  /// Shape `[size, feature]`; nil without a calendar.
  private var feature: Tensor?
  /// Shape `[time, size]`.
  private let positions: Tensor

  private static let width = 3

  /// Draws the convolution as Kaiming normal, the map of the features as PyTorch does.
  ///
  /// - Parameter tokenCount: Steps of time.
  public init(
    channelCount: Int, featureCount: Int, tokenCount: Int, size: Int, using generator: inout SeededGenerator
  ) {
    let fanIn = Self.width * channelCount
    value = Initialization.normal(deviation: (2 / Float(fanIn)).squareRoot()).tensor(
      shape: [size, channelCount, Self.width], using: &generator)
    feature =
      featureCount == 0
      ? nil
      : Initialization.uniformByFanIn(featureCount).tensor(shape: [size, featureCount], using: &generator)
    positions = ParameterBudget.constant(shape: [tokenCount, size]) {
      sinusoidalPositions(count: tokenCount, size: size)
    }
  }

  /// - Parameter x: Shape `[batch, channel, time]`.
  /// - Parameter features: Shape `[batch, time, feature]`; nil without a calendar.
  /// - Returns: Shape `[batch, time, size]`.
  public func callAsFunction(_ x: Tensor, features: Tensor?) -> Tensor {
    precondition(
      (feature == nil) == (features == nil), "TokenEmbedding: features are given if and only if they are used"
    )
    let neighbourhoods = circularNeighbourhoods(x, width: Self.width)  // [batch, time, channel · 3]
    let kernel = value.reshaped(to: [value.shape[0], value.count / value.shape[0]])
    guard let feature, let features else {
      return adding(positions, toEach: linear(neighbourhoods, weight: kernel, bias: nil))
    }
    // Side by side both maps are one product.
    let tokens = linear(
      concatenatedColumns([neighbourhoods, features]), weight: concatenatedColumns([kernel, feature]),
      bias: nil)
    return adding(positions, toEach: tokens)
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.enter("value")
    visitor.visit(&value, named: "weight")
    visitor.leave()
    visitor.enter("mark")
    visitor.visit(&feature, named: "weight")
    visitor.leave()
  }
}

/// `sin(t / 10000^(2i / size))` in column 2i and the cosine of the same in column 2i + 1, of row t.
///
/// Source: Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, §3.5.
///
/// - Returns: Shape `[count, size]`.
public func sinusoidalPositions(count: Int, size: Int) -> Tensor {
  let frequencies = stride(from: 0, to: size, by: 2).map { power(10_000, -Double($0) / Double(size)) }
  var values: [Float] = []
  values.reserveCapacity(count * size)
  for position in 0..<count {
    for column in 0..<size {
      let (sine, cosine) = sineAndCosine(Double(position) * frequencies[column / 2])
      values.append(Float(column.isMultiple(of: 2) ? sine : cosine))
    }
  }
  return Tensor(shape: [count, size], values: values)
}
