import Testing

/// The largest distance between numbers at the same places; infinite where counts differ or a distance is no number.
package func largestDistance<Number: BinaryFloatingPoint>(_ a: [Number], _ b: [Number]) -> Number {
  let distances = zip(a, b).map { ($0 - $1).magnitude }
  // `max` passes over what is no number wherever it stands behind a number.
  return a.count != b.count || distances.contains(where: \.isNaN) ? .infinity : distances.max() ?? 0
}

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
  let worst = largestDistance(ours, reference)
  #expect(
    worst <= tolerance * largest, "\(what): off by \(worst), largest magnitude \(largest)",
    sourceLocation: sourceLocation)
}
