import Tensors

/// Residuals of windows in the order of series and of time, those of a channel and a step one after another.
package struct OrderedResiduals: Sendable {
  /// Shape of a window's residuals: `[channel, step]`.
  package let channelCount: Int, horizon: Int
  /// The windows, in order.
  package let places: [Place]
  /// Where the windows of each series lie.
  package let rangesOfSeries: [Range<Int>]
  /// Whether the histories of the windows have deviations.
  let hasScales: Bool
  /// Of each channel, shape `[step, window]`.
  private let residuals: [[Float]]
  /// Shape `[channel, window]`; empty where histories have no deviations.
  private let scales: [Float]

  /// Where a window lies.
  package struct Place: Sendable {
    package let series: Int
    /// Rows from one window to the next.
    let spacing: Int
  }

  package init(_ sample: ResidualSample, _ workers: Workers) {
    let (windows, horizon) = (sample.inOrder, sample.horizon)
    (channelCount, self.horizon) = (sample.channelCount, horizon)
    places = windows.map { Place(series: $0.series, spacing: $0.spacing) }
    rangesOfSeries = Self.ranges(places)
    hasScales = windows.allSatisfy { !$0.scales.isEmpty }
    let rows = windows.map(\.residuals)
    residuals = workers.map(count: channelCount) { channel in
      Self.transposed(rows, columns: channel * horizon..<(channel + 1) * horizon)
    }
    scales = hasScales ? Self.transposed(windows.map(\.scales), columns: 0..<channelCount) : []
  }

  /// Columns of rows one after another.
  private static func transposed(_ rows: [[Float]], columns: Range<Int>) -> [Float] {
    var result = [Float](repeating: 0, count: rows.count * columns.count)
    var slots = result.mutableSpan
    // Some cache lines of a row at a time, so that none is fetched once for each of its columns.
    for first in stride(from: 0, to: columns.count, by: 64) {
      let end = min(columns.count, first + 64)
      for row in rows.indices {
        let own = rows[row]
        let values = own.span
        for column in first..<end { slots[column * rows.count + row] = values[columns.lowerBound + column] }
      }
    }
    return result
  }

  /// Windows.
  package var count: Int { places.count }

  /// The residuals of a channel and a step, truth minus forecast in standardised units; NaN where the truth is missing.
  package func residuals(channel: Int, step: Int) -> ArraySlice<Float> {
    residuals[channel][step * count..<(step + 1) * count]
  }

  /// The root of the mean squared residual of a channel; nil where it has none.
  package func size(ofChannel channel: Int) -> Float? {
    var (sum, count) = (0.0, 0)
    for residual in residuals[channel] where !residual.isNaN {
      sum += Double(residual) * Double(residual)
      count += 1
    }
    return count == 0 ? nil : Float((sum / Double(count)).squareRoot())
  }

  /// The deviations of the histories of a channel to a power, standardised units; nil for the power 0 and where there are none.
  package func scales(channel: Int, exponent: Float) -> [Float]? {
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
package struct IndependentCount: Sendable {
  private let step: Int
  /// Windows added so far.
  package private(set) var count = 0
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
  package var independent: Double { earlier + (series == nil ? 0 : max(1, own)) }
}

extension OrderedResiduals {
  /// How many independent residuals of a step some windows are worth, at least one a series.
  package func independentCount(of windows: Range<Int>, step: Int) -> Double {
    count([windows], step: step).independent
  }

  /// Counts windows, in order.
  ///
  /// - Parameter channels: Of which one must have a residual of the step; nil for all windows.
  package func count(_ windows: [Range<Int>], step: Int, observedIn channels: [Int]? = nil)
    -> IndependentCount
  {
    let columns = channels?.map { residuals(channel: $0, step: step) }
    var count = IndependentCount(step: step)
    for window in windows.joined()
    where columns?.contains(where: { !$0[$0.startIndex + window].isNaN }) ?? true {
      count.add(places[window])
    }
    return count
  }
}
