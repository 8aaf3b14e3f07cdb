import Layers
import Tensors
import Testing

struct FeedForwardPartTests {
  private static let parts: [FeedForwardPart] = [
    .plain, .fan, .gatedFAN, .siren(frequency: 30), .siren(frequency: 2.5), .snake,
  ]

  @Test(arguments: parts) func textsAreReadBack(_ part: FeedForwardPart) {
    #expect(FeedForwardPart(part.description) == part)
  }

  @Test(arguments: [
    "", "Fan", "fan:2", "gated", "siren:", "siren:0", "siren:-1", "siren:nan", "siren:inf", "siren:1e9",
    "siren:1:2", "relu",
  ]) func otherTextsAreNone(_ text: String) {
    #expect(FeedForwardPart(text) == nil)
  }

  @Test(arguments: parts, [4, 10, 16, 37]) func aLayerHasAsManyParametersAsItSays(
    _ part: FeedForwardPart, _ width: Int
  ) throws {
    var generator = SeededGenerator(seed: 1)
    let layer = try DenseLayer(inputSize: 6, outputSize: width, part.layer(), using: &generator)
    #expect(layer.parameterCount == part.parameterCount(inputSize: 6, outputSize: width))
  }

  /// No other multiple of four is nearer.
  @Test(arguments: parts, [1, 3, 8, 100, 128, 1000]) func widthsMatchTheNumberOfParameters(
    _ part: FeedForwardPart, _ size: Int
  ) {
    func count(_ part: FeedForwardPart, _ width: Int) -> Int {
      part.parameterCount(inputSize: 16, outputSize: width)
        + part.parameterCount(inputSize: width, outputSize: 16)
    }
    let width = part.width(matching: size, count)
    guard part.isFAN else { return #expect(width == size) }
    let wanted = count(.plain, size)
    func miss(_ width: Int) -> Int { abs(count(part, width) - wanted) }
    #expect(width.isMultiple(of: 4) && width >= 4)
    #expect(stride(from: 4, through: 2 * size + 8, by: 4).allSatisfy { miss($0) >= miss(width) })
    if size >= 100 { #expect(Double(miss(width)) < 0.02 * Double(wanted), "\(width)") }
  }

  /// Against central differences, with covariates beside the rows and a residual behind them.
  @Test(arguments: parts) func derivativesAreThoseOfTheFunctions(_ part: FeedForwardPart) throws {
    var generator = SeededGenerator(seed: 5)
    // A high frequency would need steps that single precision cannot see.
    let form = part == .siren(frequency: 30) ? FeedForwardPart.siren(frequency: 4).layer() : part.layer()
    let layer = try DenseLayer(inputSize: 7, outputSize: 9, form, using: &generator)
    let (x, shared, residual) = (sample([2, 3, 5]), sample([2, 2], seed: 2), sample([2, 3, 9], seed: 3))
    let weights = sample([2, 3, 9], seed: 4)
    func value(_ layer: DenseLayer) -> Tensor {
      sum(weights * layer(x, sharing: shared, adding: residual))
    }
    let (ours, parameters) = (valueAndGradient(at: layer, of: value).gradient, layer.parameters)
    for (index, parameter) in parameters.enumerated() {
      for element in 0..<parameter.count {
        func moved(_ step: Float) -> Float {
          var values = parameter.values
          values[element] += step
          var all = parameters
          all[index] = Tensor(shape: parameter.shape, values: values)
          return value(layer.withParameters(all)).scalar
        }
        let numeric = (moved(5e-3) - moved(-5e-3)) / 1e-2
        #expect(abs(ours[index].values[element] - numeric) < 5e-3 * max(1, abs(numeric)), "\(part)")
      }
    }
  }

  @Test func sirenIsItsFormula() throws {
    var generator = SeededGenerator(seed: 3)
    let layer = try DenseLayer(
      inputSize: 12, outputSize: 10, .siren(frequency: 30, isFirst: false), using: &generator)
    let (x, p) = (sample([4, 12]), layer.parameters)
    #expect(layer.namedParameters.map(\.name) == ["weight", "bias"])
    let expected = sin(30 * linear(x, weight: p[0], bias: p[1]))
    #expect(zip(layer(x).values, expected.values).allSatisfy { abs($0 - $1) < 2e-5 })
  }

  /// Sitzmann et al. 2020, §3.2: uniform within 1 / n at first, then within √(6 / n) / ω.
  @Test(arguments: [(true, Float(1) / 96), (false, Float(0.25) / 30)])
  func sirenStartsAsPublished(isFirst: Bool, limit: Float) throws {
    var generator = SeededGenerator(seed: 3)
    let layer = try DenseLayer(
      inputSize: 96, outputSize: 64, .siren(frequency: 30, isFirst: isFirst), using: &generator)
    let largest = layer.parameters[0].values.map(abs).max() ?? 0
    #expect(largest <= limit && largest > 0.99 * limit)
  }

  @Test func snakeIsItsFormula() throws {
    var generator = SeededGenerator(seed: 3)
    let layer = try DenseLayer(
      inputSize: 12, outputSize: 10, FeedForwardPart.snake.layer(), using: &generator)
    let (x, p) = (sample([4, 12]), layer.parameters)
    let z = linear(x, weight: p[0], bias: p[1])
    let expected = z + sin(z) * sin(z)
    #expect(zip(layer(x).values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test(arguments: parts) func aFeedForwardPartIsItsLayers(_ part: FeedForwardPart) throws {
    var generator = SeededGenerator(seed: 3)
    let layer = try FeedForward(
      size: 8, hiddenSize: 16, part.feedForward, dropout: 0, using: &generator)
    var again = SeededGenerator(seed: 3)
    let first = try DenseLayer(inputSize: 8, outputSize: 16, part.layer(), using: &again)
    let last = part.isFAN ? part.layer() : .linear(.identity)
    let second = try DenseLayer(inputSize: 16, outputSize: 8, last, using: &again)
    let x = sample([4, 8])
    var pass = ForwardPass.inference
    let expected = second(first(x))
    #expect(zip(layer(x, in: &pass).values, expected.values).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
