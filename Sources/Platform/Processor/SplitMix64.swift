/// Random bits from a seed (Steele, Lea and Flood 2014, https://doi.org/10.1145/2660193.2660195): the same on every machine.
///
/// Any seed is a good one, so that other generators are seeded by it.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// The generator of a seed.
  @inlinable package init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  @inlinable package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
