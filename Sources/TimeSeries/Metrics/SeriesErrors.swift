/// The errors of one series of many, summed as they come.
struct SeriesErrors: Sendable, Equatable {
  /// Windows added so far.
  private(set) var windowCount = 0
  /// Errors added so far; missing truths have none.
  private var errorCount = 0
  /// One for each ``ErrorTerm``: standardised, and in data units.
  private var sums = SIMD2<Double>.zero, unitSums = SIMD2<Double>.zero

  /// Adds the errors of a channel of a window.
  ///
  /// - Parameters:
  ///   - errors: Standardised; 0 where the truth is missing.
  ///   - missingCount: How many truths are missing.
  ///   - deviation: The scaler's deviation of the channel.
  mutating func add(_ errors: Span<Double>, missingCount: Int, deviation: Double) {
    for term in ErrorTerm.allCases {
      var sum = 0.0
      for index in errors.indices { sum += term.value(errors[index]) }
      sums[term.rawValue] += sum
      unitSums[term.rawValue] += sum * term.scale(deviation: deviation)
    }
    errorCount += errors.count - missingCount
  }

  /// Counts a window whose channels have been added.
  mutating func countWindow() { windowCount += 1 }

  /// Adds what another accumulator has seen.
  mutating func merge(_ other: SeriesErrors) {
    windowCount += other.windowCount
    errorCount += other.errorCount
    sums += other.sums
    unitSums += other.unitSums
  }

  /// The means over everything added.
  var values: MetricValues {
    MetricValues { metric in
      let term = metric.definition.term.rawValue
      return (metric.definition.unit == .data ? unitSums : sums)[term] / Double(errorCount)
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
