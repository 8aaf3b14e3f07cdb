import Layers
import Tensors
import TestSupport
import Testing

struct EncoderDecoderTests {
  private static func form(isPreNorm: Bool = false, dropout: Float = 0) -> TransformerForm {
    var form = TransformerForm(size: 16, headCount: 2, feedForwardSize: 32)
    (form.isPreNorm, form.dropout) = (isPreNorm, dropout)
    return form
  }

  private func network(decoderLayers: Int = 1, dropout: Float = 0) throws -> EncoderDecoder {
    var sizes = EncoderDecoder.Sizes(
      channelCount: 3, featureCount: 2, lookback: 8, labelLength: 4, horizon: 5)
    sizes.decoderLayerCount = decoderLayers
    var generator = SeededGenerator(seed: 1)
    return try EncoderDecoder(sizes, Self.form(dropout: dropout), using: &generator)
  }

  private func largestDifference(_ a: Tensor, _ b: Tensor) -> Float {
    largestDistance(a.values, b.values)
  }

  /// What later tokens hold does not reach an earlier one, bit for bit.
  @Test(arguments: [false, true])
  func aDecoderPositionSeesNoLaterToken(isPreNorm: Bool) throws {
    var generator = SeededGenerator(seed: 1)
    let layer = try TransformerDecoderLayer(Self.form(isPreNorm: isPreNorm), using: &generator)
    let (x, memory) = (sample([2, 6, 16]), sample([2, 4, 16], seed: 2))
    let changed = joiningTokens(tokens(0..<4, of: x), sample([2, 2, 16], seed: 3))
    var pass = ForwardPass.inference
    let (before, after) = (
      layer(x, last: 6, memory: memory, in: &pass), layer(changed, last: 6, memory: memory, in: &pass)
    )
    #expect(tokens(0..<4, of: before).values == tokens(0..<4, of: after).values)
    #expect(tokens(4..<6, of: before).values != tokens(4..<6, of: after).values)
  }

  @Test(arguments: [false, true])
  func theLastTokensDoNotNeedTheOthersCarriedFurther(isPreNorm: Bool) throws {
    var generator = SeededGenerator(seed: 1)
    let layer = try TransformerDecoderLayer(Self.form(isPreNorm: isPreNorm), using: &generator)
    let (x, memory) = (sample([2, 6, 16]), sample([2, 4, 16], seed: 2))
    var pass = ForwardPass.inference
    let all = layer(x, last: 6, memory: memory, in: &pass)
    let last = layer(x, last: 2, memory: memory, in: &pass)
    #expect(last.shape == [2, 2, 16])
    #expect(largestDifference(tokens(4..<6, of: all), last) < 1e-5)
  }

  /// The calendar of a step reaches its own forecast and, attention being causal, no earlier one.
  @Test(arguments: [1, 2])
  func marksOfTheFutureReachTheirOwnStepAndNoEarlierOne(decoderLayers: Int) throws {
    let network = try network(decoderLayers: decoderLayers)
    let (history, past) = (sample([1, 3, 8]), sample([1, 8, 2], seed: 2))
    let future = sample([1, 5, 2], seed: 3)
    let changed = joiningTokens(tokens(0..<3, of: future), sample([1, 2, 2], seed: 4))
    var pass = ForwardPass.inference
    // [1, horizon, channel]
    let before = network(history, calendar: (past, future), in: &pass).transposed()
    let after = network(history, calendar: (past, changed), in: &pass).transposed()
    #expect(tokens(0..<3, of: before).values == tokens(0..<3, of: after).values)
    #expect(largestDifference(tokens(3..<4, of: before), tokens(3..<4, of: after)) > 1e-4)
  }

  @Test func gradientsAreThoseOfCentralDifferences() throws {
    let network = try network()
    let (history, past, future) = (
      sample([2, 3, 8]), sample([2, 8, 2], seed: 2), sample([2, 5, 2], seed: 3)
    )
    func loss(_ history: Tensor) -> Tensor {
      var pass = ForwardPass.inference
      let forecast = network(history, calendar: (past, future), in: &pass)
      return mean(forecast * forecast)
    }
    let point = history.watched()
    let ours = gradient(of: loss(point), at: [point])[0]
    for element in stride(from: 0, to: history.count, by: 7) {
      func value(_ change: Float) -> Float {
        var values = history.values
        values[element] += change
        return loss(Tensor(shape: history.shape, values: values)).scalar
      }
      let numeric = (value(1e-2) - value(-1e-2)) / 2e-2
      #expect(abs(ours.values[element] - numeric) < 2e-3)
    }
  }

  @Test func dropoutIsActiveInTrainingOnly() throws {
    let network = try network(dropout: 0.5)
    let (history, past, future) = (
      sample([1, 3, 8]), sample([1, 8, 2], seed: 2), sample([1, 5, 2], seed: 3)
    )
    func forecast(_ pass: ForwardPass) -> [Float] {
      var pass = pass
      return network(history, calendar: (past, future), in: &pass).values
    }
    let (a, b) = (SeededGenerator(seed: 1), SeededGenerator(seed: 2))
    #expect(forecast(.inference) == forecast(.inference))
    #expect(forecast(.training(using: a)) == forecast(.training(using: a)))
    #expect(forecast(.training(using: a)) != forecast(.training(using: b)))
  }

  /// Values counted from the formula by hand.
  @Test func positionsAreSinesAndCosines() {
    let positions = sinusoidalPositions(count: 3, size: 4)
    #expect(positions.slices(0..<1).values == [0, 1, 0, 1])
    let expected: [Float] = [0.909_297_4, -0.416_146_84, 0.019_998_667, 0.999_8]
    #expect(largestDifference(positions.slices(2..<3), Tensor(shape: [1, 4], values: expected)) < 1e-6)
  }
}
