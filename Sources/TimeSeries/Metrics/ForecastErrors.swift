/// Squared and absolute errors of forecasts, summed per channel and step as they come.
///
/// Sums are Double and divided once, at the end: a mean over windows, steps and channels, never a mean of means.
public struct ForecastErrors: Sendable, Equatable {
  /// Channels of a forecast.
  public let channelCount: Int
  /// Steps of a forecast.
  public let horizon: Int
  /// Windows added so far.
  public private(set) var windowCount = 0
  /// Shape `[channel, step]`.
  private var squared: [Double]
  /// Shape `[channel, step]`.
  private var absolute: [Double]

  /// No errors yet.
  public init(channelCount: Int, horizon: Int) {
    precondition(
      channelCount > 0 && horizon > 0, "ForecastErrors: \(channelCount) channels, horizon \(horizon)")
    self.channelCount = channelCount
    self.horizon = horizon
    squared = Array(repeating: 0, count: channelCount * horizon)
    absolute = squared
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
    for window in 0..<windows {
      Self.accumulate(&squared, &absolute, errors.extracting(window * size..<(window + 1) * size))
    }
    windowCount += windows
  }

  private static func accumulate(
    _ squared: inout [Double], _ absolute: inout [Double], _ errors: Span<Double>
  ) {
    var squared = squared.mutableSpan
    var absolute = absolute.mutableSpan
    for index in errors.indices {
      let error = errors[index]
      squared[index] += error * error
      absolute[index] += error.magnitude
    }
  }

  /// Adds what another accumulator has seen.
  ///
  /// - Precondition: Both have the same channels and horizon.
  public mutating func merge(_ other: ForecastErrors) {
    precondition(
      channelCount == other.channelCount && horizon == other.horizon, "ForecastErrors: shapes differ")
    for index in squared.indices {
      squared[index] += other.squared[index]
      absolute[index] += other.absolute[index]
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
    let ones = Array(repeating: 1.0, count: channelCount)
    let normalized = perStep(weights: ones), units = perStep(weights: deviations)
    return ForecastScore(
      windows: windowCount, mseNorm: Self.mean(normalized.map(\.mse)),
      maeNorm: Self.mean(normalized.map(\.mae)),
      mse: Self.mean(units.map(\.mse)), mae: Self.mean(units.map(\.mae)),
      perStep: zip(normalized, units).map {
        ForecastScore.Step(mseNorm: $0.mse, maeNorm: $0.mae, mse: $1.mse, mae: $1.mae)
      })
  }

  /// Every step has as many errors as any other, so the mean of steps is the pooled mean.
  private static func mean(_ steps: [Double]) -> Double { steps.reduce(0, +) / Double(steps.count) }

  private func perStep(weights: [Double]) -> [(mse: Double, mae: Double)] {
    let count = Double(windowCount * channelCount)
    return (0..<horizon).map { step in
      var (squares, absolutes) = (0.0, 0.0)
      for channel in 0..<channelCount {
        let weight = weights[channel]
        squares += squared[channel * horizon + step] * weight * weight
        absolutes += absolute[channel * horizon + step] * weight.magnitude
      }
      return (squares / count, absolutes / count)
    }
  }
}

/// How well some windows were forecast.
public struct ForecastScore: Sendable, Equatable {
  /// One step of the horizon.
  public struct Step: Sendable, Equatable {
    /// Mean squared error in standardised units.
    public let mseNorm: Double
    /// Mean absolute error in standardised units.
    public let maeNorm: Double
    /// Mean squared error in data units.
    public let mse: Double
    /// Mean absolute error in data units.
    public let mae: Double

    /// The errors of a step as stored.
    public init(mseNorm: Double, maeNorm: Double, mse: Double, mae: Double) {
      (self.mseNorm, self.maeNorm, self.mse, self.mae) = (mseNorm, maeNorm, mse, mae)
    }
  }

  /// Windows scored.
  public let windows: Int
  /// Mean squared error over windows, steps and channels, in standardised units: the literature's MSE.
  public let mseNorm: Double
  /// Mean absolute error in standardised units.
  public let maeNorm: Double
  /// Mean squared error in data units.
  public let mse: Double
  /// Mean absolute error in data units.
  public let mae: Double
  /// The same for each step of the horizon, the first step first.
  public let perStep: [Step]

  /// A score as stored.
  public init(windows: Int, mseNorm: Double, maeNorm: Double, mse: Double, mae: Double, perStep: [Step]) {
    (self.windows, self.mseNorm, self.maeNorm) = (windows, mseNorm, maeNorm)
    (self.mse, self.mae, self.perStep) = (mse, mae, perStep)
  }
}
