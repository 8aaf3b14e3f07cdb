import Forecasting
import Layers
import TimeSeries

/// Consecutive windows of one target column, and what is known beside them, in double precision.
struct WindowStretch: Sendable {
  /// The rows of all histories and targets, standardised; missing ones are filled.
  let values: [Double]
  /// Which rows were observed, 1 or 0; nil if all were.
  let observed: [UInt8]?
  /// Columns known ahead, the rows of `values`.
  let future: [[Double]]
  /// Values of the series.
  let fixed: [Double]
  /// Windows; they begin on the first rows.
  let count: Int
  /// Rows of a history.
  private let lookback: Int
  /// Mean and deviation of each history over what was observed, taken once for all steps.
  private let moments: Levels
  /// Columns of the calendar, the rows of `values`; nothing is taken out of them.
  let phases: [[Double]]

  /// What centring takes out of each window: `μ`, and the factor of the offset.
  typealias Levels = (levels: [Double], scales: [Double])

  /// The windows of a segment.
  ///
  /// - Parameters:
  ///   - column: A target column.
  ///   - harmonics: Of the calendar that the windows have; nil for none.
  init<Role>(
    _ column: Int, of segment: WindowSegment, in windows: Windows<Role>,
    harmonics: CalendarHarmonics? = nil
  ) {
    let (targets, lookback) = (segment.firstTargets, windows.lookback)
    let rows = targets.lowerBound - lookback..<targets.upperBound + windows.horizon - 1
    let data = windows.data
    func doubles(_ column: Int) -> [Double] {
      data.standardized(column, ofSeries: segment.series, rows: rows)
    }
    values = doubles(column)
    observed = data.observed(column, ofSeries: segment.series).map { Array($0[rows]) }
    future = windows.futureColumns.map(doubles)
    fixed = windows.fixedValues(ofSeries: segment.series).map { Double($0) }
    (count, self.lookback) = (targets.count, lookback)
    moments = Self.moments(values, observed ?? [], lookback: lookback, count: targets.count)
    phases =
      harmonics.map { harmonics in
        let calendar = windows.calendars.map { $0[segment.series].values(of: rows) } ?? []
        let values = rows.indices.map { row in
          harmonics.values(of: calendar.map { $0[row - rows.lowerBound] })
        }
        return (0..<harmonics.count).map { column in values.map { $0[column] } }
      } ?? []
  }

  /// What a centring takes out of each window.
  func levels(_ centring: WindowCentring) -> Levels {
    centring == .instance
      ? moments : (means(of: values, centring), Array(repeating: 1, count: count))
  }

  /// The mean of the rows of each history that are centred by.
  private func means(of column: [Double], _ centring: WindowCentring) -> [Double] {
    let rows = centring.rows(ofLookback: lookback)
    guard rows > 1 else {
      return rows == 0
        ? Array(repeating: 0, count: count) : Array(column[lookback - 1..<lookback - 1 + count])
    }
    var sums = [0.0]
    for value in column { sums.append(sums[sums.count - 1] + value) }
    return (lookback..<lookback + count).map { (sums[$0] - sums[$0 - rows]) / Double(rows) }
  }

  private static func moments(_ values: [Double], _ mask: [UInt8], lookback: Int, count: Int) -> Levels {
    // Sums up to each row give those of every window as a difference.
    var (counts, sums, squares) = ([0.0], [0.0], [0.0])
    for (row, value) in values.enumerated() {
      let weight = mask.isEmpty ? 1 : Double(mask[row])
      counts.append(counts[row] + weight)
      sums.append(sums[row] + weight * value)
      squares.append(squares[row] + weight * value * value)
    }
    var (levels, scales): ([Double], [Double]) = ([], [])
    for start in 0..<count {
      let end = start + lookback
      var (n, sum, square) = (
        counts[end] - counts[start], sums[end] - sums[start], squares[end] - squares[start]
      )
      // A history without any observed value counts as a whole.
      if n == 0 {
        n = Double(lookback)
        sum = values[start..<end].reduce(0, +)
        square = values[start..<end].reduce(0) { $0 + $1 * $1 }
      }
      let mean = sum / n
      levels.append(mean)
      scales.append((max(0, square / n - mean * mean) + Double(RevIN.epsilon)).squareRoot())
    }
    return (levels, scales)
  }

  /// The inputs beside a history: columns known ahead less their level over the history, those of the calendar, the values of the
  /// series, and the factor of the offset.
  func inputs(_ centring: WindowCentring, scales: [Double]) -> [WindowInput] {
    future.map { WindowInput(values: $0, levels: means(of: $0, centring), isOfTarget: true) }
      + phases.map { WindowInput(values: $0, levels: nil, isOfTarget: true) }
      + fixed.map {
        WindowInput(values: Array(repeating: $0, count: count), levels: nil, isOfTarget: false)
      } + [WindowInput(values: scales, levels: nil, isOfTarget: false)]
  }

  /// The same at a step of the target, one array each with an entry a window.
  func inputs(atStep step: Int, _ centring: WindowCentring, scales: [Double]) -> [[Double]] {
    inputs(centring, scales: scales).map { input in
      let first = input.isOfTarget ? lookback + step : 0
      let values = input.values[first..<first + count]
      guard let levels = input.levels else { return Array(values) }
      return zip(values, levels).map { $0 - $1 }
    }
  }
}

/// An input beside the histories of consecutive windows.
struct WindowInput: Sendable {
  /// One a row, or one a window.
  let values: [Double]
  /// What is taken off in each window; nil for nothing.
  let levels: [Double]?
  /// Whether the value is that of the row of the target, and not the window's.
  let isOfTarget: Bool
}
