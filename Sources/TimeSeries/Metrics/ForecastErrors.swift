/// Errors of forecasts, summed per channel and step as they come.
///
/// Sums are Double and divided once, at the end: a mean over windows, steps and channels, never a mean of means.
/// Missing truths are counted and left out.
public struct ForecastErrors: Sendable, Equatable {
  /// Channels of a forecast.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// Windows added so far.
  public private(set) var windowCount = 0
  /// Shape `[term, channel, step]`, standardised units.
  private var sums: [[Double]]
  /// How many truths were missing, shape `[channel, step]`; empty while there were none.
  private var missing: [Int] = []

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
  ///   - isMissing: For each error, whether its truth is missing, and the error 0; empty if there is none.
  /// - Precondition: There are `windows * channelCount * horizon` errors.
  public mutating func add(_ errors: Span<Double>, windows: Int, missing isMissing: [Bool] = []) {
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
    guard !isMissing.isEmpty else { return }
    precondition(isMissing.count == errors.count, "ForecastErrors: \(isMissing.count) of \(errors.count)")
    if missing.isEmpty { missing = Array(repeating: 0, count: size) }
    for index in isMissing.indices where isMissing[index] {
      precondition(errors[index] == 0, "ForecastErrors: an error without a truth")
      missing[index % size] += 1
    }
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
    guard !other.missing.isEmpty else { return }
    missing = missing.isEmpty ? other.missing : zip(missing, other.missing).map { $0 + $1 }
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
      MetricValues { mean(of: $0.definition, steps: step..<step + 1, deviations) }
    }
    let total = MetricValues { metric in
      // Where every step has as many errors as any other, the mean of steps is the pooled mean.
      missing.isEmpty
        ? steps.reduce(0) { $0 + $1[metric] } / Double(steps.count)
        : mean(of: metric.definition, steps: 0..<horizon, deviations)
    }
    return ForecastScore(windows: windowCount, total: total, perStep: steps)
  }

  /// The means in standardised units, where the scaler's deviations do not matter.
  public var standardized: ForecastScore { score(deviations: Array(repeating: 1, count: channelCount)) }

  private func mean(of metric: Metric.Definition, steps: Range<Int>, _ deviations: [Double]) -> Double {
    var (sum, count) = (0.0, windowCount * channelCount * steps.count)
    for channel in 0..<channelCount {
      let scale = metric.unit == .data ? metric.term.scale(deviation: deviations[channel]) : 1
      for index in steps.lowerBound + channel * horizon..<steps.upperBound + channel * horizon {
        sum += sums[metric.term.rawValue][index] * scale
        if !missing.isEmpty { count -= missing[index] }
      }
    }
    return sum / Double(count)
  }
}
