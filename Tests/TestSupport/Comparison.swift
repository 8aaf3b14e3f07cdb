import Testing

/// Expects `ours` to agree with `reference` to `tolerance` of the reference's largest magnitude: the comparison of all
/// tests with numbers from elsewhere.
package func expectClose(
  _ ours: [Float], _ reference: [Float], _ what: String, tolerance: Float = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard ours.count == reference.count else {
    Issue.record(
      "\(what): \(ours.count) values, reference \(reference.count)", sourceLocation: sourceLocation)
    return
  }
  let largest = reference.map(abs).max() ?? 0
  // A difference that is no number is no agreement.
  let worst = zip(ours, reference).map { abs($0 - $1) }.max { !($1 <= $0) } ?? 0
  #expect(
    worst <= tolerance * largest, "\(what): off by \(worst), largest magnitude \(largest)",
    sourceLocation: sourceLocation)
}
