import Platform

/// Random numbers that are the same on every machine for the same seed (xoshiro256++ seeded by SplitMix64).
///
/// The generator owns its uniform and normal transforms, so results do not depend on the standard library's version.
/// Source: Blackman and Vigna 2021, https://prng.di.unimi.it.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Equatable {
  private var state: (UInt64, UInt64, UInt64, UInt64)
  /// Whether what is drawn will be replaced before anyone looks at it, so that first weights may as well be zero.
  public private(set) var isIdle = false

  /// Creates the generator of `seed`.
  public init(seed: UInt64) {
    var bits = SplitMix64(seed: seed)
    state = (bits.next(), bits.next(), bits.next(), bits.next())
  }

  /// Creates the generator of one named purpose under `seed`, independent of every other purpose and index.
  ///
  /// Purposes with their own streams make a fit resumable: the shuffle of epoch 7 needs no state of epochs 1 to 6.
  public init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    func mixed(_ key: UInt64) -> UInt64 {
      var bits = SplitMix64(seed: key)
      return bits.next()
    }
    let key = mixed(seed) ^ UInt64(purpose.rawValue) &* 0x9E37_79B9_7F4A_7C15
    self.init(seed: mixed(mixed(key) ^ UInt64(truncatingIfNeeded: index)))
  }

  /// A generator for weights that are replaced at once by stored ones.
  public static var idle: SeededGenerator {
    var generator = SeededGenerator(seed: 0)
    generator.isIdle = true
    return generator
  }

  /// What a stream of random numbers is used for.
  public enum Purpose: UInt8, Sendable {
    /// Initial weights.
    case initialisation = 1
    /// Order of the training windows; the index is the epoch.
    case shuffle = 2
    /// Dropout masks; the index is the optimizer step.
    case dropout = 3
    /// Synthetic data.
    case synthesis = 4
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotateLeft(state.0 &+ state.3, 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = rotateLeft(state.3, 45)
    return result
  }

  /// A number in `[0, 1)` with 24 random bits.
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A number in `[low, high)`.
  public mutating func uniform(in range: Range<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A standard normal number (Marsaglia's polar method).
  public mutating func normal() -> Float {
    while true {
      let u = 2 * uniformDouble() - 1
      let v = 2 * uniformDouble() - 1
      let s = u * u + v * v
      if s > 0, s < 1 { return Float(u * (-2 * naturalLogarithm(s) / s).squareRoot()) }
    }
  }

  /// An integer in `0..<bound` without bias (Lemire's multiply-and-reject).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "integer(below: \(bound)): the bound must be positive")
    let width = UInt64(bound)
    var product = next().multipliedFullWidth(by: width)
    let threshold = (0 &- width) % width
    while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    return Int(product.high)
  }

  /// Puts `elements` into a random order (Fisher–Yates).
  public mutating func shuffle(_ elements: inout [Int]) {
    guard elements.count > 1 else { return }
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, integer(below: last + 1))
    }
  }

  private mutating func uniformDouble() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Whether both will go on with the same numbers.
  public static func == (a: SeededGenerator, b: SeededGenerator) -> Bool { a.state == b.state }
}

private func rotateLeft(_ value: UInt64, _ count: UInt64) -> UInt64 {
  (value << count) | (value >> (64 - count))
}
