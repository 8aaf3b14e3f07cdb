import Tensors

/// Sums of two numbers as a table of which a square in the middle is never shown to the model
/// (Dong et al. 2025, https://arxiv.org/abs/2502.21309, appendix M.4).
public enum AdditionTask: String, Sendable, CaseIterable {
  /// `(a + b) mod 113` of numbers from 0 to 112; the middle is (56, 56).
  case modular
  /// `a + 2b + 3` of numbers from 0 to 99; the middle is (50, 50).
  case linear

  /// Two numbers and where they stand.
  public struct Pair: Sendable, Hashable {
    /// The first number.
    public let a: Int
    /// The second number.
    public let b: Int

    /// - Parameter a: The first number.
    /// - Parameter b: The second number.
    public init(_ a: Int, _ b: Int) { (self.a, self.b) = (a, b) }
  }

  /// The numbers are those below this one.
  public var numberCount: Int { self == .modular ? 113 : 100 }
  /// Answers are below this one.
  public var classCount: Int { self == .modular ? 113 : 301 }
  /// Both numbers of the middle of the hole.
  public var centre: Int { self == .modular ? 56 : 50 }
  /// How far the hole reaches from its middle: its 21 × 21 pairs are never trained on.
  public static let holeReach = 10

  /// The right answer.
  public func answer(to pair: Pair) -> Int {
    self == .modular ? (pair.a + pair.b) % 113 : pair.a + 2 * pair.b + 3
  }

  /// How far a pair is from the hole: 1 for those around it, 0 for its rim and −10 for its middle.
  public func distance(of pair: Pair) -> Int {
    max(abs(pair.a - centre), abs(pair.b - centre)) - Self.holeReach
  }

  /// All pairs, row by row of `a`.
  public var pairs: [Pair] {
    (0..<numberCount).flatMap { a in (0..<numberCount).map { Pair(a, $0) } }
  }

  /// The pairs outside the hole in two parts: those to train on, and a share drawn at random to choose on.
  ///
  /// - Parameter share: Of the pairs outside the hole.
  public func parts(validationShare share: Double) -> (training: [Pair], validation: [Pair]) {
    let outside = pairs.filter { distance(of: $0) > 0 }
    var order = Array(outside.indices)
    var generator = SeededGenerator(seed: 0, purpose: .synthesis, index: centre)
    generator.shuffle(&order)
    let count = Int(share * Double(outside.count))
    return (order.dropFirst(count).map { outside[$0] }, order.prefix(count).map { outside[$0] })
  }

  /// Sequences of three tokens, `a`, `b` and `=`, each with its answer.
  func sequences(of pairs: [Pair]) -> TokenSequences {
    TokenSequences(
      pairs.map { [$0.a, $0.b, numberCount] }, classes: pairs.map { [answer(to: $0)] })
  }
}
