import Forecasting
import TestSupport
import Testing

@Suite struct RadixSortTests {
  @Test(arguments: [0, 1, 255, 256, 257, 5000]) func theOrderIsThatOfComparing(count: Int) {
    var generator = TestGenerator(seed: 11)
    let special: [Float] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, 1, -1,
    ]
    let values = (0..<count).map { index in
      index < special.count ? special[index] : Float(generator.normal()) * (index % 3 == 0 ? 1e-20 : 100)
    }
    #expect(values.radixSorted() == values.sorted())
  }
}
