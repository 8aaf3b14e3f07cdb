import TestSupport
import Testing

/// What other tests compare numbers with.
@Suite struct ComparisonTests {
  /// A result that is no number agrees with nothing, wherever it stands.
  @Test(arguments: [[Float.nan, 0, 1], [0, .nan, 1], [0, 1, .nan]]) func whatIsNoNumberAgreesWithNothing(
    _ numbers: [Float]
  ) {
    #expect(largestDistance(numbers, [0, 1, 1]) == .infinity)
    withKnownIssue { expectClose(numbers, [0, 1, 1], "not a number") }
  }

  @Test func theLargestDistanceCounts() {
    #expect(largestDistance([1, 2, 3], [1, 4, 3.5]) == 2)
    #expect(largestDistance([Double](), []) == 0 && largestDistance([1.0], []) == .infinity)
  }
}
