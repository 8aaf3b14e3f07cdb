import LocalModels

/// Values far from the rows around them: a slip of the pen, a sensor's fill value, a day that says nothing of the next ones.
package enum LoneValues {
  /// Rows with such a value; none, one, or two side by side.
  ///
  /// A value's distance is that from the median of the eleven known rows around it, itself among them. That of a lone value is at least four times as large
  /// as any other's and ten times the median one, and the rows behind it are where those before it were: a last value may be the first of a
  /// new level. Where most rows have no distance, as in demand that is often zero, or a second value is as far, as on the same day of
  /// another year, there is none.
  package static func rows(of values: [Double]) -> [Int] {
    let known = values.indices.filter { !values[$0].isNaN }
    guard known.count >= fewestRows else { return [] }
    let present = known.map { values[$0] }
    let distances = present.indices.map { abs(present[$0] - median(around($0...$0, in: present))) }
    let usual = median(distances)
    guard usual > 0 else { return [] }
    let farthest = present.indices.sorted { distances[$0] > distances[$1] }
    for count in 1...2 {
      let (nearest, next) = (distances[farthest[count - 1]], distances[farthest[count]])
      guard nearest >= leastRatio * next, nearest >= leastDistance * usual else { continue }
      let ascending = farthest[..<count].sorted()
      let place = ascending[0]...ascending[count - 1]
      if place.count == count, returns(present, from: place) { return place.map { known[$0] } }
    }
    return []
  }

  /// Whether the rows behind a place are nearer to those before it than half of the way to its values.
  private static func returns(_ values: [Double], from place: ClosedRange<Int>) -> Bool {
    let behind = values[(place.upperBound + 1)...].prefix(reach)
    guard !behind.isEmpty else { return false }
    let before = values[..<place.lowerBound].suffix(reach)
    let level = median(before.isEmpty ? behind : before)
    return place.allSatisfy { abs(median(behind) - level) <= abs(values[$0] - level) / 2 }
  }

  /// A place with the rows before and behind it.
  private static func around(_ place: ClosedRange<Int>, in values: [Double]) -> ArraySlice<Double> {
    values[max(0, place.lowerBound - reach)...min(values.count - 1, place.upperBound + reach)]
  }

  private static func median(_ values: some Collection<Double>) -> Double {
    SampleQuantile.type8(values.sorted(), 0.5) ?? .nan
  }

  /// Rows before and behind a value that show what is usual there.
  private static let reach = 5
  private static let fewestRows = 12
  /// Of 5,315 series of M1, M3 and tourism 12 have values that are so far, of 400 of Student's law with three degrees of freedom three.
  private static let leastRatio = 4.0, leastDistance = 10.0
}
