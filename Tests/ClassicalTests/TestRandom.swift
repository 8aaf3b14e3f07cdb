import TestSupport

/// Random numbers for tests of models in double precision, each of 53 random bits.
struct TestRandom {
  private var generator: TestGenerator

  init(seed: UInt64, _ name: String = #function) {
    generator = TestGenerator(name, seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  mutating func bits() -> UInt64 { generator.next() }

  mutating func uniform() -> Double { Double(bits() >> 11) / 9_007_199_254_740_992 }

  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

  mutating func integer(below limit: Int) -> Int { Int(bits() % UInt64(limit)) }
}
