import Calendar

/// Searches one column for values far from the others.
struct FarValueSearch {
  struct Found {
    let value: Double
    var count: Int
    let row: Int
    let distance: Double
    var kind = FarValue.Kind.spike
  }

  private(set) var found: [Found] = []
  private let median: Double
  private let range: Double

  private static let fills: Set<Double> = [
    -99, -99.9, -99.99, -200, -999, -999.9, -999.99, -9999, -9999.9, -99_999, -999_999, -9_999_999, 999, 9999,
    99_999, 999_999,
    9_999_999, 99_999_999, 999.9, 9999.9, -32_768, 32_767, 65_535, -2_147_483_648, 2_147_483_647,
    4_294_967_295, 1e20, -1e20, 1e30,
    -1e30, 1e34, -1e34, 1e36, -1e36, 9.96921e36, 9.969209968386869e36, 1.7e308, -1.7e308, 3.4e38, -3.4e38,
    3.4028235e38, -3.4028235e38,
  ]
  /// More different far values than this are a heavy tail.
  private static let limit = 64

  /// `nil` for a column without values.
  init?(_ values: Span<Double>, sampleCount: Int) {
    let step = max(1, values.count / sampleCount)
    var sample = stride(from: 0, to: values.count, by: step).map { values[$0] }.filter { !$0.isNaN }
    guard !sample.isEmpty else { return nil }
    sample.sort()
    let quartiles = (sample[sample.count / 4], sample[sample.count / 2], sample[sample.count * 3 / 4])
    (median, range) = (quartiles.1, quartiles.2 - quartiles.0)
    scan(values)
  }

  private func distance(_ value: Double) -> Double {
    let away = (value - median).magnitude
    return range > 0 ? away / range : away > 0 ? .infinity : 0
  }

  private mutating func scan(_ values: Span<Double>) {
    var far: [Double: Found] = [:]
    var isHeavy = false
    // The farthest value nearer than what is collected, on either side.
    var nearLow = 0.0, nearHigh = 0.0
    let threshold = range > 0 ? 10 * range : .infinity
    for row in values.indices {
      let value = values[row]
      let away = value - median
      let isKnown = away.magnitude > 3 * range && Self.fills.contains(value)
      if isKnown || away.magnitude > threshold {
        if far[value] != nil {
          far[value]?.count += 1
        } else if far.count < Self.limit || isKnown {
          far[value] = Found(value: value, count: 1, row: row, distance: distance(value))
        } else {
          isHeavy = true
        }
      } else if away < 0 {
        nearLow = max(nearLow, -away)
      } else if away > 0 {
        nearHigh = max(nearHigh, away)
      }
    }
    found = choose(Array(far.values), nearLow, nearHigh, isHeavy: isHeavy).sorted { $0.row < $1.row }
  }

  private func choose(_ far: [Found], _ nearLow: Double, _ nearHigh: Double, isHeavy: Bool) -> [Found] {
    var chosen: [Found] = []
    for isHigh in [false, true] {
      let side = far.filter { ($0.value > median) == isHigh }.sorted {
        ($0.value - median).magnitude < ($1.value - median).magnitude
      }
      var near = isHigh ? nearHigh : nearLow
      var isBroken = false
      for (index, candidate) in side.enumerated() {
        let away = (candidate.value - median).magnitude
        isBroken = isBroken || (!isHeavy && range > 0 && candidate.distance > 100 && away > 10 * near)
        let isKnown = Self.fills.contains(candidate.value) && away > 2 * near
        let isRepeated = !isHeavy && side.count == 1 && candidate.count >= 3 && away > 2 * near
        if isBroken || isKnown || isRepeated {
          var one = candidate
          if isKnown || candidate.count >= 3 { one.kind = .fillValue }
          chosen.append(one)
        } else if index < side.count {
          near = max(near, away)
        }
      }
    }
    return chosen
  }
}
