import LocalModels
import TestSupport
import Testing

@Suite struct OrderTests {
  /// Numbers of all sizes, among them those that are special.
  private static func numbers(_ count: Int) -> [Float] {
    var generator = TestGenerator(seed: 11)
    let special: [Float] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 1, -1,
    ]
    return (0..<count).map { index in
      index < special.count ? special[index] : Float(generator.normal()) * (index % 3 == 0 ? 1e-20 : 100)
    }
  }

  @Test(arguments: [0, 1, 255, 256, 257, 5000]) func theOrderIsThatOfComparing(count: Int) {
    let values = Self.numbers(count)
    #expect(values.radixSorted() == values.sorted())
  }

  /// Bit for bit, so that zeros of both signs count as two numbers.
  @Test func numbersAtPlacesAreThoseOfTheWholeOrder() {
    var generator = TestGenerator(seed: 12)
    let usual = (0..<3000).map { _ in Float(generator.normal()) }
    let zeros = (0..<600).map { Float($0 % 5 == 0 ? 1 : $0.isMultiple(of: 2) ? -0.0 : 0.0) }
    let samples: [(name: String, values: [Float])] = [
      ("few", Array(usual.prefix(256))), ("usual", usual), ("special", Self.numbers(3000)),
      ("one far away", usual + [1e30]), ("all the same", Array(repeating: 2.5, count: 300)),
      ("whole numbers", usual.map { ($0 * 3).rounded() }), ("zeros", zeros),
      ("tiny", usual.map { $0 * .leastNonzeroMagnitude * 64 }),
    ]
    for (name, values) in samples {
      let sorted = values.radixSorted()
      let last = values.count - 1
      let places = [last, 0, last / 2, last / 2, 1, last - 1, last / 3, 2 * last / 3, last / 50]
      let found = values.ascending(at: places)
      #expect(zip(found, places).allSatisfy { $0.bitPattern == sorted[$1].bitPattern }, "\(name)")
      #expect(values.ascending(at: []).isEmpty)
    }
  }
}
