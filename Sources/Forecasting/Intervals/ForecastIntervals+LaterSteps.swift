import LocalModels

extension ForecastIntervals {
  /// The bounds of a channel of a series so many rows behind its last value, of which the first are those of later steps.
  func later(by rows: Int, channel: Int, series: Int) -> ForecastIntervals {
    let bounds = (rows..<rows + horizon).flatMap { step in
      levels.indices.flatMap { level -> [Float] in
        let found = offsets(channel: channel, step: step, level: level, series: series)
        return [Float(found?.lower ?? .nan), Float(found?.upper ?? .nan)]
      }
    }
    return ForecastIntervals(
      levels: levels, channelCount: 1, horizon: horizon, exponents: [0], residualCount: residualCount,
      independentCount: independentCount, bounds: bounds)
  }

  /// How much wider the bounds of a step behind the last one are than those of that; see ``LaterSteps``.
  ///
  /// - Parameter step: Counted from 0, behind the last one.
  func growth(to step: Int, channel: Int, series: Int?) -> Double {
    LaterSteps.growth(to: step, horizon: horizon) { width(channel, step: $0, series) }
  }

  /// The sum of the widths of the levels that there are bounds of at every step.
  private func width(_ channel: Int, step: Int, _ series: Int?) -> Double {
    let highest = highestLevel
    return levels.indices.filter { levels[$0] <= highest }.reduce(0) { sum, level in
      let bounds = offsets(channel: channel, step: step, level: level, series: series)
      return sum + (bounds.map { $0.upper - $0.lower } ?? 0)
    }
  }
}

/// Steps behind the last one that bounds are known of.
enum LaterSteps {
  /// How much wider the bounds of a step behind the last one are than those of that: by the power of the number of steps by which they
  /// grow over the later half of the steps, from none to 1; by the root, as those of a random walk, where there is a single step.
  ///
  /// - Parameters:
  ///   - step: Counted from 0, behind the last one.
  ///   - width: The width of the bounds of a step.
  static func growth(to step: Int, horizon: Int, width: (Int) -> Double) -> Double {
    let (ratio, middle) = (Double(step + 1) / Double(horizon), (horizon + 1) / 2)
    guard middle < horizon else { return ratio.squareRoot() }
    let near = width(middle - 1), far = width(horizon - 1)
    guard near > 0, far > near else { return 1 }
    let exponent = logarithm(far / near) / logarithm(Double(horizon) / Double(middle))
    return power(ratio, min(1, exponent))
  }
}
