/// Errors of forecasts, summed per channel and step as they come.
///
/// Sums are Double and divided once, at the end: a mean over windows, steps and channels, never a mean of means.
/// Missing truths are counted and left out. Of many series, which have scalers of their own, the errors of each are summed
/// too, and those in data units beside the standardised ones.
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
  /// Shape `[term, channel, step]`, data units; empty for one series, where they follow from its deviations.
  private var unitSums: [[Double]]
  /// Of each series; empty for one.
  private var series: [SeriesErrors]

  /// The series and the scale of a window.
  public struct WindowScale: Sendable {
    /// The index of the series.
    let series: Int
    /// The scaler's deviation of each channel.
    let deviations: [Double]

    /// - Parameter deviations: The scaler's deviation of each channel.
    public init(series: Int, deviations: [Double]) { (self.series, self.deviations) = (series, deviations) }
  }

  /// No errors yet.
  ///
  /// - Parameter seriesCount: Series of the panel; with more than one, errors are added with the scale of each window.
  public init(channelCount: Int, horizon: Int, seriesCount: Int = 1) {
    precondition(
      channelCount > 0 && horizon > 0, "ForecastErrors: \(channelCount) channels, horizon \(horizon)")
    self.channelCount = channelCount
    self.horizon = horizon
    sums = ErrorTerm.allCases.map { _ in Array(repeating: 0, count: channelCount * horizon) }
    unitSums = seriesCount > 1 ? sums : []
    series = seriesCount > 1 ? Array(repeating: SeriesErrors(), count: seriesCount) : []
  }

  /// Adds the errors of some windows.
  ///
  /// - Parameters:
  ///   - errors: Forecast minus truth, shape `[window, channel, step]`, standardised.
  ///   - windows: How many windows.
  ///   - isMissing: For each error, whether its truth is missing, and the error 0; empty if there is none.
  ///   - scales: The scale of each window; empty for one series.
  /// - Precondition: There are `windows * channelCount * horizon` errors.
  public mutating func add(
    _ errors: Span<Double>, windows: Int, missing isMissing: [Bool] = [], scales: [WindowScale] = []
  ) {
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
    addUnits(errors, windows: windows, missing: isMissing, scales)
    guard !isMissing.isEmpty else { return }
    precondition(isMissing.count == errors.count, "ForecastErrors: \(isMissing.count) of \(errors.count)")
    if missing.isEmpty { missing = Array(repeating: 0, count: size) }
    for index in isMissing.indices where isMissing[index] {
      precondition(errors[index] == 0, "ForecastErrors: an error without a truth")
      missing[index % size] += 1
    }
  }

  private mutating func addUnits(
    _ errors: Span<Double>, windows: Int, missing: [Bool], _ scales: [WindowScale]
  ) {
    precondition(scales.count == (series.isEmpty ? 0 : windows), "ForecastErrors: \(scales.count) scales")
    for (window, scale) in scales.enumerated() {
      for channel in 0..<channelCount {
        let start = (window * channelCount + channel) * horizon
        let missingCount = missing.isEmpty ? 0 : missing[start..<start + horizon].count { $0 }
        series[scale.series].add(
          errors.extracting(start..<start + horizon), missingCount: missingCount,
          deviation: scale.deviations[channel])
        for term in ErrorTerm.allCases {
          let factor = term.scale(deviation: scale.deviations[channel])
          for step in 0..<horizon {
            unitSums[term.rawValue][channel * horizon + step] += term.value(errors[start + step]) * factor
          }
        }
      }
      series[scale.series].countWindow()
    }
  }

  /// Adds what another accumulator has seen.
  ///
  /// - Precondition: Both have the same channels and horizon.
  public mutating func merge(_ other: ForecastErrors) {
    precondition(
      channelCount == other.channelCount && horizon == other.horizon && series.count == other.series.count,
      "ForecastErrors: shapes differ")
    for term in sums.indices {
      for index in sums[term].indices { sums[term][index] += other.sums[term][index] }
    }
    for term in unitSums.indices {
      for index in unitSums[term].indices { unitSums[term][index] += other.unitSums[term][index] }
    }
    for index in series.indices { series[index].merge(other.series[index]) }
    windowCount += other.windowCount
    guard !other.missing.isEmpty else { return }
    missing = missing.isEmpty ? other.missing : zip(missing, other.missing).map { $0 + $1 }
  }

  /// The means over everything added.
  ///
  /// - Parameter deviations: The scaler's deviation of each channel, which turns errors into data units; of many series,
  ///   whose errors in data units were summed, it does not matter.
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
    return ForecastScore(
      windows: windowCount, total: total, perStep: steps,
      perSeries: series.indices.filter { series[$0].windowCount > 0 }.map {
        SeriesScore(series: $0, windows: series[$0].windowCount, values: series[$0].values)
      })
  }

  /// The means in standardised units, where the scaler's deviations do not matter.
  public var standardized: ForecastScore { score(deviations: Array(repeating: 1, count: channelCount)) }

  private func mean(of metric: Metric.Definition, steps: Range<Int>, _ deviations: [Double]) -> Double {
    var (sum, count) = (0.0, windowCount * channelCount * steps.count)
    let hasUnits = metric.unit == .data && !unitSums.isEmpty
    let sums = (hasUnits ? unitSums : sums)[metric.term.rawValue]
    for channel in 0..<channelCount {
      let isScaled = metric.unit == .data && !hasUnits
      let scale = isScaled ? metric.term.scale(deviation: deviations[channel]) : 1
      for index in steps.lowerBound + channel * horizon..<steps.upperBound + channel * horizon {
        sum += sums[index] * scale
        if !missing.isEmpty { count -= missing[index] }
      }
    }
    return sum / Double(count)
  }
}
