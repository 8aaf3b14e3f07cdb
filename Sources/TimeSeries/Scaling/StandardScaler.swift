/// Centres every channel and divides it by its spread over the training rows.
///
/// `z = (x - mean) / deviation` with the population deviation (divide by n). A constant channel has deviation 1.
/// Missing values are left out; a channel without any value has mean 0 and deviation 1.
public struct StandardScaler: Sendable, Equatable {
  /// The mean of each channel.
  public let means: [Double]
  /// The deviation of each channel, never zero.
  public let deviations: [Double]
  /// The channels that do not vary over the fitted rows and are only centred.
  public let constantChannels: [Int]

  /// A scaler from stored numbers.
  ///
  /// - Precondition: Both arrays have one finite entry per channel and deviations are positive.
  public init(means: [Double], deviations: [Double]) {
    precondition(
      means.count == deviations.count, "StandardScaler: \(means.count) means, \(deviations.count) deviations")
    precondition(deviations.allSatisfy { $0 > 0 }, "StandardScaler: a deviation is not positive")
    self.means = means
    self.deviations = deviations
    constantChannels = []
  }

  /// Measures every column of a series over `rows`, which should be the training rows and nothing else.
  ///
  /// - Precondition: `rows` is not empty and inside the series.
  public init(fitting panel: Panel, series: Int = 0, rows: Range<Int>) {
    let rowCount = panel.series[series].rowCount
    precondition(!rows.isEmpty && rows.upperBound <= rowCount, "StandardScaler: rows \(rows) of \(rowCount)")
    let statistics = (0..<panel.columnCount).map { channel in
      panel.withColumn(channel, ofSeries: series) { ChannelStatistics(observedIn: $0.extracting(rows)) }
    }
    means = statistics.map(\.mean)
    deviations = statistics.map { $0.variance > 0 ? $0.variance.squareRoot() : 1 }
    constantChannels = statistics.indices.filter { statistics[$0].variance == 0 }
  }

  /// Channels.
  public var channelCount: Int { means.count }

  /// Standardises a column of a channel.
  ///
  /// - Precondition: `result` has as many rows as `column`.
  func standardize(_ column: Span<Double>, channel: Int, into result: inout MutableSpan<Float>) {
    precondition(column.count == result.count, "StandardScaler: \(column.count) rows into \(result.count)")
    let (mean, deviation) = (means[channel], deviations[channel])
    for row in column.indices { result[row] = Float((column[row] - mean) / deviation) }
  }

  /// A standardised value of a channel in data units.
  public func inverse(_ value: Float, channel: Int) -> Double {
    Double(value) * deviations[channel] + means[channel]
  }

  /// Standardised values in data units.
  ///
  /// - Parameters:
  ///   - values: Shape `[channel, step]`.
  ///   - channels: The scaler's channel behind each row of `values`.
  public func inverse(_ values: [Float], channels: [Int]) -> [Double] {
    precondition(
      values.count.isMultiple(of: max(1, channels.count)),
      "StandardScaler: \(values.count) values, \(channels.count) channels")
    let stepCount = values.count / max(1, channels.count)
    return values.indices.map { inverse(values[$0], channel: channels[$0 / stepCount]) }
  }
}

/// Mean and population variance of one channel.
///
/// Sums run over differences from the first value, so that a constant channel has variance zero exactly, and in
/// eight lanes, so that they are fast.
private struct ChannelStatistics {
  let mean: Double
  let variance: Double

  /// The statistics of the values that are not missing; 0 and 0 if there are none.
  init(observedIn values: Span<Double>) {
    self.init(values)
    guard mean.isNaN else { return }
    var observed: [Double] = []
    for row in values.indices where !values[row].isNaN { observed.append(values[row]) }
    self = observed.isEmpty ? Self(mean: 0, variance: 0) : Self(observed.span)
  }

  private init(mean: Double, variance: Double) {
    (self.mean, self.variance) = (mean, variance)
  }

  private init(_ values: Span<Double>) {
    let count = Double(values.count)
    let first = values[0]
    let mean = first + Self.sum(values) { $0 - first } / count
    self.mean = mean
    variance =
      Self.sum(values) { value in
        let difference = value - mean
        return difference * difference
      } / count
  }

  @inline(__always)
  private static func sum(_ values: Span<Double>, of term: (SIMD8<Double>) -> SIMD8<Double>) -> Double {
    var lanes = SIMD8<Double>.zero
    var row = 0
    while row + 8 <= values.count {
      var block = SIMD8<Double>.zero
      for lane in 0..<8 { block[lane] = values[row + lane] }
      lanes += term(block)
      row += 8
    }
    var rest = 0.0
    while row < values.count {
      rest += term(SIMD8(repeating: values[row]))[0]
      row += 1
    }
    return lanes.sum() + rest
  }
}
