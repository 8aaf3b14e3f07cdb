import Testing

/// A text that a reader refuses, where in it the fault is, and words of what is said of it.
package struct RefusedText: Sendable {
  package let text: String
  private let line: Int?
  private let column: Int?
  private let words: String

  package init(_ text: String, _ line: Int?, _ column: Int?, _ words: String) {
    (self.text, self.line, self.column, self.words) = (text, line, column, words)
  }

  /// Expects what was said to name the place and to hold the words.
  package func expect(
    _ problem: String, line: Int?, column: Int?, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      line == self.line && column == self.column && problem.contains(words), "\(problem)",
      sourceLocation: sourceLocation)
  }
}
