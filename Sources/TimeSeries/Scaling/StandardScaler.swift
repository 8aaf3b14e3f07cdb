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
  /// - Precondition: `rows` are inside the series.
  public init(fitting panel: Panel, series: Int = 0, rows: Range<Int>) {
    let rowCount = panel.series[series].rowCount
    precondition(rows.upperBound <= rowCount, "StandardScaler: rows \(rows) of \(rowCount)")
    self.init((0..<panel.columnCount).map { Self.statistics(of: $0, panel, series, rows) })
  }

  /// Measures every column over some rows of all series together, one scaler for all of them.
  ///
  /// - Parameter rows: One range a series, which should be its training rows.
  public init(fitting panel: Panel, rows: [Range<Int>]) {
    self.init(
      panel.columns.indices.map { channel in
        ChannelStatistics(pooling: rows.enumerated().map { Self.statistics(of: channel, panel, $0, $1) })
      })
  }

  /// Measures every column of each series over its training rows.
  ///
  /// A column with fewer than eight values there, or with one value in all of them, does not tell how much it varies, and errors in
  /// deviations of almost zero would outweigh those of all other series: its deviation is at least as large beside its mean as that of the
  /// series in the middle.
  ///
  /// - Parameter rows: One range a series, which should be its training rows.
  public static func ofEachSeries(of panel: Panel, rows: [Range<Int>]) -> [StandardScaler] {
    let channels = panel.columns.indices.map { channel in
      let own = rows.enumerated().map { statistics(of: channel, panel, $0, $1) }
      let usual = UsualDeviation(own)
      return own.map { rows.count > 1 && !$0.areTelling ? $0.widened(to: usual) : $0 }
    }
    return rows.indices.map { series in StandardScaler(channels.map { $0[series] }) }
  }

  private static func statistics(
    of channel: Int, _ panel: Panel, _ series: Int, _ rows: Range<Int>
  ) -> ChannelStatistics {
    panel.withColumn(channel, ofSeries: series) { ChannelStatistics(observedIn: $0.extracting(rows)) }
  }

  /// Measures the fixed columns of a panel over its series.
  public init(fittingFixedColumnsOf panel: Panel) {
    self.init(
      panel.fixedColumns.indices.map { column in
        let values = panel.series.map { $0.fixed[column] }
        return ChannelStatistics(observedIn: values.span)
      })
  }

  private init(_ statistics: [ChannelStatistics]) {
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

  /// A value of a channel in standardised units.
  public func standardize(_ value: Double, channel: Int) -> Float {
    Float((value - means[channel]) / deviations[channel])
  }

  /// A standardised value of a channel in data units.
  public func inverse(_ value: Float, channel: Int) -> Double {
    Double(value) * deviations[channel] + means[channel]
  }
}

/// Mean and population variance of one channel.
///
/// Sums run over differences from the first value, so that a constant channel has variance zero exactly, and in
/// eight lanes, so that they are fast.
private struct ChannelStatistics {
  let mean: Double
  let variance: Double
  private let count: Int

  /// Whether the values are enough, and different enough, to tell how much they vary.
  var areTelling: Bool { count >= 8 && variance > 0 }

  /// The same with a deviation that is at least the usual one.
  func widened(to usual: UsualDeviation) -> Self {
    Self(mean: mean, variance: max(variance, usual.variance(besideMean: mean)), count: count)
  }

  /// The statistics of the values that are not missing; 0 and 0 if there are none.
  init(observedIn values: Span<Double>) {
    guard !values.isEmpty else {
      self.init(mean: 0, variance: 0, count: 0)
      return
    }
    self.init(values)
    guard mean.isNaN else { return }
    var observed: [Double] = []
    for row in values.indices where !values[row].isNaN { observed.append(values[row]) }
    self = observed.isEmpty ? Self(mean: 0, variance: 0, count: 0) : Self(observed.span)
  }

  /// The statistics of the values of several series together.
  init(pooling parts: [ChannelStatistics]) {
    let count = parts.reduce(0) { $0 + $1.count }
    let first = parts.first { $0.count > 0 }?.mean ?? 0
    func pooled(_ term: (ChannelStatistics) -> Double) -> Double {
      count == 0 ? 0 : parts.reduce(0) { $0 + Double($1.count) * term($1) } / Double(count)
    }
    let mean = first + pooled { $0.mean - first }
    self.init(
      mean: mean, variance: pooled { $0.variance + ($0.mean - mean) * ($0.mean - mean) }, count: count)
  }

  private init(mean: Double, variance: Double, count: Int) {
    (self.mean, self.variance, self.count) = (mean, variance, count)
  }

  private init(_ values: Span<Double>) {
    self.count = values.count
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

/// How much the series of a panel vary.
private struct UsualDeviation {
  /// The deviation of the series in the middle, and of the one in the middle by its share of the mean; 0 without any.
  private let deviation: Double, share: Double

  init(_ series: [ChannelStatistics]) {
    func middle(_ values: [Double]) -> Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }
    let telling = series.filter(\.areTelling)
    deviation = middle(telling.map { $0.variance.squareRoot() })
    share = middle(telling.filter { $0.mean != 0 }.map { $0.variance.squareRoot() / $0.mean.magnitude })
  }

  /// That of a series with some mean.
  func variance(besideMean mean: Double) -> Double {
    let usual = mean == 0 ? deviation : share * mean.magnitude
    return usual * usual
  }
}
