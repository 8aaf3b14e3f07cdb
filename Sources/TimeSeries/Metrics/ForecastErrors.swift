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
  /// The sums in units other than standardised ones; empty for one series, where they follow from its scale.
  fileprivate var unitSums: [Metric.Unit: UnitSums]
  /// The scale of the only series.
  private let scale: WindowScale
  /// Of each series; empty for one.
  private var series: [SeriesErrors]

  /// The series of a window, and what its errors are measured by.
  public struct WindowScale: Sendable, Equatable {
    /// The index of the series.
    let series: Int
    /// The scaler's deviation of each channel.
    let deviations: [Double]
    /// The error of the seasonal naive forecast over the training rows of each channel, data units; empty where unknown.
    let naiveErrors: [Double]

    /// - Parameters:
    ///   - deviations: The scaler's deviation of each channel.
    ///   - naiveErrors: The mean absolute error of the seasonal naive forecast over the training rows of each channel, data
    ///     units; empty where unknown.
    public init(series: Int = 0, deviations: [Double], naiveErrors: [Double] = []) {
      (self.series, self.deviations, self.naiveErrors) = (series, deviations, naiveErrors)
    }

    /// What a standardised error of a channel is multiplied by; nil where there is no such unit.
    func factor(_ unit: Metric.Unit, channel: Int) -> Double? {
      switch unit {
      case .standardized: return 1
      case .data: return deviations[channel]
      case .naiveError:
        guard channel < naiveErrors.count, naiveErrors[channel] > 0 else { return nil }
        return deviations[channel] / naiveErrors[channel]
      case .percent, .share, .reference: return nil
      }
    }
  }

  /// Sums in one unit.
  fileprivate struct UnitSums: Sendable, Equatable {
    /// Shape `[term, channel, step]`.
    var terms: [[Double]]
    /// Errors that have the unit, shape `[channel, step]`.
    var counts: [Int]
  }

  /// No errors yet.
  ///
  /// - Parameters:
  ///   - seriesCount: Series of the panel; with more than one, errors are added with the scale of each window.
  ///   - naiveErrors: Of the only series: see ``WindowScale``.
  public init(channelCount: Int, horizon: Int, seriesCount: Int = 1, naiveErrors: [Double] = []) {
    precondition(
      channelCount > 0 && horizon > 0, "ForecastErrors: \(channelCount) channels, horizon \(horizon)")
    self.channelCount = channelCount
    self.horizon = horizon
    let size = channelCount * horizon
    sums = ErrorTerm.allCases.map { _ in Array(repeating: 0, count: size) }
    scale = WindowScale(deviations: [], naiveErrors: naiveErrors)
    unitSums = [:]
    series = seriesCount > 1 ? Array(repeating: SeriesErrors(), count: seriesCount) : []
    guard seriesCount > 1 else { return }
    for unit in [Metric.Unit.data, .naiveError] {
      unitSums[unit] = UnitSums(terms: sums, counts: Array(repeating: 0, count: size))
    }
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
        let own = errors.extracting(start..<start + horizon)
        let isMissing = missing.isEmpty ? [] : Array(missing[start..<start + horizon])
        series[scale.series].add(own, missingCount: isMissing.count { $0 }, scale, channel: channel)
        for unit in unitSums.keys {
          guard let factor = scale.factor(unit, channel: channel) else { continue }
          unitSums[unit]?.add(own, isMissing, times: factor, at: channel * horizon)
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
    for (unit, sums) in other.unitSums { unitSums[unit]?.merge(sums) }
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

  /// The means over windows and steps of each channel by itself.
  ///
  /// - Parameter deviations: The scaler's deviation of each channel.
  public func perChannel(deviations: [Double]) -> [MetricValues] {
    (0..<channelCount).map { channel in
      MetricValues {
        mean(of: $0.definition, steps: 0..<horizon, deviations, channels: channel..<channel + 1)
      }
    }
  }

  private func mean(
    of metric: Metric.Definition, steps: Range<Int>, _ deviations: [Double], channels: Range<Int>? = nil
  ) -> Double {
    guard let term = metric.term else { return .nan }
    let unit = metric.unit
    let scale = WindowScale(deviations: deviations, naiveErrors: scale.naiveErrors)
    var (sum, count) = (0.0, 0)
    for channel in channels ?? 0..<channelCount {
      let places = steps.lowerBound + channel * horizon..<steps.upperBound + channel * horizon
      if let own = unitSums[unit] {
        for index in places {
          (sum, count) = (sum + own.terms[term.rawValue][index], count + own.counts[index])
        }
      } else if let factor = scale.factor(unit, channel: channel) {
        let scale = term.scale(deviation: factor)
        for index in places {
          sum += sums[term.rawValue][index] * scale
          count += windowCount - (missing.isEmpty ? 0 : missing[index])
        }
      }
    }
    return sum / Double(count)
  }
}

extension ForecastErrors.UnitSums {
  mutating func add(_ errors: Span<Double>, _ isMissing: [Bool], times factor: Double, at start: Int) {
    for term in ErrorTerm.allCases {
      let scale = term.scale(deviation: factor)
      for step in errors.indices { terms[term.rawValue][start + step] += term.value(errors[step]) * scale }
    }
    for step in errors.indices where isMissing.isEmpty || !isMissing[step] { counts[start + step] += 1 }
  }

  mutating func merge(_ other: Self) {
    for term in terms.indices {
      for index in terms[term].indices { terms[term][index] += other.terms[term][index] }
    }
    for index in counts.indices { counts[index] += other.counts[index] }
  }
}
