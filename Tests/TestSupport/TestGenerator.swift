import Platform

/// Random numbers for a test: the same in every run, others where `FORECAST_TEST_SEED` is set, and printed either way,
/// so that a failure can be had again.
///
/// SplitMix64 (Steele, Lea and Flood 2014), independent of what is tested.
package struct TestGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameter name: What the seed is printed with.
  package init(_ name: String = #function, seed: UInt64 = 1) {
    state = Environment["FORECAST_TEST_SEED"].flatMap { UInt64($0) } ?? seed
    print("\(name): seed \(state)")
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number of mean 0 and variance 1, nearly normal: twelve uniform ones added up.
  package mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) }
  }
}
