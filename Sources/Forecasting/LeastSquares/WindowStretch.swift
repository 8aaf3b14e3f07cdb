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
  /// The mean of each history of every column known ahead.
  private let futureMeans: [[Double]]

  /// What normalisation takes out of each window: `μ`, and the factor of the offset.
  typealias Levels = (levels: [Double], scales: [Double])

  /// The windows of a segment.
  ///
  /// - Parameter column: A target column.
  init<Role>(_ column: Int, of segment: WindowSegment, in windows: Windows<Role>) {
    let (targets, lookback) = (segment.firstTargets, windows.lookback)
    let rows = targets.lowerBound - lookback..<targets.upperBound + windows.horizon - 1
    let data = windows.data
    func doubles(_ column: Int) -> [Double] {
      data.withColumn(column, ofSeries: segment.series) { values in rows.map { Double(values[$0]) } }
    }
    values = doubles(column)
    observed = data.observed(column, ofSeries: segment.series).map { Array($0[rows]) }
    future = windows.futureColumns.map(doubles)
    fixed = windows.fixedValues(ofSeries: segment.series).map { Double($0) }
    (count, self.lookback) = (targets.count, lookback)
    moments = Self.moments(values, observed ?? [], lookback: lookback, count: targets.count)
    futureMeans = future.map { Self.means($0, lookback: lookback, count: targets.count) }
  }

  /// What normalisation by `instance` or `last` takes out of each window.
  func levels(_ normalization: WindowNormalization) -> Levels {
    normalization == .instance ? moments : (lastValues(of: values), Array(repeating: 1, count: count))
  }

  /// The last value of each history.
  private func lastValues(of column: [Double]) -> [Double] {
    Array(column[lookback - 1..<lookback - 1 + count])
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

  /// The inputs beside a history at a step of the target, one array each with an entry a window: columns known ahead less
  /// their level over the history, the values of the series, and the factor of the offset.
  func inputs(atStep step: Int, _ normalization: WindowNormalization, scales: [Double]) -> [[Double]] {
    let columns = zip(future, futureMeans).map { column, means in
      let levels = normalization == .instance ? means : lastValues(of: column)
      return levels.indices.map { column[$0 + lookback + step] - levels[$0] }
    }
    return columns + fixed.map { Array(repeating: $0, count: count) } + [scales]
  }

  private static func means(_ column: [Double], lookback: Int, count: Int) -> [Double] {
    var sums = [0.0]
    for value in column { sums.append(sums[sums.count - 1] + value) }
    return (0..<count).map { (sums[$0 + lookback] - sums[$0]) / Double(lookback) }
  }
}
