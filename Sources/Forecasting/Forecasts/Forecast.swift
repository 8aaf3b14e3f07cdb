import Tensors

/// Forecasts of a batch of windows: points, and quantiles where a forecaster has them.
///
/// ```swift
/// let forecast = forecaster.forecast(windows.test.histories([0]))
/// let scaler = windows.test.data.scalers[0]
/// let day = forecast.units(window: 0, channel: 0, mean: scaler.means[0], deviation: scaler.deviations[0])
/// ```
public struct Forecast: Sendable {
  /// One of the numbers that are forecast for each channel and step.
  public enum Output: Hashable, Sendable {
    /// The forecast itself.
    case point
    /// What the value stays below with this probability.
    case quantile(Double)
  }

  /// Shape `[batch, output, channel, horizon]`, channels as in the history.
  public enum Values: Sendable {
    /// In deviations from the mean of the training rows.
    case standardized(Tensor)
    /// In the units of the data.
    case units([Double])
  }

  /// What is forecast, in the order of the second axis.
  public let outputs: [Output]
  /// The numbers.
  public let values: Values
  /// The shape `[batch, output, channel, horizon]`.
  public let shape: [Int]

  /// A point forecast in standardised units.
  ///
  /// - Parameter point: Shape `[batch, channel, horizon]`.
  public init(point: Tensor) {
    precondition(point.shape.count == 3, "Forecast: \(point.shape)")
    shape = [point.shape[0], 1, point.shape[1], point.shape[2]]
    (outputs, values) = ([.point], .standardized(point))
  }

  /// A point forecast in data units.
  ///
  /// - Parameter units: Shape `[batch, channel, horizon]`.
  public init(units: [Double], batch: Int, channelCount: Int, horizon: Int) {
    precondition(units.count == batch * channelCount * horizon, "Forecast: \(units.count) values")
    shape = [batch, 1, channelCount, horizon]
    (outputs, values) = ([.point], .units(units))
  }

  /// Quantiles.
  ///
  /// - Parameters:
  ///   - probabilities: One for each output.
  ///   - values: Shape `[batch, output, channel, horizon]`.
  ///   - batch: Windows.
  public init(
    quantiles probabilities: [Double], _ values: Values, batch: Int, channelCount: Int, horizon: Int
  ) {
    shape = [batch, probabilities.count, channelCount, horizon]
    let count: Int
    switch values {
    case .standardized(let tensor): count = tensor.count
    case .units(let units): count = units.count
    }
    precondition(count == shape.reduce(1, *), "Forecast: \(count) values for \(shape)")
    (outputs, self.values) = (probabilities.map { .quantile($0) }, values)
  }

  /// Where the values of a window, output and channel begin, which are followed by the other steps.
  private func start(window: Int, output: Int, channel: Int) -> Int {
    precondition(
      window < shape[0] && output < shape[1] && channel < shape[2],
      "Forecast: window \(window), output \(output), channel \(channel) of \(shape)")
    return ((window * shape[1] + output) * shape[2] + channel) * shape[3]
  }

  /// A row of the forecast in data units, `[horizon]`; without digits that single precision cannot have computed.
  ///
  /// - Parameters:
  ///   - mean: The scaler's mean of the channel.
  ///   - deviation: The scaler's deviation of the channel.
  public func units(window: Int, output: Int = 0, channel: Int, mean: Double, deviation: Double) -> [Double] {
    let start = start(window: window, output: output, channel: channel)
    switch values {
    case .units(let units): return Array(units[start..<start + shape[3]])
    case .standardized(let tensor):
      return tensor.withSpan { span in
        let digits = DecimalDigits(resolution: deviation * Double(Float.ulpOfOne))
        return (start..<start + shape[3]).map { digits.rounding(Double(span[$0]) * deviation + mean) }
      }
    }
  }

  /// Puts into `errors` from `place` on how far the point forecast of a channel misses `truth`, in deviations, step by step.
  ///
  /// - Parameter truth: In the units of ``values``, `[horizon]`.
  func putErrors(
    window: Int, channel: Int, truth: Span<Double>, deviation: Double, into errors: inout [Double],
    at place: Int
  ) {
    let start = start(window: window, output: 0, channel: channel)
    switch values {
    case .units(let units):
      for step in truth.indices { errors[place + step] = (units[start + step] - truth[step]) / deviation }
    case .standardized(let tensor):
      tensor.withSpan { span in
        let own = span.extracting(start..<start + truth.count)
        var slots = errors.mutableSpan
        for step in truth.indices { slots[place + step] = Double(own[step]) - truth[step] }
      }
    }
  }

  /// Whether the numbers are in the units of the data.
  var isInUnits: Bool { if case .units = values { true } else { false } }
}

/// Decimal digits behind the point, or before it where the number is negative.
package struct DecimalDigits {
  private var power = 1.0
  private var isBeforePoint = false

  /// The digits that tell numbers apart which differ by `resolution`.
  package init(resolution: Double) {
    guard resolution.isFinite, resolution > 0 else { return }
    isBeforePoint = resolution >= 10
    if isBeforePoint {
      while power * 10 <= resolution { power *= 10 }
    } else {
      while power * resolution < 1, power < 1e300 { power *= 10 }
    }
  }

  /// The nearest number with these digits.
  package func rounding(_ value: Double) -> Double {
    let rounded = isBeforePoint ? (value / power).rounded() * power : (value * power).rounded() / power
    return rounded.isFinite ? rounded : value
  }
}
