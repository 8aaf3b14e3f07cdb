import Tensors

/// A learnt vector for each token of a vocabulary, which also reads tokens out of vectors (weight tying, Press and Wolf 2017,
/// https://arxiv.org/abs/1608.05859).
///
/// ```swift
/// var drawing = SeededGenerator(seed: 1)
/// let letters = Embedding(tokenCount: 26, size: 8, using: &drawing)
/// let vectors = letters([[0, 1, 2], [3, 4, 5]])  // [2, 3, 8]
/// print(letters.scores(of: vectors).shape)  // [2, 3, 26]
/// ```
public struct Embedding: Module {
  /// Shape `[token, size]`.
  private var weight: Tensor

  /// Draws vectors of a length around 1.
  public init(tokenCount: Int, size: Int, using generator: inout SeededGenerator) {
    weight = Initialization.normal(deviation: 1 / Float(size).squareRoot())
      .tensor(shape: [tokenCount, size], using: &generator)
  }

  /// The vectors of sequences of tokens.
  ///
  /// - Parameter sequences: Numbers of tokens, equally many in each.
  /// - Returns: Shape `[sequences.count, token, size]`.
  public func callAsFunction(_ sequences: [[Int]]) -> Tensor {
    let length = sequences.first?.count ?? 0
    precondition(sequences.allSatisfy { $0.count == length }, "Embedding: sequences of different lengths")
    return tableRows(weight, at: sequences.flatMap(\.self))
      .reshaped(to: [sequences.count, length, weight.shape[1]])
  }

  /// The product of each vector with that of every token.
  ///
  /// - Parameter x: Shape `[..., size]`.
  /// - Returns: Shape `[..., token]`.
  public func scores(of x: Tensor) -> Tensor { linear(x, weight: weight, bias: nil) }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&weight, named: "weight")
  }
}
