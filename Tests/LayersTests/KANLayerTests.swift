import Layers
import Tensors
import Testing

struct KANLayerTests {
  private func layer() -> KANLayer {
    var generator = SeededGenerator(seed: 1)
    var layer = KANLayer(inputSize: 3, outputSize: 2, intervalCount: 5, range: -1...1, using: &generator)
    layer.replaceParameters { index, value in value + sample(value.shape, seed: UInt64(index + 2)) }
    return layer
  }

  @Test func aNewGridChangesTheFunctionsLittleWhereTheDataAre() {
    let x = 0.9 * sample([400, 3])
    var refreshed = layer()
    refreshed.refreshGrid(over: x)
    let (before, after) = (layer()(x).values, refreshed(x).values)
    let spread = before.map(abs).reduce(0, +) / Float(before.count)
    let change = zip(before, after).map { abs($0 - $1) }.reduce(0, +) / Float(before.count)
    #expect(change < 0.05 * spread, "\(change) of \(spread)")
  }

  @Test func theGridFollowsTheDataToWhereTheFirstOneIsBlind() {
    let far = 4 * sample([300, 3]) + Tensor(shape: [300, 3], filledWith: 10)
    var layer = layer()
    func splinePart(_ layer: KANLayer) -> Tensor {
      let silent = layer.withParameters([Tensor(shape: [2, 3], filledWith: 0), sample([2, 3, 8], seed: 9)])
      return silent(far)
    }
    #expect(splinePart(layer).values.allSatisfy { $0 == 0 })
    layer.refreshGrid(over: far)
    #expect(splinePart(layer).values.allSatisfy { $0 != 0 })
  }

  @Test func aConstantInputStillGetsRisingKnots() throws {
    var layer = layer()
    layer.refreshGrid(over: Tensor(shape: [20, 3], filledWith: 2))
    let grid = try #require(layer.namedState.first)
    #expect(grid.name == "grid")
    for input in 0..<3 {
      let knots = Array(grid.value.values[input * 12..<(input + 1) * 12])
      #expect(zip(knots, knots.dropFirst()).allSatisfy { $0 < $1 })
    }
    #expect(layer(Tensor(shape: [20, 3], filledWith: 2)).isFinite)
  }

  @Test func theGridIsNoParameter() {
    #expect(layer().namedParameters.map(\.name) == ["base", "coefficient"])
    #expect(layer().parameterCount == 2 * 3 * 9)
  }
}
