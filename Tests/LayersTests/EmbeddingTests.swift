import Layers
import Tensors
import Testing

struct EmbeddingTests {
  private func embedding() -> Embedding {
    var generator = SeededGenerator(seed: 3)
    return Embedding(tokenCount: 5, size: 4, using: &generator)
  }

  @Test func tokensHaveVectorsOfALengthAroundOne() {
    var generator = SeededGenerator(seed: 4)
    let wide = Embedding(tokenCount: 200, size: 64, using: &generator)
    let weight = wide.parameters[0]
    let square = weight.values.reduce(0) { $0 + $1 * $1 } / 200
    #expect(wide.namedParameters.map(\.name) == ["weight"] && abs(square - 1) < 0.1)
    let vectors = wide([[7, 7], [9, 0]])
    #expect(vectors.shape == [2, 2, 64])
    #expect(Array(vectors.values[64..<128]) == Array(weight.values[7 * 64..<8 * 64]))
  }

  /// Tied weights are differentiated through both uses.
  @Test func gradientsOfTiedWeightsAreThoseOfDifferences() {
    let (layer, classes) = (embedding(), Tensor(shape: [2, 2], values: [1, 4, 0, 2]))
    func loss(_ layer: Embedding) -> Tensor {
      crossEntropy(layer.scores(of: layer([[0, 1], [1, 3]])), classes, dividingBy: 4)
    }
    let (_, gradient) = valueAndGradient(at: layer) { loss($0) }
    let weight = layer.parameters[0]
    for element in 0..<weight.count {
      func value(_ change: Float) -> Double {
        var moved = weight
        moved.update { values in values[element] += change }
        return Double(loss(layer.withParameters([moved])).scalar)
      }
      let slope = (value(1e-2) - value(-1e-2)) / 2e-2
      #expect(abs(Double(gradient[0].values[element]) - slope) < 2e-3, "\(element)")
    }
  }
}
