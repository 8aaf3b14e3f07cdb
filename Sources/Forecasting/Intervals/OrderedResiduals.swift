/// Residuals of windows in the order of series and of time, those of a channel and a step one after another.
struct OrderedResiduals: Sendable {
  /// Shape of a window's residuals: `[channel, step]`.
  let channelCount: Int, horizon: Int
  /// The windows, in order.
  let places: [Place]
  /// Where the windows of each series lie.
  let rangesOfSeries: [Range<Int>]
  /// Whether the histories of the windows have deviations.
  let hasScales: Bool
  /// Shape `[channel, step, window]`.
  private let residuals: [Float]
  /// Shape `[channel, window]`; empty where histories have no deviations.
  private let scales: [Float]

  /// Where a window lies.
  struct Place: Sendable {
    let series: Int
    /// Rows from one window to the next.
    let spacing: Int
  }

  init(_ sample: ResidualSample) {
    let windows = sample.inOrder
    (channelCount, horizon) = (sample.channelCount, sample.horizon)
    places = windows.map { Place(series: $0.series, spacing: $0.spacing) }
    rangesOfSeries = Self.ranges(places)
    hasScales = windows.allSatisfy { !$0.scales.isEmpty }
    residuals = Self.transposed(windows.map(\.residuals), width: channelCount * horizon)
    scales = hasScales ? Self.transposed(windows.map(\.scales), width: channelCount) : []
  }

  private static func transposed(_ rows: [[Float]], width: Int) -> [Float] {
    var result = [Float](repeating: 0, count: rows.count * width)
    for (row, values) in rows.enumerated() {
      for column in 0..<width { result[column * rows.count + row] = values[column] }
    }
    return result
  }

  /// Windows.
  var count: Int { places.count }

  /// The residuals of a channel and a step, truth minus forecast in standardised units; NaN where the truth is missing.
  func residuals(channel: Int, step: Int) -> ArraySlice<Float> {
    let start = (channel * horizon + step) * count
    return residuals[start..<start + count]
  }

  /// The deviations of the histories of a channel to a power, standardised units; nil for the power 0 and where there are none.
  func scales(channel: Int, exponent: Float) -> [Float]? {
    guard exponent != 0, hasScales else { return nil }
    return scales[channel * count..<(channel + 1) * count].map { $0.raised(to: exponent) }
  }

  private static func ranges(_ places: [Place]) -> [Range<Int>] {
    var (ranges, start) = ([Range<Int>](), 0)
    for end in places.indices.dropFirst() where places[end].series != places[start].series {
      ranges.append(start..<end)
      start = end
    }
    return places.isEmpty ? [] : ranges + [start..<places.count]
  }
}

/// Counts windows, in order, and how many independent residuals of a step they are worth: at least one a series.
struct IndependentCount {
  private let step: Int
  /// Windows added so far.
  private(set) var count = 0
  private var earlier = 0.0, own = 0.0
  private var series: Int?
  private var last: (spacing: Int, worth: Double) = (0, 0)

  init(step: Int) { self.step = step }

  mutating func add(_ place: OrderedResiduals.Place) {
    if place.series != series {
      (earlier, own, series) = (independent, 0, place.series)
    }
    if place.spacing != last.spacing {
      last = (place.spacing, ConformalRank.worth(step: step, spacing: place.spacing))
    }
    (count, own) = (count + 1, own + last.worth)
  }

  /// What those added so far are worth.
  var independent: Double { earlier + (series == nil ? 0 : max(1, own)) }
}

extension OrderedResiduals {
  /// How many independent residuals of a step some windows are worth, at least one a series.
  func independentCount(of windows: Range<Int>, step: Int) -> Double {
    var count = IndependentCount(step: step)
    for window in windows { count.add(places[window]) }
    return count.independent
  }
}
