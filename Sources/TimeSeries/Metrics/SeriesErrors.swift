/// The errors of one series of many, summed as they come.
struct SeriesErrors: Sendable, Equatable {
  /// Windows added so far.
  private(set) var windowCount = 0
  /// Sums of each ``ErrorTerm`` and numbers of errors, in each unit.
  private var sums: [Metric.Unit: Sums] = [:]

  private struct Sums: Sendable, Equatable {
    var terms = SIMD2<Double>.zero
    var count = 0
  }

  /// Adds the errors of a channel of a window.
  ///
  /// - Parameters:
  ///   - errors: Standardised; 0 where the truth is missing.
  ///   - missingCount: How many truths are missing.
  mutating func add(
    _ errors: Span<Double>, missingCount: Int, _ scale: ForecastErrors.WindowScale, channel: Int
  ) {
    var terms = SIMD2<Double>.zero
    for term in ErrorTerm.allCases {
      for index in errors.indices { terms[term.rawValue] += term.value(errors[index]) }
    }
    for unit in [Metric.Unit.standardized, .data, .naiveError] {
      guard let factor = scale.factor(unit, channel: channel) else { continue }
      for term in ErrorTerm.allCases {
        sums[unit, default: Sums()].terms[term.rawValue] +=
          terms[term.rawValue] * term.scale(deviation: factor)
      }
      sums[unit, default: Sums()].count += errors.count - missingCount
    }
  }

  /// Counts a window whose channels have been added.
  mutating func countWindow() { windowCount += 1 }

  /// Adds what another accumulator has seen.
  mutating func merge(_ other: SeriesErrors) {
    windowCount += other.windowCount
    for (unit, more) in other.sums {
      sums[unit, default: Sums()].terms += more.terms
      sums[unit, default: Sums()].count += more.count
    }
  }

  /// The means over everything added; NaN in units that there are none of.
  var values: MetricValues {
    MetricValues { metric in
      guard let term = metric.definition.term else { return .nan }
      let own = sums[metric.definition.unit] ?? Sums()
      return own.terms[term.rawValue] / Double(own.count)
    }
  }
}

/// How well the windows of one series of a panel were forecast.
public struct SeriesScore: Sendable, Equatable {
  /// The index of the series in its panel.
  public let series: Int
  /// Windows scored.
  public let windows: Int
  /// Over windows, steps and channels.
  public let values: MetricValues

  /// - Parameter series: The index of the series in its panel.
  public init(series: Int, windows: Int, values: MetricValues) {
    (self.series, self.windows, self.values) = (series, windows, values)
  }
}
