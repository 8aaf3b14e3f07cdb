import Layers
import Platform
import Tensors
import Training

/// A network of several numbers to one, of the kinds that FAN's article compares and two that it should have.
///
/// Widths and depths are those of the published code, to scale: a linear map to the width and two layers before the last map.
package struct ScalarNetwork: Trainable, PreparedModel {
  /// What the layers are.
  package enum Kind: String, Sendable, CaseIterable {
    /// FAN layers (Dong et al. 2024, https://arxiv.org/abs/2410.02675).
    case fan
    /// Gated FAN layers.
    case gatedFAN = "gated fan"
    /// Linear maps with GELU.
    case mlp
    /// Learnt splines (Liu et al. 2024, https://arxiv.org/abs/2404.19756).
    case kan
    /// Encoder layers over one token for each input, each with a learnt position, and the mean of the tokens.
    case transformer
    /// Sines of linear maps (Sitzmann et al. 2020, https://arxiv.org/abs/2006.09661).
    case siren
    /// `x + sin² x` after linear maps (Ziyin et al. 2020, https://arxiv.org/abs/2006.08195).
    case snake
  }

  private enum Layer: Sendable {
    case linear(Linear)
    case gelu(Linear)
    case snake(Linear)
    /// `sin(frequency · (W x + b))`
    case sine(Linear, frequency: Float)
    case fan(FANLayer)
    case kan(KANLayer)
    case encoder(TransformerEncoderLayer)
    /// A token for each of several inputs: `x w + b + position`.
    case tokens(Linear, positions: Tensor)
    /// The mean of all tokens.
    case mean
  }

  private var layers: [Layer] = []
  /// What inputs are multiplied by.
  private let scale: Float

  /// SIREN's ω₀.
  private static let frequency: Float = 30

  /// - Parameter reach: The largest input; splines and sines of high frequency see inputs between −1 and 1.
  /// - Throws: `ConfigurationError` for a width that does not divide into heads or a periodic part.
  package init(
    _ kind: Kind, inputSize: Int = 1, width: Int, reach: Double, using generator: inout SeededGenerator
  ) throws(ConfigurationError) {
    scale = kind == .kan || kind == .siren ? Float(1 / reach) : 1
    switch kind {
    case .fan, .gatedFAN:
      layers = try Self.periodic(inputSize, width, isGated: kind == .gatedFAN, &generator)
    case .mlp: layers = Self.dense(inputSize, width, &generator) { .gelu($0) }
    case .snake: layers = Self.dense(inputSize, width, &generator) { .snake($0) }
    case .siren: layers = Self.sines(inputSize, width, &generator)
    case .kan: layers = Self.splines(inputSize, max(2, width / 8), &generator)
    case .transformer: layers = try Self.encoder(inputSize, width, &generator)
    }
    guard kind != .kan else { return }
    layers.append(.linear(Linear(inputSize: width, outputSize: 1, using: &generator)))
  }

  private static func periodic(
    _ inputSize: Int, _ width: Int, isGated: Bool, _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> [Layer] {
    var layers: [Layer] = [.linear(Linear(inputSize: inputSize, outputSize: width, using: &generator))]
    for _ in 0..<2 {
      let fan = try FANLayer(
        inputSize: width, outputSize: width, .init(isGated: isGated), using: &generator)
      layers.append(.fan(fan))
    }
    return layers
  }

  private static func dense(
    _ inputSize: Int, _ width: Int, _ generator: inout SeededGenerator, _ layer: (Linear) -> Layer
  ) -> [Layer] {
    var layers: [Layer] = [.linear(Linear(inputSize: inputSize, outputSize: width, using: &generator))]
    for _ in 0..<2 {
      layers.append(layer(Linear(inputSize: width, outputSize: width, using: &generator)))
    }
    return layers
  }

  /// Weights within 1 / inputs in the first layer and √(6 / inputs) / ω₀ in the others (Sitzmann et al. 2020, §3.2).
  private static func sines(
    _ inputSize: Int, _ width: Int, _ generator: inout SeededGenerator
  ) -> [Layer] {
    [inputSize, width, width].enumerated().map { index, input in
      // Glorot's limit of these fans is 1.
      var map = Linear(
        inputSize: input, outputSize: width, initialization: .glorotUniform(fanIn: 3, fanOut: 3),
        using: &generator)
      let reach = index == 0 ? 1 / Float(input) : (6 / Float(input)).squareRoot() / frequency
      map.weight = reach * map.weight
      return .sine(map, frequency: frequency)
    }
  }

  private static func splines(
    _ inputSize: Int, _ inner: Int, _ generator: inout SeededGenerator
  ) -> [Layer] {
    [(inputSize, inner), (inner, inner), (inner, inner), (inner, 1)].map { input, output in
      .kan(
        KANLayer(inputSize: input, outputSize: output, intervalCount: 50, range: -1...1, using: &generator))
    }
  }

  private static func encoder(
    _ inputSize: Int, _ width: Int, _ generator: inout SeededGenerator
  ) throws(ConfigurationError) -> [Layer] {
    let embedding = Linear(inputSize: 1, outputSize: width, using: &generator)
    var layers: [Layer] = [.linear(embedding)]
    if inputSize > 1 {
      let positions = Initialization.normal(deviation: 0.1)
        .tensor(shape: [inputSize, width], using: &generator)
      layers = [.tokens(embedding, positions: positions)]
    }
    var form = TransformerForm(size: width, headCount: 4, feedForwardSize: width)
    (form.isPreNorm, form.feedForward) = (true, .linear(.relu))
    for _ in 0..<2 { layers.append(.encoder(try TransformerEncoderLayer(form, using: &generator))) }
    return inputSize > 1 ? layers + [.mean] : layers
  }

  /// - Parameter input: Shape `[batch, inputSize]`.
  /// - Returns: Shape `[batch, 1]`.
  package func output(_ input: Tensor, in pass: inout ForwardPass) -> Tensor {
    var x = scale == 1 ? input : scale * input
    for layer in layers {
      switch layer {
      case .linear(let map): x = map(x)
      case .gelu(let map): x = map(x, activation: .gelu)
      case .snake(let map): x = Self.snake(map(x))
      case .sine(let map, let frequency): x = sin(frequency * map(x))
      case .fan(let fan): x = fan(x)
      case .kan(let kan): x = kan(x)
      case .encoder(let layer):
        // Without tokens every example is a sequence of one.
        let tokens = x.shape.count == 3 ? x : x.reshaped(to: [x.shape[0], 1, x.shape[1]])
        x = layer(tokens, in: &pass).reshaped(to: x.shape)
      case .tokens(let map, let positions):
        x = adding(positions, toEach: map(x.reshaped(to: [x.shape[0], x.shape[1], 1])))
      case .mean:
        let (batch, count, width) = (x.shape[0], x.shape[1], x.shape[2])
        let shares = Tensor(shape: [batch, 1, count], filledWith: 1 / Float(count))
        x = matmul(shares, x).reshaped(to: [batch, width])
      }
    }
    return x
  }

  /// `x + sin² x = x + (1 − cos 2x) / 2`
  package static func snake(_ x: Tensor) -> Tensor {
    x + 0.5 * (Tensor(shape: x.shape, filledWith: 1) - cos(2 * x))
  }

  package mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    for index in layers.indices {
      let name = "layers.\(index)"
      switch layers[index] {
      case .linear(var map):
        visitor.visit(&map, named: name)
        layers[index] = .linear(map)
      case .gelu(var map):
        visitor.visit(&map, named: name)
        layers[index] = .gelu(map)
      case .snake(var map):
        visitor.visit(&map, named: name)
        layers[index] = .snake(map)
      case .sine(var map, let frequency):
        visitor.visit(&map, named: name)
        layers[index] = .sine(map, frequency: frequency)
      case .fan(var fan):
        visitor.visit(&fan, named: name)
        layers[index] = .fan(fan)
      case .kan(var kan):
        visitor.visit(&kan, named: name)
        layers[index] = .kan(kan)
      case .encoder(var layer):
        visitor.visit(&layer, named: name)
        layers[index] = .encoder(layer)
      case .tokens(var map, var positions):
        visitor.visit(&map, named: name)
        visitor.visit(&positions, named: "\(name).positions")
        layers[index] = .tokens(map, positions: positions)
      case .mean: break
      }
    }
  }
}

/// Rows of inputs with one number for each.
struct ScalarExamples: Examples {
  /// Shape `[example, inputSize]`.
  let inputs: Tensor
  /// Shape `[example, 1]`.
  let targets: Tensor

  var count: Int { inputs.shape[0] }
  var targetElementsPerExample: Int { 1 }

  func examples(at indices: some Collection<Int>) -> ExampleBatch<Tensor> {
    ExampleBatch(input: inputs.gathering(indices), target: targets.gathering(indices))
  }
}
