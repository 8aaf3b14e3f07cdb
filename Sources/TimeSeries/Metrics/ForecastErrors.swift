/// Errors of forecasts, summed per channel and step as they come.
///
/// Sums are Double and divided once, at the end: a mean over windows, steps and channels, never a mean of means.
public struct ForecastErrors: Sendable, Equatable {
  /// Channels of a forecast.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// Windows added so far.
  public private(set) var windowCount = 0
  /// Shape `[term, channel, step]`, standardised units.
  private var sums: [[Double]]

  /// No errors yet.
  public init(channelCount: Int, horizon: Int) {
    precondition(
      channelCount > 0 && horizon > 0, "ForecastErrors: \(channelCount) channels, horizon \(horizon)")
    self.channelCount = channelCount
    self.horizon = horizon
    sums = ErrorTerm.allCases.map { _ in Array(repeating: 0, count: channelCount * horizon) }
  }

  /// Adds the errors of some windows.
  ///
  /// - Parameters:
  ///   - errors: Forecast minus truth, shape `[window, channel, step]`, standardised.
  ///   - windows: How many windows.
  /// - Precondition: There are `windows * channelCount * horizon` errors.
  public mutating func add(_ errors: Span<Double>, windows: Int) {
    let size = channelCount * horizon
    precondition(
      errors.count == windows * size, "ForecastErrors: \(errors.count) errors, need \(windows) × \(size)")
    for term in ErrorTerm.allCases {
      var sums = sums[term.rawValue].mutableSpan
      for window in 0..<windows {
        term.accumulate(errors.extracting(window * size..<(window + 1) * size), into: &sums)
      }
    }
    windowCount += windows
  }

  /// Adds what another accumulator has seen.
  ///
  /// - Precondition: Both have the same channels and horizon.
  public mutating func merge(_ other: ForecastErrors) {
    precondition(
      channelCount == other.channelCount && horizon == other.horizon, "ForecastErrors: shapes differ")
    for term in sums.indices {
      for index in sums[term].indices { sums[term][index] += other.sums[term][index] }
    }
    windowCount += other.windowCount
  }

  /// The means over everything added.
  ///
  /// - Parameter deviations: The scaler's deviation of each channel, which turns errors into data units.
  /// - Precondition: There is one deviation per channel. Without windows all means are NaN.
  public func score(deviations: [Double]) -> ForecastScore {
    precondition(
      deviations.count == channelCount,
      "ForecastErrors: \(deviations.count) deviations, \(channelCount) channels")
    let steps = (0..<horizon).map { step in
      MetricValues { mean(of: $0.definition, step: step, deviations) }
    }
    // Every step has as many errors as any other, so the mean of steps is the pooled mean.
    let total = MetricValues { metric in steps.reduce(0) { $0 + $1[metric] } / Double(steps.count) }
    return ForecastScore(windows: windowCount, total: total, perStep: steps)
  }

  /// The means in standardised units, where the scaler's deviations do not matter.
  public var standardized: ForecastScore { score(deviations: Array(repeating: 1, count: channelCount)) }

  private func mean(of metric: Metric.Definition, step: Int, _ deviations: [Double]) -> Double {
    let sum = (0..<channelCount).reduce(0.0) { sum, channel in
      let scale = metric.unit == .data ? metric.term.scale(deviation: deviations[channel]) : 1
      return sum + sums[metric.term.rawValue][channel * horizon + step] * scale
    }
    return sum / Double(windowCount * channelCount)
  }
}
