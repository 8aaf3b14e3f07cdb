/// Centres every channel and divides it by its spread over the training rows.
///
/// `z = (x - mean) / deviation` with the population deviation (divide by n). A constant channel has deviation 1.
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

  /// Measures every channel over `rows`, which should be the training rows and nothing else.
  ///
  /// - Precondition: `rows` is not empty and inside the frame.
  public init(fitting frame: TimeSeriesFrame, rows: Range<Int>) {
    precondition(
      !rows.isEmpty && rows.upperBound <= frame.rowCount, "StandardScaler: rows \(rows) of \(frame.rowCount)")
    let statistics = (0..<frame.channelCount).map { channel in
      frame.withChannel(channel) { ChannelStatistics($0.extracting(rows)) }
    }
    means = statistics.map(\.mean)
    deviations = statistics.map { $0.variance > 0 ? $0.variance.squareRoot() : 1 }
    constantChannels = statistics.indices.filter { statistics[$0].variance == 0 }
  }

  /// Channels.
  public var channelCount: Int { means.count }

  /// The frame in standardised units: the one copy of the data that windows share.
  ///
  /// - Throws: `DataError.outOfMemory`.
  /// - Precondition: The frame has as many channels as the scaler.
  public func transform(_ frame: TimeSeriesFrame) throws(DataError) -> ScaledSeries {
    precondition(
      frame.channelCount == channelCount,
      "StandardScaler: \(frame.channelCount) channels, fitted on \(channelCount)")
    let storage = try SeriesStorage(channelCount: channelCount, rowCount: frame.rowCount) { channel, scaled in
      let (mean, deviation) = (means[channel], deviations[channel])
      frame.withChannel(channel) { column in
        for row in column.indices { scaled[row] = Self.standardised(column[row], mean, deviation) }
      }
    }
    return ScaledSeries(storage, frame: frame)
  }

  /// The last `count` rows of some channels of the frame in standardised units, shape `[channel, count]`.
  ///
  /// - Precondition: The frame has as many channels as the scaler, and as many rows.
  public func transform(last count: Int, of frame: TimeSeriesFrame, channels: [Int]) -> [Float] {
    precondition(
      frame.channelCount == channelCount && count <= frame.rowCount,
      "StandardScaler: last \(count) of \(frame.rowCount) rows, \(frame.channelCount) of \(channelCount) channels"
    )
    return channels.flatMap { channel in
      frame.withChannel(channel) { column in
        (frame.rowCount - count..<frame.rowCount).map {
          Self.standardised(column[$0], means[channel], deviations[channel])
        }
      }
    }
  }

  @inline(__always)
  private static func standardised(_ value: Float, _ mean: Double, _ deviation: Double) -> Float {
    Float((Double(value) - mean) / deviation)
  }

  /// A standardised value of a channel in data units.
  public func inverse(_ value: Float, channel: Int) -> Float {
    Float(Double(value) * deviations[channel] + means[channel])
  }

  /// Standardised values in data units.
  ///
  /// - Parameters:
  ///   - values: Shape `[channel, step]`.
  ///   - channels: The scaler's channel behind each row of `values`.
  public func inverse(_ values: [Float], channels: [Int]) -> [Float] {
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

  init(_ values: Span<Float>) {
    let count = Double(values.count)
    let first = Double(values[0])
    let mean = first + Self.sum(values) { $0 - first } / count
    self.mean = mean
    variance =
      Self.sum(values) { value in
        let difference = value - mean
        return difference * difference
      } / count
  }

  @inline(__always)
  private static func sum(_ values: Span<Float>, of term: (SIMD8<Double>) -> SIMD8<Double>) -> Double {
    var lanes = SIMD8<Double>.zero
    var row = 0
    while row + 8 <= values.count {
      var block = SIMD8<Double>.zero
      for lane in 0..<8 { block[lane] = Double(values[row + lane]) }
      lanes += term(block)
      row += 8
    }
    var rest = 0.0
    while row < values.count {
      rest += term(SIMD8(repeating: Double(values[row])))[0]
      row += 1
    }
    return lanes.sum() + rest
  }
}
