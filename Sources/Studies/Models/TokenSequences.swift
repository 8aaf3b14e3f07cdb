import Tensors
import Training

/// Sequences of tokens, equally long, with the classes that follow them.
package struct TokenSequences: Examples {
  /// Numbers of tokens, `[example][token]`.
  package let sequences: [[Int]]
  /// The class after the last token, or after each token: `[example][1 or token]`.
  package let classes: [[Int]]

  /// - Parameter classes: One for each sequence, or one for each token.
  package init(_ sequences: [[Int]], classes: [[Int]]) {
    precondition(sequences.count == classes.count, "TokenSequences: \(sequences.count), \(classes.count)")
    (self.sequences, self.classes) = (sequences, classes)
  }

  package var count: Int { sequences.count }
  package var rowsPerExample: Int { sequences.first?.count ?? 1 }
  package var targetElementsPerExample: Int { classes.first?.count ?? 1 }

  package func examples(at indices: some Collection<Int>) -> ExampleBatch<[[Int]]> {
    let targets = indices.flatMap { classes[$0].map { Float($0) } }
    return ExampleBatch(
      input: indices.map { sequences[$0] },
      target: Tensor(shape: [indices.count, targetElementsPerExample], values: targets))
  }
}
