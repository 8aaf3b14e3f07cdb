import Layers
import Tensors
import Testing

struct ParameterBudgetTests {
  private func make(_ width: Int, _ count: Int, atMost limit: Int = ParameterBudget.usual) throws -> [Linear]
  {
    var generator = SeededGenerator(seed: 1)
    return try ParameterBudget.building(atMost: limit, using: &generator) {
      (generator: inout SeededGenerator) throws(ConfigurationError) -> [Linear] in
      var layers: [Linear] = []
      for _ in 0..<count {
        layers.append(Linear(inputSize: width, outputSize: width, using: &generator))
      }
      return layers
    }
  }

  /// Allocating it would end the test.
  @Test func aTerabyteIsRefused() {
    #expect(throws: ConfigurationError.tooManyParameters(limit: ParameterBudget.usual)) {
      try make(65_536, 64)
    }
  }

  @Test func sizesThatOverflowAreRefused() {
    #expect(throws: ConfigurationError.self) { try make(1 << 40, 2) }
  }

  @Test func theLastValueThatFitsIsAccepted() throws {
    #expect(try make(300, 2, atMost: 2 * 301 * 300).count == 2)
    #expect(throws: ConfigurationError.self) { try make(300, 2, atMost: 2 * 301 * 300 - 1) }
  }

  @Test func countingDrawsNothing() throws {
    var generator = SeededGenerator(seed: 1)
    let plain = Linear(inputSize: 300, outputSize: 300, using: &generator)
    #expect(try make(300, 1)[0].parameters.map(\.values) == plain.parameters.map(\.values))
  }
}
